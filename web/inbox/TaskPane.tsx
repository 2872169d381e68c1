// One task: who holds it, how long is left, why it is here, the form, what happened before, and what can be done.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { MessageCircleQuestion, Table2 } from 'lucide-react';
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { Verdict } from '../../bpmn/votes.ts';
import { errorsAfter } from '../../forms/after-change.ts';
import { type FieldError, validate } from '../../forms/validate.ts';
import { FormView } from '../forms/FormView.tsx';
import { UploadsReport, useUploads } from '../forms/uploads.ts';
import { AsOf } from '../offline/AsOf.tsx';
import { bringBack } from '../offline/kept-answers.ts';
import { outbox } from '../offline/outbox.ts';
import { Waits } from '../offline/Waits.tsx';
import { Failed } from '../parts/Failed.tsx';
import { Later } from '../parts/Later.tsx';
import { Paused } from '../parts/Paused.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { Tabs } from '../parts/Tabs.tsx';
import type { Width } from '../parts/useWidth.ts';
import { ask, asRefusal, lasting, taskVerbApi, taskWorkApi } from '../reach/client.ts';
import type { TaskDetail } from '../reach/shapes.ts';
import { LooksUp } from '../registers/Beside.tsx';
import { factsOfCase } from '../remarks/facts.ts';
import { Remarks } from '../remarks/Remarks.tsx';
import { useCase } from '../run/useCase.ts';
import { useStory } from '../run/useStory.ts';
import { useMe } from '../session/useMe.ts';
import { whyHere } from '../story/story.ts';
import { useTime } from '../time/ShopTime.tsx';
import type { Values } from '../typed/typed.ts';
import { useTyped } from '../typed/useTyped.ts';
import { named, useWords } from '../words/useWords.ts';
import { Before } from './Before.tsx';
import { Changed } from './Changed.tsx';
import { Comment } from './Comment.tsx';
import { toFirstError, toFirstField, useFormKeys } from './form-focus.ts';
import { Guide } from './Guide.tsx';
import { Presence } from './Presence.tsx';
import { Questions } from './Questions.tsx';
import { SomebodyElse } from './SomebodyElse.tsx';
import { Standing } from './Standing.tsx';
import { Submitted } from './Submitted.tsx';
import { TaskHead } from './TaskHead.tsx';
import { taskQuery } from './task-query.ts';
import { offerUndo } from './undoable.ts';
import { COMMENT } from './useSubmission.ts';
import { isGiven, useTaskVerbs } from './useTaskVerbs.ts';
import { VerbBar } from './VerbBar.tsx';
import { Opinions, Votes } from './Votes.tsx';
import { WhereItIs } from './WhereItIs.tsx';
import { WhyHere } from './WhyHere.tsx';

type Props = {
  id: string;
  width: Width;
  onClose: () => void;
  onDone: () => void;
  onClaimed: () => void;
  onReleased: () => void;
  /** To all that I hold of its step. */
  onGrid?: () => void;
};

