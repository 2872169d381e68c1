// What is chosen from what is given: few options stand in sight, many are searched.
import { Select } from 'antd';
import { Check, CircleDot, ListChecks, Minus, SquareCheck, ToggleLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import type { FlatField } from '../../forms/flat-field.ts';
import { Checklist } from '../forms/Checklist.tsx';
import { Chips } from '../forms/Chips.tsx';
import { labelIn, wordsIn } from '../forms/label.ts';
import { Tag } from '../parts/Tag.tsx';
import { useWords } from '../words/useWords.ts';
import { type ControlProps, type FieldView, given, status } from './field-view.ts';

type Of<T> = Extract<FlatField, { type: T }>;
const CHIPS_UP_TO = 6;

function Options(props: ControlProps<Of<'choice' | 'choices'>>): ReactNode {
  const { field, value, wrong, disabled, language, onChange } = props;
  const several = field.type === 'choices';
  const held = [(value as string | string[] | null | undefined) ?? []].flat();
  const options = field.options
    .filter((option) => !option.gone || held.includes(option.value))
    .map((option) => ({ value: option.value, label: wordsIn(option.label, language) }));
  const { t } = useWords();
  if (options.length <= CHIPS_UP_TO && !(field.from && options.length === 0))
    return (
      <Chips
        options={options}
        value={held}
        several={several}
        disabled={disabled}
        onChange={(chosen) => onChange(several ? chosen : (chosen[0] ?? null))}
      />
    );
  return (
    <Select
      {...given(props)}
      {...status(wrong)}
      aria-label={labelIn(field, language)}
      {...(several && { mode: 'multiple' as const })}
      value={value as string | string[] | undefined}
      options={options}
      showSearch={{ optionFilterProp: 'label' }}
      notFoundContent={t('field.noOptions')}
      allowClear={!field.required}
      onChange={(chosen) => onChange(chosen ?? null)}
    />
  );
}

export const choice: FieldView<Of<'choice'>> = {
  icon: CircleDot,
  group: true,
  inRow: 'chosen',
  Input: Options,
  Cell: ({ words }) => <Tag>{words}</Tag>,
};
export const choices: FieldView<Of<'choices'>> = { icon: ListChecks, group: true, Input: Options };
export const checklist: FieldView<Of<'checklist'>> = { icon: SquareCheck, group: true, Input: Checklist };

export const yesNo: FieldView<Of<'yesNo'>> = {
  icon: ToggleLeft,
  group: true,
  inRow: 'chosen',
  Input({ value, disabled, onChange }) {
    const { t } = useWords();
    return (
      <Chips
        options={[
          { value: 'true', label: t('yes') },
          { value: 'false', label: t('no') },
        ]}
        value={typeof value === 'boolean' ? [String(value)] : []}
        several={false}
        disabled={disabled}
        onChange={([chosen]) => onChange(chosen === undefined ? null : chosen === 'true')}
      />
    );
  },
  Cell: ({ value, words }) => (
    <span className={value === true ? 'cell-yes' : 'cell-no'}>
      {value === true ? (
        <Check size={14} strokeWidth={2} aria-hidden="true" />
      ) : (
        <Minus size={14} strokeWidth={2} aria-hidden="true" />
      )}{' '}
      {words}
    </span>
  ),
};
