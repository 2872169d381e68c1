// Somebody, found by name; a department.
import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { Building2, UserRound } from 'lucide-react';
import { type ReactNode, useDeferredValue, useState } from 'react';
import type { FlatField } from '../../forms/flat-field.ts';
import { peopleFoundQuery, peopleNamesQuery, personNameQuery } from '../people/names.ts';
import { departmentsQuery } from '../processes/queries.ts';
import { named, useWords } from '../words/useWords.ts';
import { type ControlProps, type FieldView, given, type ShownProps, status } from './field-view.ts';

type Of<T> = Extract<FlatField, { type: T }>;

/** Who has left, or is one of very many, is asked for by id. */
function PersonName({ value, words }: ShownProps<unknown>): ReactNode {
  const unknown = words === value;
  const found = useQuery({ ...personNameQuery(String(value)), enabled: unknown }).data?.items[0]?.name;
  return (
    <span className="cut">
      <bdi>{(unknown && found) || words}</bdi>
    </span>
  );
}

function PersonInput(props: ControlProps<Of<'person'>>): ReactNode {
  const { field, value, onChange } = props;
  const { t } = useWords();
  const [text, setText] = useState('');
  const q = useDeferredValue(text.trim());
  const first = useQuery(peopleNamesQuery).data?.items ?? [];
  const found = useQuery({ ...peopleFoundQuery(q), enabled: q !== '' });
  const chosen = typeof value === 'string' && value !== '' ? value : undefined;
  const known = [...first, ...(found.data?.items ?? [])];
  const left = useQuery({
    ...personNameQuery(chosen ?? ''),
    enabled: chosen !== undefined && first.length > 0 && !known.some(({ id }) => id === chosen),
  }).data?.items;
  const shown = q ? (found.data?.items ?? []) : first;
  return (
    <Select
      {...given(props)}
      {...status(props.wrong)}
      value={chosen}
      placeholder={t('people.find')}
      allowClear={!field.required}
      showSearch={{ filterOption: false, onSearch: setText }}
      loading={found.isFetching}
      notFoundContent={t('inbox.nothingFound')}
      options={[...shown, ...(q ? [] : (left ?? []))].map(({ id, name }) => ({ value: id, label: name }))}
      onChange={(id: string | undefined) => {
        setText('');
        onChange(id ?? null);
      }}
    />
  );
}

export const person: FieldView<Of<'person'>> = {
  icon: UserRound,
  inRow: 'chosen',
  Input: PersonInput,
  Cell: PersonName,
  Fact: PersonName,
};

export const department: FieldView<Of<'department'>> = {
  icon: Building2,
  inRow: 'chosen',
  Input(props) {
    const { language } = useWords();
    const items = useQuery(departmentsQuery).data?.items ?? [];
    return (
      <Select
        {...given(props)}
        {...status(props.wrong)}
        value={(props.value as string | null) || undefined}
        allowClear={!props.field.required}
        showSearch={{ optionFilterProp: 'label' }}
        options={items.map((one) => ({ value: one.id, label: named(one, language) }))}
        onChange={(id: string | undefined) => props.onChange(id ?? null)}
      />
    );
  },
};
