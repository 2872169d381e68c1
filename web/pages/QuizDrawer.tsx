// One attempt at a quiz: the questions, what is chosen is kept with each choice; once handed in, what came of it.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, Drawer, Radio } from 'antd';
import { Award, Check, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { wordsIn } from '../forms/label.ts';
import { Failed } from '../parts/Failed.tsx';
import { Shown } from '../parts/Shown.tsx';
import { useWidth } from '../parts/useWidth.ts';
import { ask, asRefusal, courseApi } from '../reach/client.ts';
import type { AttemptDetail } from '../reach/shapes.ts';
import { useKept } from '../typed/useKept.ts';
import { useWords } from '../words/useWords.ts';
import { attemptQuery } from './queries.ts';
import './course.css';

type Props = { attempt: string | undefined; mayTryAgain: boolean; onAgain: () => void; onClose: () => void };

export function QuizDrawer({ attempt, mayTryAgain, onAgain, onClose }: Props): ReactNode {
  const { t } = useWords();
  const phone = useWidth() === 'phone';
  const query = useQuery({ ...attemptQuery(attempt ?? ''), enabled: attempt !== undefined });
  return (
    <Drawer
      open={attempt !== undefined}
      onClose={onClose}
      size={phone ? '100%' : 640}
      title={t('pages.course.quiz')}
      className="quiz"
      destroyOnHidden
    >
      <Shown query={query}>
        {(one) =>
          one.judgedAt === null ? (
            <Asking key={one.id} attempt={one} />
          ) : (
            <Outcome attempt={one} mayTryAgain={mayTryAgain} onAgain={onAgain} onClose={onClose} />
          )
        }
      </Shown>
    </Drawer>
  );
}

type Given = Record<string, number[]>;
function Asking({ attempt }: { attempt: AttemptDetail }): ReactNode {
  const { t, language } = useWords();
  const queries = useQueryClient();
  const kept = useKept(`attempt.${attempt.id}`);
  const [given, setGiven] = useState<Given>({ ...attempt.given, ...(kept.values as Given) });
  // One after the other: what was chosen last is what is kept.
  const keep = useMutation({
    mutationFn: (json: { given: Given }) => ask(courseApi.attempts[':id'].$put({ param: { id: attempt.id }, json })),
    scope: { id: `attempt-${attempt.id}` },
    onError: (error) => {
      if (asRefusal(error).code === 'attemptOver') void queries.invalidateQueries({ queryKey: ['pages'] });
    },
  });
  const judge = useMutation({
    mutationFn: () => ask(courseApi.attempts[':id'].judge.$post({ param: { id: attempt.id }, json: { given } })),
    scope: { id: `attempt-${attempt.id}` },
    onSuccess: (judged) => {
      kept.forget();
      queries.setQueryData(['pages', 'attempt', attempt.id], judged);
      void queries.invalidateQueries({ queryKey: ['pages'] });
    },
  });
  const choose = (id: string, places: number[]): void => {
    const next = { ...given, [id]: places };
    setGiven(next);
    kept.put(next);
    keep.mutate({ given: next });
  };
  const answered = attempt.questions.filter(({ id }) => (given[id] ?? []).length > 0).length;
  const left = attempt.questions.length - answered;
  return (
    <>
      <ol className="quiz-questions">
        {attempt.questions.map(({ id, ask: asked, options, several }, at) => {
          const all = options.map((text, value) => ({ value, label: wordsIn(text, language) }));
          const name = `${at + 1}. ${wordsIn(asked, language)}`;
          return (
            <li key={id}>
              <fieldset>
                <legend>
                  {name} {several && <small className="quiet">{t('pages.course.several')}</small>}
                </legend>
                {several ? (
                  <Checkbox.Group options={all} value={given[id] ?? []} onChange={(places) => choose(id, places)} />
                ) : (
                  <Radio.Group
                    name={id}
                    options={all}
                    value={given[id]?.[0]}
                    onChange={({ target }) => choose(id, [target.value as number])}
                  />
                )}
              </fieldset>
            </li>
          );
        })}
      </ol>
      <footer className="quiz-foot">
        <span className="quiet" aria-live="polite">
          {left > 0 ? t('pages.course.open', { count: left }) : t('pages.course.allAnswered')}
        </span>
        <Button type="primary" disabled={left > 0} loading={judge.isPending} onClick={() => judge.mutate()}>
          {t('pages.course.handIn')}
        </Button>
      </footer>
      {judge.isError && <Failed error={judge.error} onAgain={() => judge.mutate()} />}
    </>
  );
}

type OutcomeProps = { attempt: AttemptDetail; mayTryAgain: boolean; onAgain: () => void; onClose: () => void };
function Outcome({ attempt, mayTryAgain, onAgain, onClose }: OutcomeProps): ReactNode {
  const { t, language } = useWords();
  const { score, passed, pass, questions, given } = attempt;
  return (
    <>
      <p className={`course-certificate ${passed ? 'is-green' : 'is-amber'}`} role="status">
        <Award size={20} strokeWidth={1.75} aria-hidden="true" />
        <span>
          <strong>{t(passed ? 'pages.course.passed' : 'pages.course.failed')}</strong>{' '}
          {t('pages.course.scoreOf', { score: score ?? 0, pass })}
        </span>
      </p>
      <ol className="quiz-questions">
        {questions.map(({ id, ask: asked, options, right, rights, why }, at) => (
          <li key={id}>
            <strong>
              {right ? (
                <Check size={16} strokeWidth={2} className="is-green" aria-label={t('pages.course.right')} />
              ) : (
                <X size={16} strokeWidth={2} className="is-red" aria-label={t('pages.course.wrong')} />
              )}{' '}
              {at + 1}. {wordsIn(asked, language)}
            </strong>
            <ul>
              {options.map((text, place) => (
                <li key={wordsIn(text, language)}>
                  {wordsIn(text, language)}
                  {given[id]?.includes(place) && <small className="quiet"> {t('pages.course.chosen')}</small>}
                  {rights?.includes(place) && <small className="is-green"> {t('pages.course.isRight')}</small>}
                </li>
              ))}
            </ul>
            {why && <p className="quiet">{wordsIn(why, language)}</p>}
          </li>
        ))}
      </ol>
      <footer className="quiz-foot">
        {!passed && mayTryAgain && <Button onClick={onAgain}>{t('pages.course.again')}</Button>}
        <Button type="primary" onClick={onClose}>
          {t('pages.course.close')}
        </Button>
      </footer>
    </>
  );
}
