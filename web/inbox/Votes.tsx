// Who decides this together: who has said what, whose turn it is, and what it takes. Nothing is chosen beforehand.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { CircleCheck, CircleMinus, CircleX, Clock, Undo2, User, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Avatar } from '../parts/Avatar.tsx';
import { attempts } from '../reach/attempts.ts';
import { ask, asRefusal, taskVerbApi } from '../reach/client.ts';
import type { TaskDetail } from '../reach/shapes.ts';
import { useMe } from '../session/useMe.ts';
import { useTime } from '../time/ShopTime.tsx';
import { useWords } from '../words/useWords.ts';

type Props = { task: TaskDetail; votes: NonNullable<TaskDetail['votes']> };
type Slot = Props['votes']['slots'][number];

const ICONS = {
  agree: CircleCheck,
  refuse: CircleX,
  abstain: CircleMinus,
  returned: Undo2,
  open: User,
  later: Clock,
} as const;

export function Votes({ task, votes: { mode, ratio, slots } }: Props): ReactNode {
  const { t } = useWords();
  const me = useMe();
  const { stamp } = useTime();
  const agreed = slots.filter(({ says }) => says === 'agree').length;
  const spoken = slots.filter(({ at }) => at !== null).length;
  const word = ({ says, person }: Slot): string => {
    if (says === 'open' && person.id === me.id) return t('votes.you');
    return mode === 'work' && says === 'agree' ? t('votes.done') : t(`votes.says.${says}`);
  };
  return (
    <section className="votes">
      <h3>
        {t(`votes.title.${mode}`)}{' '}
        <small>{t(`votes.how.${mode}`, { count: slots.length, agreed, ratio: ratio ?? '' })}</small>
        <span className="votes-bar" aria-hidden="true">
          <i style={{ width: `${(100 * spoken) / Math.max(1, slots.length)}%` }} />
        </span>
      </h3>
      <ul>
        {slots.map((slot) => {
          const { person, for: absent, says, comment, at, veto, weight, addedBy } = slot;
          const Icon = ICONS[says];
          const mine = person.id === me.id;
          const rights = [
            absent && t('absence.instead', { who: absent.name }),
            addedBy && t('signers.by', { who: addedBy.name }),
            veto && t(`votes.veto.${veto}`),
            weight !== 1 && t('votes.weight', { weight }),
          ].filter(Boolean);
          return (
            <li key={`${person.id} ${absent?.id}`} className={mine && says === 'open' ? 'is-mine' : ''}>
              <Avatar name={person.name} size={24} />
              <span className="votes-who">
                <b>{person.name}</b>
                {rights.length > 0 && <small>{rights.join(' · ')}</small>}
              </span>
              <span className={`votes-says is-${says}`}>
                <Icon size={12} strokeWidth={1.75} aria-hidden="true" /> {word(slot)}
              </span>
              <bdi className="votes-text">{comment}</bdi>
              {at !== null && <time>{stamp(at)}</time>}
              {task.can.removeSigners && addedBy && (says === 'open' || says === 'later') && (
                <Remove task={task} person={person} />
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** Somebody who was added need not be asked. */
function Remove({ task: { id, case: about }, person }: { task: TaskDetail; person: Slot['person'] }): ReactNode {
  const { t } = useWords();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [send] = useState(attempts);
  const remove = useMutation({
    mutationFn: () =>
      send({ people: [person.id] }, (sent) =>
        ask(taskVerbApi.tasks[':id']['remove-signers'].$post({ param: { id }, ...sent })),
      ),
    onError: (error) => {
      const { title, detail } = asRefusal(error);
      void message.error(detail || title || t('failed.offline'));
    },
    onSettled: () => {
      for (const queryKey of [['task', id], ['tasks'], ['case', about], ['history', about]])
        void queries.invalidateQueries({ queryKey });
    },
  });
  return (
    <Button
      type="text"
      size="small"
      loading={remove.isPending}
      aria-label={t('signers.remove', { who: person.name })}
      icon={<X size={14} strokeWidth={1.75} />}
      onClick={() => remove.mutate()}
    />
  );
}

/** What those have said whom one has asked first; whom one asks afterwards. */
export function Opinions({ signers: { opinions, after } }: Pick<TaskDetail, 'signers'>): ReactNode {
  const { t } = useWords();
  const { stamp } = useTime();
  if (opinions.length + after.length === 0) return null;
  return (
    <section className="votes">
      {opinions.length > 0 && (
        <>
          <h3>{t('signers.opinions')}</h3>
          <ul>
            {opinions.map(({ person, verdict, comment, at }) => {
              const Icon = ICONS[verdict];
              return (
                <li key={`${person.id} ${at}`}>
                  <Avatar name={person.name} size={24} />
                  <span className="votes-who">
                    <b>{person.name}</b>
                  </span>
                  <span className={`votes-says is-${verdict}`}>
                    <Icon size={12} strokeWidth={1.75} aria-hidden="true" /> {t(`votes.says.${verdict}`)}
                  </span>
                  <bdi className="votes-text">{comment}</bdi>
                  <time>{stamp(at)}</time>
                </li>
              );
            })}
          </ul>
        </>
      )}
      {after.length > 0 && (
        <p className="quiet">{t('signers.after', { who: after.map(({ name }) => name).join(' · ') })}</p>
      )}
    </section>
  );
}
