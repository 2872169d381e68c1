// Who is told or given something: roles, people, whoever began it; as references with blanks between, as the model keeps them.
import { Select } from 'antd';
import type { ReactNode } from 'react';
import { useShop, useWords } from '../context.ts';

type Props = {
  value: string | undefined;
  label: string;
  /** What holds where nobody is chosen. */
  placeholder: string;
  onChange: (refs: string | undefined) => void;
};

const wordsOf = (text: string | undefined): string[] =>
  text === undefined ? [] : text.trim().startsWith('=') ? [text.trim()] : text.split(/[\s,]+/).filter(Boolean);

export function PeopleSelect({ value, label, placeholder, onChange }: Props): ReactNode {
  const { roles, people, readOnly } = useShop();
  const { t } = useWords();
  const chosen = wordsOf(value);
  const groups = [
    { label: t('who.roles'), options: roles.map(({ id, name }) => ({ value: `role:${id}`, label: name })) },
    { label: t('who.people'), options: people.map(({ id, name }) => ({ value: `person:${id}`, label: name })) },
    { label: t('who.others'), options: [{ value: 'starter', label: t('who.starter') }] },
  ];
  const known = new Set(groups.flatMap(({ options }) => options.map((one) => one.value)));
  // What only a file can say stays as it is written.
  const kept = chosen.filter((one) => !known.has(one)).map((one) => ({ value: one, label: one }));
  return (
    <Select
      mode="multiple"
      size="small"
      className="zf-full"
      aria-label={label}
      value={chosen}
      placeholder={placeholder}
      options={kept.length > 0 ? [...groups, { label: t('who.kept'), options: kept }] : groups}
      optionFilterProp="label"
      disabled={readOnly}
      onChange={(refs: string[]) => onChange(refs.length > 0 ? refs.join(' ') : undefined)}
    />
  );
}
