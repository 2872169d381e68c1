// Several people, found by name.
import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { type ReactNode, useDeferredValue, useState } from 'react';
import { peopleFoundQuery, peopleNamesQuery } from './names.ts';

type Props = { id: string; value: string[]; most?: number; onChange: (people: string[]) => void };

export function PeoplePick({ id, value, most = 20, onChange }: Props): ReactNode {
  const [text, setText] = useState('');
  const q = useDeferredValue(text.trim());
  const first = useQuery(peopleNamesQuery).data?.items ?? [];
  const found = useQuery({ ...peopleFoundQuery(q), enabled: q !== '' }).data?.items ?? [];
  const known = [...first, ...found.filter((one) => !first.some((other) => other.id === one.id))];
  return (
    <Select
      id={id}
      className="zf-full people-pick"
      mode="multiple"
      value={value}
      maxCount={most}
      filterOption={(typed, option) => String(option?.label ?? '').includes(typed.trim())}
      onSearch={setText}
      options={known.map(({ id: one, name }) => ({ value: one, label: name }))}
      onChange={onChange}
    />
  );
}
