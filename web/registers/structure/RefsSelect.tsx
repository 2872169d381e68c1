// Who: everybody, roles, departments.

import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import type { ReactNode } from 'react';
import { listed } from '../../../words/say.ts';
import { departmentsQuery, rolesQuery } from '../../processes/queries.ts';
import { useWords } from '../../words/useWords.ts';

type Props = {
  value: string[] | undefined;
  label: string;
  /** What no choice means. */
  none?: string | undefined;
  onChange: (refs: string[] | undefined) => void;
};

export function useRefWords(): (refs: string[] | undefined) => string {
  const { t, language } = useWords();
  const options = useRefOptions();
  return (refs) =>
    refs === undefined || refs.includes('all')
      ? t('struct.everybody')
      : listed(
          refs.map((ref) => options.find(({ value }) => value === ref)?.label ?? ref),
          language,
        );
}

type Group = { id: string; name: string; texts?: { en?: { name?: string | undefined } | undefined } };
export function useRefOptions(): { value: string; label: string }[] {
  const { t, language } = useWords();
  const roles = (useQuery(rolesQuery).data?.items ?? []) as Group[];
  const departments = (useQuery(departmentsQuery).data?.items ?? []) as Group[];
  const nameOf = ({ name, texts }: Group): string => (language === 'en' && texts?.en?.name) || name;
  return [
    { value: 'all', label: t('struct.everybody') },
    ...roles.map((role) => ({ value: `role:${role.id}`, label: nameOf(role) })),
    ...departments.map((one) => ({ value: `department:${one.id}`, label: nameOf(one) })),
  ];
}

export function RefsSelect({ value, label, none, onChange }: Props): ReactNode {
  const options = useRefOptions();
  return (
    <Select
      mode="multiple"
      className="zf-full"
      aria-label={label}
      placeholder={none}
      value={value ?? []}
      options={options}
      showSearch={{ optionFilterProp: 'label' }}
      onChange={(next: string[]) => {
        const last = next.at(-1);
        // Everybody and somebody exclude each other; the last choice counts.
        const kept = last === 'all' ? ['all'] : next.filter((one) => one !== 'all');
        onChange(kept.length > 0 ? kept : undefined);
      }}
    />
  );
}