export function TaskPane(props: Props): ReactNode {
  const { id } = props;
  const { t } = useWords();
  const query = useQuery(taskQuery(id));
  // Read before, and no longer mine to read: somebody else has it.
  const gone = query.isError && asRefusal(query.error).code === 'notFound';
  // Mine when I submitted it without a network: what I wrote stands where I wrote it.
  const submitted = useStore(outbox, ({ [id]: one }) => one !== undefined);
  const missing = gone && submitted && !query.data;
  const queries = useQueryClient();
  useEffect(() => {
    if (missing) void bringBack(queries, taskQuery(id).queryKey);
  }, [missing, queries, id]);
  if (query.data) return <Task {...props} task={query.data} readAt={query.dataUpdatedAt} gone={gone} />;
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

type Tab = 'work' | 'guide' | 'where' | 'talk';

type TaskProps = Props & { task: TaskDetail; readAt: number; gone: boolean };

function Task({
  id,
  task: read,
  readAt,
  gone,
  width,
  onClose,
  onDone,
  onClaimed,
  onGrid,
  onReleased,
}: TaskProps): ReactNode {
  const { t, language } = useWords();
  const { clockExactly } = useTime();
  const { message } = App.useApp();
  const me = useMe();
  const [tab, setTab] = useState<Tab>('work');
  const [errors, setErrors] = useState<FieldError[]>([]);
  const body = useRef<HTMLDivElement>(null);
  useFormKeys(body);
  const uploads = useUploads();
  const put = useCallback(
    (values: Values, revision: number) =>
      ask(taskWorkApi.tasks[':id'].draft.$put({ param: { id }, json: { values, revision } }, lasting(values))),
    [id],
  );
  const typed = useTyped(`task:${id}`, put, read.draft as { revision: number; values: Values } | null);
  const offer = useCallback(
    (ms: number): void => {
      const object = read.title ?? read.businessKey ?? '';
      offerUndo({ id, case: read.case, name: named(read, language), object, until: Date.now() + ms });
    },
    [id, read, language],
  );
  const wrong = (found: FieldError[]): void => {
    setErrors(found);
    setTab('work');
    toFirstError(body.current);
  };
  const verbs = useTaskVerbs({
    task: read,
    typed: typed.values,
    onSubmit: (verdict) => onSubmit(verdict),
    flush: typed.flush,
    onClaimed: () => {
      onClaimed();
      toFirstField(body.current);
    },
    onReleased,
    onDone: (undoMs) => {
      typed.forget();
      if (undoMs) offer(undoMs);
      else void message.success(t('task.done', { name: named(read, language) }));
      onDone();
    },
    onInvalid: ({ errors: found }) => wrong(found),
  });
  // Whoever led to it may have it back until I look at it; a limit for looking at it is met.
  const begins = read.state === 'open' && (read.assignee?.id === me.id || (read.response && read.can.claim));
  useEffect(() => {
    if (begins) void taskVerbApi.tasks[':id'].touch.$post({ param: { id } }).catch(() => undefined);
  }, [begins, id]);
  // Opened anew within these seconds, the way back is still there.
  useEffect(() => {
    const left = read.undoMs === null ? 0 : readAt + read.undoMs - Date.now();
    if (left > 0) offer(left);
  }, [read, readAt, offer]);
  const { refusal, overtaken } = verbs;
  // Whoever was faster is known before the list is read again.
  const task: TaskDetail =
    overtaken || gone
      ? { ...read, ...(overtaken?.who && { assignee: overtaken.who }), can: { ...read.can, ...NOTHING } }
      : read;
  const mine = task.can.release;
  const values = useMemo(() => ({ ...editable(task), ...typed.values }), [task, typed.values]);
  const onSubmit = (verdict?: Verdict): void => {
    if (verbs.submit.isPending) return;
    verbs.clear();
    if (uploads.sending + uploads.failed > 0) {
      void message.warning(
        t(uploads.sending ? 'form.waitUploads' : 'form.failedUploads', { count: uploads.sending || uploads.failed }),
      );
      return;
    }
    if (
      (task.askedBy || task.opinions.includes(verdict ?? 'complete')) &&
      !String(typed.values[COMMENT] ?? '').trim()
    ) {
      void message.warning(t('task.opinionMissing'));
      setTab('work');
      body.current?.querySelector<HTMLElement>('.comment textarea')?.focus();
      return;
    }
    const given = { ...(task.values as Values), ...typed.values };
    const found = task.form && !task.askedBy ? validate(task.form, given, clockExactly(), task.variables).errors : [];
    setErrors([]);
    if (found.length) wrong(found);
    else verbs.submit.mutate({ typed: typed.values, verdict });
  };
  const [changes, setChanges] = useState(0);
  const onChange = useCallback(
    (field: string, value: unknown): void => {
      typed.set(field, value);
      setChanges((before) => before + 1);
      setErrors((before) => errorsAfter(before, task.form, field));
    },
    [typed.set, task.form],
  );
  const { context, rows } = useStory(task.case);
  const why = useMemo(() => context && rows && whyHere(rows, task.element, context), [context, rows, task.element]);
  const wide = width === 'wide';
  const tabs: Tab[] = wide ? [] : ['work', 'guide', 'where', 'talk'];
  const shown = wide ? 'work' : tab;
  const wrote = Object.keys(typed.values).length > 0;
  const byMe = isGiven(task) && task.closedBy?.id === me.id;
  const stands =
    overtaken || gone || task.state === 'withdrawn' || (wrote && !mine && !task.can.claim && (!byMe || verbs.earlier));
  return (
    <>
      <section className="task" aria-label={t('task.label')}>
        <TaskHead task={task} width={width} onClose={onClose} />
        {tabs.length > 0 && (
          <Tabs
            label={t('task.tabs')}
            at={tab}
            tabs={tabs.map((value) => ({ value, label: t(`task.tab.${value}`) }))}
            onTab={setTab}
          />
        )}
        <div className="task-body" ref={body} hidden={shown !== 'work'}>
          <AsOf at={readAt} />
          {task.state === 'open' && <Presence task={id} typed={changes} />}
          {verbs.waits !== undefined && <Waits task={id} at={verbs.waits} />}
          {stands ? (
            <Standing
              task={task}
              refusal={overtaken}
              typed={typed.values}
              onNext={() => {
                verbs.clear();
                onDone();
              }}
              onForget={() => {
                verbs.clear();
                forget(id, typed);
              }}
            />
          ) : (
            refusal &&
            verbs.waits === undefined && (
              <Failed
                error={refusal}
                title={t('task.notDone')}
                kept={t(verbs.changed ? 'task.keptChanged' : 'task.kept')}
                onAgain={verbs.again}
              />
            )
          )}
          {task.pause && task.state === 'open' && <Paused pause={task.pause} then={t('paused.task')} />}
          {task.others && !stands && <SomebodyElse others={task.others} />}
          {onGrid && task.inGrid > 1 && task.state === 'open' && (
            <div className="grid-offer">
              <Table2 size={16} strokeWidth={1.75} aria-hidden="true" />
              {t('grid.offer', { count: task.inGrid })}
              <button type="button" className="link" onClick={onGrid}>
                {t('grid.open')}
              </button>
            </div>
          )}
          <Changed task={task} typed={typed.values} />
          {task.askedBy && task.state === 'open' && (
            <div className="why-here">
              <MessageCircleQuestion size={16} strokeWidth={1.75} aria-hidden="true" />
              <p>{t('task.askedBy', { who: task.askedBy.name })}</p>
            </div>
          )}
          {why && task.state === 'open' && <WhyHere text={why} />}
          {isGiven(task) ? (
            <Submitted task={task} />
          ) : task.form && !stands ? (
            <LooksUp.Provider value={true}>
              <UploadsReport.Provider value={uploads.report}>
                <FormView
                  form={task.form}
                  values={values}
                  known={known(task)}
                  errors={errors}
                  disabled={!mine || task.state !== 'open' || task.paused || task.askedBy !== null}
                  onChange={onChange}
                />
              </UploadsReport.Provider>
            </LooksUp.Provider>
          ) : (
            task.state === 'open' &&
            !task.form && <p className="quiet">{t(task.verdicts.length > 0 ? 'task.noFormDecide' : 'task.noForm')}</p>
          )}
          {mine && task.state === 'open' && !task.paused && !stands && (
            <Comment
              open={task.askedBy !== null || task.opinions.length > 0}
              needed={task.opinions.map((one) => t(`verb.${one === 'complete' ? 'submit' : one}`))}
              value={String(typed.values[COMMENT] ?? '')}
              onChange={(text) => typed.set(COMMENT, text || undefined)}
            />
          )}
          <Opinions signers={task.signers} />
          <Questions task={task} />
          {task.votes && <Votes task={task} votes={task.votes} />}
          <Before rows={rows} context={context} />
        </div>
        {!wide && shown === 'guide' && (
          <div className="task-body">
            <Guide task={task} values={values} definition={context?.definition} />
          </div>
        )}
        {!wide && shown === 'where' && (
          <div className="task-body is-flush">
            <WhereItIs caseId={task.case} />
          </div>
        )}
        {!wide && shown === 'talk' && (
          <div className="task-body is-flush">
            <TaskTalk task={task} />
          </div>
        )}
        <VerbBar
          task={task}
          phone={width === 'phone'}
          saved={typed.status}
          uploading={uploads.sending}
          claiming={verbs.claim.isPending}
          submitting={verbs.submit.isPending ? (verbs.submit.variables.verdict ?? 'submit') : undefined}
          releasing={verbs.release.isPending}
          onClaim={() => verbs.claim.mutate()}
          onSubmit={onSubmit}
          onRelease={() => verbs.release.mutate()}
          onGiven={verbs.given}
          onReturned={verbs.returned}
        />
      </section>
      {wide && <Side task={task} values={values} definition={context?.definition} />}
    </>
  );
}

const NOTHING = {
  claim: false,
  complete: false,
  release: false,
  giveBack: false,
  transfer: false,
  delegate: false,
  return: false,
  takeBack: false,
  addSigners: false,
  removeSigners: false,
};

/** Facts and what the case holds beneath the form: conditions read them too. */
const known = (task: TaskDetail): Values => ({ ...(task.variables as Values), ...(task.values as Values) });

function forget(id: string, typed: { forget: () => void }): void {
  typed.forget();
  void taskWorkApi.tasks[':id'].draft.$delete({ param: { id } }).catch(() => undefined);
}

function Side({
  task,
  values,
  definition,
}: {
  task: TaskDetail;
  values: Values;
  definition: Parameters<typeof Guide>[0]['definition'];
}): ReactNode {
  const { t } = useWords();
  const [tab, setTab] = useState<'guide' | 'where' | 'talk'>('guide');
  return (
    <aside className="side" aria-label={t('task.tab.guide')}>
      <Tabs
        label={t('task.tabs')}
        at={tab}
        tabs={[
          { value: 'guide', label: t('task.guide') },
          { value: 'where', label: t('task.tab.where') },
          { value: 'talk', label: t('task.tab.talk') },
        ]}
        onTab={setTab}
      />
      {tab === 'guide' ? (
        <Guide task={task} values={values} definition={definition} foot />
      ) : tab === 'where' ? (
        <WhereItIs caseId={task.case} />
      ) : (
        <div className="side-body">
          <TaskTalk task={task} />
        </div>
      )}
    </aside>
  );
}

/** Said of the step, read with all that is said of its case. */
function TaskTalk({ task }: { task: TaskDetail }): ReactNode {
  const { data: detail } = useCase(task.case);
  return (
    <Remarks
      of={{ kind: 'case', id: task.case }}
      about={{ kind: 'task', id: task.id }}
      facts={detail ? factsOfCase(detail) : []}
    />
  );
}

/** What the fields begin with, where their form says so. */
function editable({ form, values }: TaskDetail): Values {
  const begin = values as Values;
  const fields = form?.fields.filter(({ id, readOnly }) => !readOnly && begin[id] !== undefined) ?? [];
  return Object.fromEntries(fields.map(({ id }) => [id, begin[id]]));
}
