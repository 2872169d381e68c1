// Choosing somebody who may be given work: what they do, and how much they hold already.
import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import type { ReactNode } from 'react';
import { peopleQuery, rolesQuery } from '../processes/queries.ts';
import { named, useWords } from '../words/useWords.ts';
import { teamQuery } from './queries.ts';

type Props = {
  id?: string;
  label: string;
  /** Given by antd's form where it stands in one. */
  value?: string | undefined;
  not?: string | undefined;
  /** Further choices before the people. */
  more?: { value: string; label: string }[];
  onChange?: (id: string | undefined) => void;
};

export function PersonSelect({ id, label, value, not, more = [], onChange }: Props): ReactNode {
  const { t, language } = useWords();
  const people = useQuery(peopleQuery).data?.items ?? [];
  const roles = useQuery(rolesQuery).data?.items ?? [];
  const loads = useQuery(teamQuery).data?.items ?? [];
  const about = (one: (typeof people)[number]): string => {
    const does = roles.filter(({ id: role }) => one.roles.includes(role)).map((role) => named(role, language));
    const holds = loads.find(({ id: of }) => of === one.id)?.open;
    return [...does, ...(holds === undefined ? [] : [t('team.holds', { count: holds })])].join(' · ');
  };
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
        ...people
          .filter((one) => one.active && one.id !== not)
          .map((one) => ({ value: one.id, label: one.name, about: about(one) })),
      ]}
      optionRender={({ label: name, data }) => (
        <>
          {name} {'about' in data && <span className="quiet">{String(data.about)}</span>}
        </>
      )}
      onChange={(chosen: string | undefined) => onChange?.(chosen)}
    />
  );
}
