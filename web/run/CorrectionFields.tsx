// One says which data is wrong, corrects it, and sees what it was.
import { Select } from 'antd';
import type { ReactNode } from 'react';
import { FieldInput } from '../forms/FieldInput.tsx';
import { labelIn } from '../forms/label.ts';
import { useValueReader } from '../values/useValueReader.ts';
import { valueWords } from '../values/value-words.ts';
import { useWords } from '../words/useWords.ts';
import type { Correction } from './useCorrection.ts';

type Props = { correction: Correction; required?: boolean };

export function CorrectionFields({ correction, required = false }: Props): ReactNode {
  const { t, language } = useWords();
  const reads = useValueReader();
  const { data, picked, pick, given, give, changed, unread } = correction;
  if (data.size === 0) return <p className="quiet">{t('case.noData')}</p>;
  return (
    <>
      <div className="field">
        <label className="field-label" htmlFor="correct-what">
          {t('case.correctWhat')}
          {required && <span className="field-star">*</span>}
        </label>
        <Select
          id="correct-what"
          mode="multiple"
          autoFocus
          showSearch={{ optionFilterProp: 'label' }}
          value={picked}
          placeholder={t('case.correctPick')}
          options={[...data].map(([name, { field }]) => ({ value: name, label: labelIn(field, language) }))}
          notFoundContent={<span className="quiet">{t('case.correctNone')}</span>}
          onChange={pick}
        />
      </div>
      {picked.map((name) => {
        const entry = data.get(name);
        if (!entry) return null;
        const { field, variable, show } = entry;
        const before = valueWords(variable.value, variable, reads) || t('case.correctEmpty');
        return (
          <div key={name}>
            <FieldInput
              field={field}
              value={name in given ? given[name] : show(variable.value)}
              errors={[]}
              disabled={false}
              language={language}
              onChange={give}
            />
            {unread.has(name) && <p className="field-error">{t('case.correctUnread')}</p>}
            {name in changed && field.type !== 'table' && (
              <p className="field-help">{t('case.correctBefore', { value: before })}</p>
            )}
          </div>
        );
      })}
    </>
  );
}
