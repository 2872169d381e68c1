// Why: asked by every verb that the story tells of.
import { Input } from 'antd';
import { type ReactNode, useId } from 'react';
import { useWords } from '../words/useWords.ts';
import '../forms/forms.css';

type Props = { id?: string; value: string; required?: boolean; onChange: (reason: string) => void };

export function ReasonField({ id: given, value, required = false, onChange }: Props): ReactNode {
  const { t } = useWords();
  const own = useId();
  const id = given ?? own;
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {t('case.reason')}
        {required && <span className="field-star">*</span>}
      </label>
      <Input.TextArea
        id={id}
        value={value}
        maxLength={500}
        aria-required={required}
        placeholder={t('case.reasonHint')}
        autoSize={{ minRows: 2, maxRows: 5 }}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}
