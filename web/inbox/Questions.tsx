// 沟通: what people have asked each other about this task, and the answer that is still owed.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { MessageCircleQuestion, MessageCircleReply } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Failed } from '../parts/Failed.tsx';
import { attempts } from '../reach/attempts.ts';
import { ask, informingApi } from '../reach/client.ts';
import type { TaskDetail } from '../reach/shapes.ts';
import { useMe } from '../session/useMe.ts';
import { useTime } from '../time/ShopTime.tsx';
import { useKeptText } from '../typed/useKept.ts';
import { useWords } from '../words/useWords.ts';

export function Questions({ task }: { task: TaskDetail }): ReactNode {
  const { t } = useWords();
  const me = useMe();
  const { momentWithin } = useTime();
  if (task.questions.length === 0) return null;
  const owed = task.state === 'open' && task.questions.find(({ to, answer }) => to?.id === me.id && answer === null);
  return (
    <section className="questions">
      <h3>{t('questions.title')}</h3>
      <ul>
        {task.questions.map(({ id, by, to, text, at, answer, answeredAt }) => (
          <li key={id}>
            <p>
              <MessageCircleQuestion size={14} strokeWidth={1.75} aria-hidden="true" />
              <b>{t('questions.asked', { by: by?.name ?? '—', to: to?.name ?? '—' })}</b>
              <small>{momentWithin(at)}</small>
            </p>
            <p className="said">{text}</p>
            {answer === null ? (
              <p className="quiet">{t('questions.open')}</p>
            ) : (
              <>
                <p>
                  <MessageCircleReply size={14} strokeWidth={1.75} aria-hidden="true" />
                  <b>{to?.name ?? '—'}</b>
                  <small>{answeredAt !== null && momentWithin(answeredAt)}</small>
                </p>
                <p className="said">{answer}</p>
              </>
            )}
          </li>
        ))}
      </ul>
      {owed && <Answer id={task.id} />}
    </section>
  );
}

function Answer({ id }: { id: string }): ReactNode {
  const { t } = useWords();
  const queries = useQueryClient();
  const [text, setText, forget] = useKeptText(`answer:${id}`);
  const [send] = useState(attempts);
  const answer = useMutation({
    mutationFn: () =>
      send({ text: text.trim() }, (sent) => ask(informingApi.tasks[':id'].answer.$post({ param: { id }, ...sent }))),
    onSuccess: () => {
      forget();
      void queries.invalidateQueries({ queryKey: ['task', id] });
    },
  });
  return (
    <div className="answer">
      {answer.isError && <Failed error={answer.error} onAgain={() => answer.mutate()} />}
      <Input.TextArea
        value={text}
        maxLength={2_000}
        aria-label={t('questions.yours')}
        placeholder={t('questions.yours')}
        autoSize={{ minRows: 2, maxRows: 6 }}
        onChange={(event) => setText(event.target.value)}
      />
      <Button type="primary" disabled={!text.trim()} loading={answer.isPending} onClick={() => answer.mutate()}>
        {t('questions.answer')}
      </Button>
    </div>
  );
}
