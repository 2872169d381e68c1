// Two records beside each other: which one remains, and of each field whose value.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Popconfirm, Radio } from 'antd';
import { type ReactNode, useState } from 'react';
import { isEmpty } from '../../../forms/validate.ts';
import type { RegisterField } from '../../../records/register.ts';
import { labelIn } from '../../forms/label.ts';
import { Failed } from '../../parts/Failed.tsx';
import { Shown } from '../../parts/Shown.tsx';
import { attempts } from '../../reach/attempts.ts';
import { ask, mergeApi } from '../../reach/client.ts';
import type { RecordItem, RegisterDetail } from '../../reach/shapes.ts';
import { useWords } from '../../words/useWords.ts';
import { recordQuery, rereadRecords } from '../queries.ts';
import { RecordCell } from '../RecordCell.tsx';
import { twinsKey } from './DuplicatesPage.tsx';

type Props = { register: RegisterDetail; store: string; pair: [string, string] };
export function MergeTwo({ register, store, pair }: Props): ReactNode {
  const left = useQuery(recordQuery(register.key, pair[0], store));
  const right = useQuery(recordQuery(register.key, pair[1], store));
  return (
    <Shown query={left}>
      {(one) => <Shown query={right}>{(two) => <Choosing register={register} sides={[one, two]} />}</Shown>}
    </Shown>
  );
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

function Choosing({ register, sides }: { register: RegisterDetail; sides: [RecordItem, RecordItem] }): ReactNode {
  const { t, language } = useWords();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [stays, setStays] = useState<0 | 1>(0);
  const [taken, setTaken] = useState<Record<string, 0 | 1>>({});
  const [send] = useState(attempts);
  const [survivor, other] = [sides[stays], sides[stays === 0 ? 1 : 0]];
  const fields = register.fields.filter(({ id }) => !same(sides[0].values[id], sides[1].values[id]));
  /** Without a choice: the one that remains, or the only one that has a value. */
  const sideOf = ({ id }: RegisterField): 0 | 1 =>
    taken[id] ?? (isEmpty(survivor.values[id]) ? (stays === 0 ? 1 : 0) : stays);
  const choosable = (field: RegisterField): boolean =>
    field.id !== register.keyField && register.may[`change.${field.id}`] === true;
  const merge = useMutation({
    mutationFn: () =>
      send(
        {
          survivor: { key: survivor.key, rev: survivor.rev },
          other: { key: other.key, rev: other.rev },
          store: survivor.store,
          choices: Object.fromEntries(
            Object.entries(taken).map(([id, side]) => [
              id,
              side === stays ? ('survivor' as const) : ('other' as const),
            ]),
          ),
        },
        (sent) => ask(mergeApi.registers[':register'].merges.$post({ param: { register: register.key }, ...sent })),
      ),
    onSuccess: ({ title }) => {
      void message.success(t('reg.merge.done', { title }));
      rereadRecords(queries, register.key);
      for (const { key } of sides) void queries.invalidateQueries({ queryKey: ['record', register.key, key] });
      void queries.invalidateQueries({ queryKey: twinsKey(register.key) });
    },
  });
  const side = (at: 0 | 1): RecordItem => sides[at];
  return (
    <div className="merge-two">
      <table>
        <thead>
          <tr>
            <th scope="col">{t('reg.merge.stays')}</th>
            {([0, 1] as const).map((at) => (
              <th key={at} scope="col">
                <Radio checked={stays === at} onChange={() => setStays(at)}>
                  <bdi>{side(at).key}</bdi>
                </Radio>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => (
            <tr key={field.id}>
              <th scope="row">{labelIn(field, language)}</th>
              {([0, 1] as const).map((at) => (
                <td key={at} className={field.by.who === 'ledger' || sideOf(field) === at ? undefined : 'is-left'}>
                  {choosable(field) ? (
                    <Radio
                      checked={sideOf(field) === at}
                      onChange={() => setTaken({ ...taken, [field.id]: at })}
                      aria-label={`${labelIn(field, language)} ${side(at).key}`}
                    >
                      <RecordCell field={field} value={side(at).values[field.id]} />
                    </Radio>
                  ) : (
                    <RecordCell field={field} value={side(at).values[field.id]} />
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="quiet">{t('reg.merge.what', { other: other.key, survivor: survivor.key })}</p>
      {merge.isError && <Failed error={merge.error} />}
      <Popconfirm
        title={t('reg.merge.sure', { other: other.key, survivor: survivor.key })}
        okText={t('reg.merge.merge')}
        onConfirm={() => merge.mutate()}
      >
        <Button type="primary" loading={merge.isPending}>
          {t('reg.merge.into', { survivor: survivor.key })}
        </Button>
      </Popconfirm>
    </div>
  );
}
