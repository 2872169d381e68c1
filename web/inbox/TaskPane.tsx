// One task: who holds it, how long is left, why it is here, the form, what happened before, and what can be done.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { type FieldError, validate } from '../../forms/validate.ts';
import type { Values } from '../forms/FormView.tsx';
import { FormView } from '../forms/FormView.tsx';
import { Failed } from '../parts/Failed.tsx';
import { Later } from '../parts/Later.tsx';
import { Paused } from '../parts/Paused.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import type { Width } from '../parts/useWidth.ts';
import { ask, asRefusal, intent, newIntent, type Refusal, taskApi, taskWorkApi } from '../reach/client.ts';
import type { TaskDetail } from '../reach/shapes.ts';
import { useTold } from '../run/useTold.ts';
import { whyHere } from '../story/story.ts';
import { useTime } from '../time/ShopTime.tsx';
import { useWords } from '../words/useWords.ts';
import { Before } from './Before.tsx';
import { Conflict } from './Conflict.tsx';
import { Guide } from './Guide.tsx';
import { Submitted } from './Submitted.tsx';
import { TaskHead } from './TaskHead.tsx';
import { useDraft } from './useDraft.ts';
import { VerbBar } from './VerbBar.tsx';
import { WhereItIs } from './WhereItIs.tsx';
import { WhyHere } from './WhyHere.tsx';

type Props = {
  id: string;
  width: Width;
  onClose: () => void;
  onDone: () => void;
  onClaimed: () => void;
  onReleased: () => void;
};

export function TaskPane(props: Props): ReactNode {
  const { id } = props;
  const { t } = useWords();
  const query = useQuery({
    queryKey: ['task', id, caseOf(id)],
    queryFn: () => ask(taskApi.tasks[':id'].$get({ param: { id } })),
  });
  if (query.data) return <Task {...props} task={query.data} />;
  return (
    <section className="task" aria-label={t('task.label')}>
      {query.isError ? (
        <div className="pad">
          <Failed error={query.error} onAgain={() => void query.refetch()} />
        </div>
      ) : (
        <Later>
          <Skeleton rows={4} lines={[30, 70, 50]} height={120} />
        </Later>
      )}
    </section>
  );
}

/** The case of a task is the part of its id before the wait. */
const caseOf = (id: string): string => id.slice(0, id.lastIndexOf(':'));

/** Someone was faster, or the process has moved on: told in place, not as a failure. */
const OVERTAKEN = new Set(['taken', 'taskClosed', 'taskWithdrawn', 'notHolder', 'submitting', 'caseEnded']);
type Tab = 'work' | 'guide' | 'where';

