// What is worth knowing of one record: facts of its own, and the latest of other registers that name it.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Field } from '../../forms/form.ts';
import { Facts } from '../forms/Facts.tsx';
import { labelIn, wordsIn } from '../forms/label.ts';
import { Failed } from '../parts/Failed.tsx';
import { Later } from '../parts/Later.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { asRefusal } from '../reach/client.ts';
import type { BesideRead } from '../reach/shapes.ts';
import type { Values } from '../typed/typed.ts';
import { useValueReader } from '../values/useValueReader.ts';
import { valueWords } from '../values/value-words.ts';
import { useWords } from '../words/useWords.ts';
import { besideQuery } from './queries.ts';

export function BesideRecord({ register, key_ }: { register: string; key_: string }): ReactNode {
  const { t, language } = useWords();
  const query = useQuery(besideQuery(register, key_));
  if (query.isError)
    return asRefusal(query.error).code === 'notFound' ? (
      <p className="quiet">{t('beside.none', { key: key_ })}</p>
    ) : (
      <Failed error={query.error} onAgain={() => void query.refetch()} />
    );
  if (!query.data)
    return (
      <Later>
        <Skeleton rows={3} lines={[70, 50]} />
      </Later>
    );
  const { record, fields, lists } = query.data;
  return (
    <>
      <h3>
        <Link to="/registers/$register/records/$key" params={{ register, key: record.key }} target="_blank">
          <bdi>{record.title}</bdi>
        </Link>
      </h3>
      <Facts fields={fields as Field[]} values={record.values as Values} />
      {lists.map((list) => (
        <section key={list.register.key}>
          <h4>{wordsIn(list.register.name, language)}</h4>
          {list.items.length === 0 ? <p className="quiet">{t('beside.noneOf')}</p> : <Rows list={list} />}
          {list.more && <p className="quiet">{t('beside.more', { count: list.items.length })}</p>}
        </section>
      ))}
    </>
  );
}

function Rows({ list }: { list: BesideRead['lists'][number] }): ReactNode {
  const { language } = useWords();
  const reads = useValueReader();
  const fields = list.fields as Field[];
  return (
    <table>
      <thead className="unseen">
        <tr>
          <th>{wordsIn(list.register.name, language)}</th>
          {fields.map((field) => (
            <th key={field.id}>{labelIn(field, language)}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {list.items.map((one) => (
          <tr key={one.id}>
            <th scope="row">
              <Link
                to="/registers/$register/records/$key"
                params={{ register: list.register.key, key: one.key }}
                target="_blank"
              >
                <bdi>{one.title}</bdi>
              </Link>
            </th>
            {fields.map((field) => (
              <td key={field.id} title={labelIn(field, language)}>
                {valueWords((one.values as Values)[field.id], { type: field.type, field }, reads)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
