// Records of a register, found as its page finds them. Shown as they were when chosen, with a word where they were changed since.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Select } from 'antd';
import { BookMarked } from 'lucide-react';
import { type ReactNode, useDeferredValue, useState } from 'react';
import type { FlatField } from '../../forms/flat-field.ts';
import { type RecordValue, recordCalled, recordsOf } from '../../forms/kinds/record.ts';
import { Tag } from '../parts/Tag.tsx';
import { recordQuery, recordsFoundQuery } from '../registers/queries.ts';
import { useWords } from '../words/useWords.ts';
import { type ControlProps, type FieldView, given, type ShownProps, status } from './field-view.ts';

type RecordField = Extract<FlatField, { type: 'record' }>;
const MISSING = { retry: false };

function RecordInput(props: ControlProps<RecordField>): ReactNode {
  const { field, value, onChange } = props;
  const { t, language } = useWords();
  const [text, setText] = useState('');
  const q = useDeferredValue(text.trim());
  const found = useQuery(recordsFoundQuery(field.register, q));
  const chosen = recordsOf(value);
  const items = found.data?.items ?? [];
  const options = [
    ...items.map(({ key, title, way }) => ({ value: key, label: title, key_: key, way })),
    // What is chosen keeps its name while something else is searched for.
    ...chosen
      .filter(({ key }) => !items.some((one) => one.key === key))
      .map((one) => ({ value: one.key, label: recordCalled(one, language), key_: one.key, way: undefined })),
  ];
  const chose = (key: string): RecordValue => {
    const item = items.find((one) => one.key === key);
    return item ? { key, title: item.title, rev: item.rev } : (chosen.find((one) => one.key === key) ?? { key });
  };
  return (
    <Select
      {...given(props)}
      {...status(props.wrong)}
      {...(field.many && { mode: 'multiple' as const })}
      value={field.many ? chosen.map(({ key }) => key) : chosen[0]?.key}
      placeholder={t('field.findRecord')}
      allowClear={!field.required}
      showSearch={{ filterOption: false, onSearch: setText }}
      loading={found.isFetching}
      popupMatchSelectWidth={false}
      notFoundContent={found.isError ? t('field.noRegister') : found.isPending ? t('loading') : t('inbox.nothingFound')}
      options={options}
      optionRender={({ data }) => (
        <span className="record-option">
          {data.way && <small className="quiet">{data.way.map(({ title }) => `${title} › `).join('')}</small>}
          <bdi>{data.label}</bdi> {data.label !== data.key_ && <small className="quiet">{data.key_}</small>}
        </span>
      )}
      onChange={(keys: string | string[] | undefined) => {
        setText('');
        onChange(Array.isArray(keys) ? keys.map(chose) : keys ? chose(keys) : null);
      }}
    />
  );
}

function RecordName({ register, one }: { register: string; one: RecordValue }): ReactNode {
  const { language } = useWords();
  return (
    <Link to="/registers/$register/records/$key" params={{ register, key: one.key }} className="link">
      <bdi>{recordCalled(one, language)}</bdi>
    </Link>
  );
}

/** A record that this person may not see, or that is gone, has its name only. */
function Seen({ register, one }: { register: string; one: RecordValue }): ReactNode {
  const { t, language } = useWords();
  const now = useQuery({ ...recordQuery(register, one.key), ...MISSING }).data;
  if (!now) return <bdi>{recordCalled(one, language)}</bdi>;
  return (
    <>
      <RecordName register={register} one={one} />
      {one.rev !== undefined && now.rev !== one.rev && (
        <span title={t('field.changedSinceHint', { title: now.title })}>
          <Tag tone="amber">{t('field.changedSince')}</Tag>
        </span>
      )}
    </>
  );
}

const list = (value: unknown, draw: (one: RecordValue) => ReactNode): ReactNode => (
  <span className="record-values">
    {recordsOf(value).map((one) => (
      <span key={one.key}>{draw(one)}</span>
    ))}
  </span>
);

export const record: FieldView<RecordField> = {
  icon: BookMarked,
  Input: RecordInput,
  Cell: ({ field, value }: ShownProps<RecordField>) =>
    list(value, (one) => <RecordName register={field.register} one={one} />),
  Fact: ({ field, value }: ShownProps<RecordField>) =>
    list(value, (one) => <Seen register={field.register} one={one} />),
};