function Task({ id, task, width, onClose, onDone, onClaimed, onReleased }: Props & { task: TaskDetail }): ReactNode {
  const { t } = useWords();
  const { nowExactly } = useTime();
  const queries = useQueryClient();
  const [tab, setTab] = useState<Tab>('work');
  const [errors, setErrors] = useState<FieldError[]>([]);
  const [refusal, setRefusal] = useState<Refusal>();
  const mine = task.can.release;
  const [values, setValues] = useState<Values>(() => ({ ...editable(task), ...task.draft }));
  const draft = useDraft(id, values, mine && !refusal);
  const body = useRef<HTMLDivElement>(null);
  const attempt = useRef(newIntent());

  const refresh = (): void => {
    void queries.invalidateQueries({ queryKey: ['task', id] });
    void queries.invalidateQueries({ queryKey: ['tasks'] });
    void queries.invalidateQueries({ queryKey: ['counts'] });
  };
  const onError = (error: unknown): void => {
    const refused = asRefusal(error);
    if (refused.code === 'formInvalid') {
      setErrors(refused.errors);
      attempt.current = newIntent();
      toFirstError(body.current);
      return;
    }
    // Paused a moment ago: the task itself says so once it is read anew.
    if (refused.code === 'caseSuspended') {
      attempt.current = newIntent();
      refresh();
      return;
    }
    setRefusal(refused);
    if (OVERTAKEN.has(refused.code)) refresh();
  };
  const claim = useMutation({
    mutationFn: () => ask(taskWorkApi.tasks[':id'].claim.$post({ param: { id } })),
    onSuccess: () => {
      refresh();
      onClaimed();
    },
    onError,
  });
  const release = useMutation({
    mutationFn: () => ask(taskWorkApi.tasks[':id'].release.$post({ param: { id } })),
    onSuccess: () => {
      refresh();
      onReleased();
    },
    onError,
  });
  const submit = useMutation({
    mutationFn: async () => {
      await draft.settle();
      return ask(
        taskWorkApi.tasks[':id'].complete.$post({ param: { id }, header: intent(attempt.current), json: { values } }),
      );
    },
    onSuccess: () => {
      draft.forget();
      onDone();
      refresh();
      void queries.invalidateQueries({ queryKey: ['case', task.case] });
    },
    onError,
  });
  const onSubmit = (): void => {
    if (submit.isPending) return;
    setRefusal(undefined);
    const found = task.form ? validate(task.form, values, nowExactly(), task.variables).errors : [];
    setErrors(found);
    if (found.length) {
      setTab('work');
      toFirstError(body.current);
    } else submit.mutate();
  };
  const overtaken = refusal && OVERTAKEN.has(refusal.code);
  const { told, rows } = useTold(task.case);
  const why = useMemo(() => told && rows && whyHere(rows, task.element, told), [told, rows, task.element]);
  const asSide = width === 'wide';
  const tabs: Tab[] = asSide ? [] : ['work', 'guide', 'where'];
  const shown = asSide ? 'work' : tab;
  return (
    <>
      <section className="task" aria-label={t('task.label')}>
        <TaskHead task={task} width={width} onClose={onClose} />
        {tabs.length > 0 && (
          <nav className="tabs" aria-label={t('task.tabs')}>
            {tabs.map((one) => (
              <button
                key={one}
                type="button"
                className={one === tab ? 'is-here' : ''}
                aria-current={one === tab ? 'page' : undefined}
                onClick={() => setTab(one)}
              >
                {t(`task.tab.${one}`)}
              </button>
            ))}
          </nav>
        )}
        <div className="task-body" ref={body} hidden={shown !== 'work'}>
          {refusal &&
            (overtaken ? (
              <Conflict refusal={refusal} task={task} onNext={onDone} />
            ) : (
              <Failed
                error={refusal}
                title={t('task.notDone')}
                kept={t('task.kept')}
                onAgain={() => {
                  setRefusal(undefined);
                  if (submit.isError) submit.mutate();
                  else if (claim.isError) claim.mutate();
                  else if (release.isError) release.mutate();
                }}
              />
            ))}
          {task.pause && task.state === 'open' && <Paused pause={task.pause} then={t('paused.task')} />}
          {why && task.state === 'open' && <WhyHere text={why} />}
          {task.state === 'closed' ? (
            <Submitted task={task} />
          ) : task.form ? (
            <FormView
              form={task.form}
              values={values}
              known={task.variables}
              errors={errors}
              disabled={!mine || task.state !== 'open' || task.paused}
              onChange={(field, value) => {
                setValues((before) => ({ ...before, [field]: value }));
                setErrors((before) => before.filter(({ path }) => path !== field && !path.startsWith(`${field}.`)));
              }}
            />
          ) : (
            task.state === 'open' && <p className="quiet">{t('task.noForm')}</p>
          )}
          <Before rows={rows} told={told} />
        </div>
        {!asSide && shown === 'guide' && (
          <div className="task-body">
            <Guide task={task} definition={told?.definition} />
          </div>
        )}
        {!asSide && shown === 'where' && (
          <div className="task-body is-flush">
            <WhereItIs caseId={task.case} />
          </div>
        )}
        <VerbBar
          task={task}
          phone={width === 'phone'}
          saved={draft.status}
          claiming={claim.isPending}
          submitting={submit.isPending}
          releasing={release.isPending}
          closed={Boolean(overtaken)}
          onClaim={() => claim.mutate()}
          onSubmit={onSubmit}
          onRelease={() => release.mutate()}
        />
      </section>
      {asSide && <Side task={task} definition={told?.definition} />}
    </>
  );
}

function Side({
  task,
  definition,
}: {
  task: TaskDetail;
  definition: Parameters<typeof Guide>[0]['definition'];
}): ReactNode {
  const { t } = useWords();
  const [tab, setTab] = useState<'guide' | 'where'>('guide');
  return (
    <aside className="side" aria-label={t('task.tab.guide')}>
      <nav className="tabs" aria-label={t('task.tabs')}>
        {(['guide', 'where'] as const).map((one) => (
          <button
            key={one}
            type="button"
            className={one === tab ? 'is-here' : ''}
            aria-current={one === tab ? 'page' : undefined}
            onClick={() => setTab(one)}
          >
            {t(one === 'guide' ? 'task.guide' : 'task.tab.where')}
          </button>
        ))}
      </nav>
      {tab === 'guide' ? <Guide task={task} definition={definition} foot /> : <WhereItIs caseId={task.case} />}
    </aside>
  );
}

/** What the form may change, as the case holds it now. */
function editable({ form, values }: TaskDetail): Values {
  const known = values as Values;
  const fields = form?.fields.filter((field) => !field.readOnly) ?? [];
  return Object.fromEntries(fields.filter(({ id }) => known[id] !== undefined).map(({ id }) => [id, known[id]]));
}

function toFirstError(body: HTMLElement | null): void {
  requestAnimationFrame(() => {
    const field = body?.querySelector('.field.is-wrong, .field-error');
    field?.scrollIntoView({ block: 'center' });
    field?.querySelector<HTMLElement>('input, textarea, button')?.focus({ preventScroll: true });
  });
}
