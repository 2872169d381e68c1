// Somebody leaves: what they hold by kind, a successor for each, and all of it moves in one go.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Input, Modal } from 'antd';
import { type ReactNode, useState } from 'react';
import { Failed } from '../parts/Failed.tsx';
import { Shown } from '../parts/Shown.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { attempts } from '../reach/attempts.ts';
import { ask, teamApi } from '../reach/client.ts';
import type { Person } from '../reach/shapes.ts';
import { useWords } from '../words/useWords.ts';
import { type Charge, Charges, chargesIn } from './Charges.tsx';
import { PersonSelect } from './PersonSelect.tsx';

const POOL = '*';
type Props = { person: Person; onClose: () => void; onDone: () => void };

export function HandOver({ person, onClose, onDone }: Props): ReactNode {
  const { t } = useWords();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [to, setTo] = useState<Record<string, string | undefined>>({});
  const [charges, setCharges] = useState<Partial<Record<Charge, string>>>({});
  const [comment, setComment] = useState('');
  const [send] = useState(attempts);
  const param = { id: person.id };
  const query = useQuery({
    queryKey: ['team', 'work', person.id],
    queryFn: () => ask(teamApi.people[':id'].work.$get({ param })),
  });
  const items = query.data?.items ?? [];
  const owns = useQuery({
    queryKey: ['team', 'owns', person.id],
    queryFn: () => ask(teamApi.people[':id'].owns.$get({ param })),
  });
  const owned = owns.data?.items;
  const keyOf = ({ process, element }: { process: string; element: string }): string => `${process} ${element}`;
  const move = useMutation({
    mutationFn: () =>
      send(
        {
          deactivate: true,
          charges,
          successors: items.map(({ process, element, ...kind }) => {
            const chosen = to[keyOf({ process, element, ...kind })];
            return { process, element, to: chosen === POOL ? null : (chosen ?? null) };
          }),
          ...(comment.trim() && { comment: comment.trim() }),
        },
        (sent) => ask(teamApi.people[':id']['hand-over'].$post({ param, ...sent })),
      ),
    onSuccess: ({ moved }) => {
      void message.success(t('handOver.done', { count: moved, name: person.name }));
      for (const key of ['people', 'team', 'tasks', 'departments', 'processes', 'absences'])
        void queries.invalidateQueries({ queryKey: [key] });
      onDone();
    },
    onError: () => {
      void query.refetch();
      void owns.refetch();
    },
  });
  return (
    <Modal
      open
      title={t('handOver.title', { name: person.name })}
      okText={t('handOver.do')}
      cancelText={t('cancel')}
      okButtonProps={{
        danger: true,
        disabled:
          !query.data ||
          !owned ||
          items.some((kind) => !to[keyOf(kind)]) ||
          chargesIn(owned).some((kind) => !charges[kind]),
      }}
      confirmLoading={move.isPending}
      onOk={() => move.mutate()}
      onCancel={onClose}
    >
      <div className="verb-form">
        <p className="quiet">{t('handOver.hint')}</p>
        <Shown query={query} skeleton={<Skeleton rows={3} lines={[80]} height={40} />}>
          {({ items: kinds }) => (
            <ul className="hand-over">
              {kinds.map((kind) => (
                <li key={keyOf(kind)}>
                  <span className="cut">
                    <strong>{kind.name}</strong> <small>{kind.processName}</small>
                  </span>
                  <span className="quiet">{t('handOver.count', { count: kind.count })}</span>
                  <PersonSelect
                    label={t('handOver.to', { name: kind.name })}
                    value={to[keyOf(kind)]}
                    not={person.id}
                    more={kind.pool ? [{ value: POOL, label: t('team.pool') }] : []}
                    onChange={(chosen) => setTo((before) => ({ ...before, [keyOf(kind)]: chosen }))}
                  />
                </li>
              ))}
            </ul>
          )}
        </Shown>
        {owned && <Charges items={owned} not={person.id} to={charges} onChange={setCharges} />}
        <Input
          value={comment}
          maxLength={2_000}
          aria-label={t('team.comment')}
          placeholder={t('team.comment')}
          onChange={(event) => setComment(event.target.value)}
        />
        {move.isError && <Failed error={move.error} />}
      </div>
    </Modal>
  );
}
