// One person of the directory, found by name; for managers.
import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { type ReactNode, useDeferredValue, useState } from 'react';
import { ask, peopleApi } from '../reach/client.ts';
import { useWords } from '../words/useWords.ts';

type Props = { id: string; value: string | undefined; onChange: (person: string) => void };

export function PersonPick({ id, value, onChange }: Props): ReactNode {
  const { t } = useWords();
  const [text, setText] = useState('');
  const q = useDeferredValue(text.trim());
  const found = useQuery({
    queryKey: ['people', 'pick', q],
    queryFn: () => ask(peopleApi.people.$get({ query: { limit: 50, ...(q && { q }) } })),
    placeholderData: (before) => before,
  });
  const people = (found.data?.items ?? []).filter((person) => person.active);
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {t('people.pick')}
        <span className="field-star">*</span>
      </label>
      <Select
        id={id}
        aria-required
        showSearch={{ filterOption: false, onSearch: setText }}
        loading={found.isFetching}
        value={value}
        placeholder={t('people.find')}
        notFoundContent={found.isPending ? t('loading') : t('inbox.nothingFound')}
        options={people.map((person) => ({ value: person.id, label: person.name }))}
        onChange={onChange}
      />
    </div>
  );
}
