// Items to tick, with how many are done.
import { Checkbox } from 'antd';
import type { ReactNode } from 'react';
import type { FlatField } from '../../forms/flat-field.ts';
import type { Language } from '../../words/message.ts';
import { wordsIn } from './label.ts';

type Props = {
  field: Extract<FlatField, { type: 'checklist' }>;
  value: unknown;
  disabled: boolean;
  language: Language;
  onChange: (value: string[]) => void;
};

export function Checklist({ field, value, disabled, language, onChange }: Props): ReactNode {
  const ticked = Array.isArray(value) ? (value as string[]) : [];
  return (
    <div className="checklist">
      {field.options.map((option) => (
        <Checkbox
          key={option.value}
          checked={ticked.includes(option.value)}
          disabled={disabled}
          onChange={({ target }) =>
            onChange(target.checked ? [...ticked, option.value] : ticked.filter((one) => one !== option.value))
          }
        >
          {wordsIn(option.label, language)}
        </Checkbox>
      ))}
    </div>
  );
}
