// Choosing somebody who may be given work.
import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import type { ReactNode } from 'react';
import { peopleQuery } from '../processes/queries.ts';

type Props = {
  id?: string;
  label: string;
  value: string | undefined;
  not?: string | undefined;
  /** Further choices before the people. */
  more?: { value: string; label: string }[];
  onChange: (id: string | undefined) => void;
};

export function PersonSelect({ id, label, value, not, more = [], onChange }: Props): ReactNode {
  const people = useQuery(peopleQuery).data?.items ?? [];
  return (
    <Select
      {...(id && { id })}
      aria-label={label}
      placeholder={label}
      value={value}
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      popupMatchSelectWidth={false}
      style={{ minWidth: 160 }}
      options={[
        ...more,
        ...people.filter((one) => one.active && one.id !== not).map((one) => ({ value: one.id, label: one.name })),
      ]}
      onChange={(chosen: string | undefined) => onChange(chosen)}
    />
  );
}
