// What there is of a record, in this order: who it is, what its ledgers hold, its fields, its cases, what it has to do with, what is said of it, what was booked, what was changed.

import { Archive } from 'lucide-react';
import type { ReactNode } from 'react';
import { labelIn } from '../forms/label.ts';
import { Tag } from '../parts/Tag.tsx';
import type { RecordItem, RegisterDetail } from '../reach/shapes.ts';
import { factsOfRecord } from '../remarks/facts.ts';
import { Remarks } from '../remarks/Remarks.tsx';
import { useTime } from '../time/ShopTime.tsx';
import { useValueReader } from '../values/useValueReader.ts';
import { valueWords } from '../values/value-words.ts';
import { useWords } from '../words/useWords.ts';
import { pictureField } from './fields.ts';
import { Picture } from './Picture.tsx';
import { RecordCases } from './RecordCases.tsx';
import { RecordEntries } from './RecordEntries.tsx';
import { RecordFields } from './RecordFields.tsx';
import { RecordHistory } from './RecordHistory.tsx';
import { RecordRelated } from './RecordRelated.tsx';
import { RecordWay } from './RecordWay.tsx';

type Props = { register: RegisterDetail; record: RecordItem };

export function RecordView({ register, record }: Props): ReactNode {
  const { t, language } = useWords();
  const { momentWithin } = useTime();
  const reads = useValueReader();
  const picture = pictureField(register);
  const states = register.fields.filter(({ type }) => type === 'choice').slice(0, 2);
  const balances = register.fields.filter(({ by }) => by.who === 'ledger');
  return (
    <article className="record">
      <header className="record-head">
        {picture && <Picture value={record.values[picture.id]} size={56} />}
        <div className="cut">
          {record.way && <RecordWay register={register} record={record} />}
          <h2 className="cut">
            <bdi>{record.title}</bdi>
          </h2>
          <p className="cut">
            {record.title !== record.key && <bdi>{record.key} · </bdi>}
            {record.store && <bdi>{record.store} · </bdi>}
            {t('reg.changedAt', { when: momentWithin(record.updatedAt) })}
          </p>
          <p className="record-tags">
            {record.archived && (
              <Tag tone="amber" icon={Archive}>
                {t('reg.archived')}
              </Tag>
            )}
            {states.map((field) => {
              const words = valueWords(record.values[field.id], { type: field.type, field }, reads);
              return words && <Tag key={field.id}>{words}</Tag>;
            })}
          </p>
        </div>
      </header>
      {balances.length > 0 && (
        <dl className="record-numbers">
          {balances.map((field) => (
            <div key={field.id}>
              <dt>{labelIn(field, language)}</dt>
              <dd>{valueWords(record.values[field.id] ?? 0, { type: field.type, field }, reads)}</dd>
            </div>
          ))}
        </dl>
      )}
      <RecordFields register={register} record={record} />
      <RecordCases register={register} record={record} />
      <RecordRelated id={`${register.key}/${record.key}`} />
      <section className="record-section">
        <h3>{t('talk.title')}</h3>
        <Remarks of={{ kind: 'record', id: `${register.key}/${record.key}` }} facts={factsOfRecord(register, record)} />
      </section>
      <RecordEntries register={register} record={record} />
      <RecordHistory register={register} record={record} />
    </article>
  );
}
