// What stands open now: people's steps first, then what is waited for.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { Clock, MailOpen } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Holding } from '../parts/Avatar.tsx';
import { ClockMark } from '../parts/ClockMark.tsx';
import { attempts } from '../reach/attempts.ts';
import { ask, asRefusal, taskVerbApi } from '../reach/client.ts';
import type { CaseDetail } from '../reach/shapes.ts';
import { useMe } from '../session/useMe.ts';
import { nameOf, type StoryContext } from '../story/story.ts';
import { useTime } from '../time/ShopTime.tsx';
import { useWords } from '../words/useWords.ts';

/** Whoever holds it is told that I wait. */
function Urge({ id, about }: { id: string; about: string }): ReactNode {
  const { t } = useWords();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [send] = useState(attempts);
  const urge = useMutation({
    mutationFn: () => send({}, ({ header }) => ask(taskVerbApi.tasks[':id'].urge.$post({ param: { id }, header }))),
    onSuccess: () => {
      void message.success(t('case.urged'));
      void queries.invalidateQueries({ queryKey: ['history', about] });
    },
    onError: (error) => {
      const { title, detail } = asRefusal(error);
      void message.warning(detail || title || t('failed.offline'));
    },
  });
  return (
    <Button size="small" loading={urge.isPending} onClick={() => urge.mutate()}>
      {t('case.urge')}
    </Button>
  );
}

export function OpenWork({ detail, context }: { detail: CaseDetail; context: StoryContext }): ReactNode {
  const { t } = useWords();
  const { moment } = useTime();
  const me = useMe();
  const word = (id: string): string => {
    const element = context.definition.elements[id];
    return element ? nameOf(element, context) : id;
  };
  const here = new Set(detail.tokens.map(({ element }) => element));
  const isHere = (id: string): boolean => {
    const element = context.definition.elements[id];
    // The ways out of a fork that waits stand for it.
    return (
      here.has(id) ||
      (element !== undefined &&
        Object.values(context.definition.flows).some(({ source, target }) => target === id && here.has(source)))
    );
  };
  const waiting = detail.waiting.filter(({ element }) => isHere(element));
  if (detail.status === 'ended' || (detail.tasks.length === 0 && waiting.length === 0)) return null;
  return (
    <section className="open-work">
      <h2>{t('case.now')}</h2>
      <ul>
        {detail.tasks.map((task) => (
          <li key={task.id}>
            <Holding name={task.assignee?.name} size={24} />
            <div className="cut">
              {task.assignee?.id === me.id ? (
                <Link to="/work" search={{ task: task.id }}>
                  {word(task.element)}
                </Link>
              ) : (
                <strong className="cut">{word(task.element)}</strong>
              )}
              <span className="cut">
                {task.state === 'submitted'
                  ? t('case.submitted', { who: task.assignee?.name ?? '' })
                  : task.state === 'parked'
                    ? t('case.parked', { who: task.assignee?.name ?? t('task.free') })
                    : (task.assignee?.name ?? t('task.free'))}
              </span>
            </div>
            {detail.can.urge && task.state === 'open' && task.assignee?.id !== me.id && (
              <Urge id={task.id} about={detail.id} />
            )}
            {task.state === 'open' && !detail.pause && <ClockMark of={task} />}
          </li>
        ))}
        {waiting.map(({ element, kind, due }) => (
          <li key={element}>
            <span className="open-icon">
              {kind === 'timer' ? <Clock size={14} strokeWidth={1.75} /> : <MailOpen size={14} strokeWidth={1.75} />}
            </span>
            <div className="cut">
              <strong className="cut">{word(element)}</strong>
              <span className="cut">
                {t(kind === 'timer' ? 'case.waitsTime' : kind === 'job' ? 'case.working' : 'case.waitsMessage')}
              </span>
            </div>
            {due !== null && !detail.pause && <span className="due is-calm">{moment(due)}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
