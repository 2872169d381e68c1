// How to do the step: one sentence, checklist, scripts with the variables filled in; at the foot what comes next.

import { useQuery } from '@tanstack/react-query';
import { ArrowRight, BookOpen, Check, User } from 'lucide-react';
import { Fragment, type ReactNode } from 'react';
import type { Definition } from '../../bpmn/definition.ts';
import { askedNow } from '../../forms/asked.ts';
import { labelIn } from '../forms/label.ts';
import { AsOf } from '../offline/AsOf.tsx';
import { taskPagesQuery } from '../pages/queries.ts';
import { TaskPages } from '../pages/TaskPages.tsx';
import { Empty } from '../parts/Empty.tsx';
import { Failed } from '../parts/Failed.tsx';
import type { TaskDetail } from '../reach/shapes.ts';
import { useTime } from '../time/ShopTime.tsx';
import type { Values } from '../typed/typed.ts';
import { useValueReader } from '../values/useValueReader.ts';
import { valueWords } from '../values/value-words.ts';
import { named, useWords } from '../words/useWords.ts';
import { fill, type Part } from './fill.ts';
import { Parts, Script } from './Script.tsx';
import { stepsAfter } from './steps-after.ts';
import { Ticks } from './Ticks.tsx';

type Props = {
  task: TaskDetail;
  /** What stands in the form now. */
  values: Values;
  definition: Definition | undefined;
  foot?: boolean;
};

export function Guide({ task, values, definition, foot = false }: Props): ReactNode {
  const { t } = useWords();
  const read = useFill(task, values);
  const scripts = task.scripts.map(({ title, text: script }) => ({ title, parts: read(script) }));
  const gaps = scripts.flatMap(({ parts }) => parts).filter(({ is }) => is === 'gap').length;
  const going = task.state === 'open' && definition;
  const text = task.instruction ?? task.documentation;
  const pages = useQuery(taskPagesQuery(task.id));
  const shown = pages.data?.items ?? [];
  const empty =
    !text &&
    task.checklist.length === 0 &&
    task.scripts.length === 0 &&
    !pages.isPending &&
    !pages.isError &&
    shown.length === 0;
  return (
    <>
      <div className="guide">
        {empty && <Empty icon={BookOpen} title={t('guide.none')} hint={t('guide.noneHint')} />}
        {text && (
          <p className="guide-text">
            <Parts parts={read(text)} />
          </p>
        )}
        {task.checklist.length > 0 && <Ticks task={task} />}
        {task.scripts.length > 0 && (
          <section>
            <h3>
              {t('guide.scripts')}{' '}
              <small className={gaps ? 'is-amber' : ''}>
                {gaps ? t('guide.gaps', { count: gaps }) : t('guide.filled')}
              </small>
            </h3>
            {scripts.map((script) => (
              <Script key={script.title} {...script} />
            ))}
          </section>
        )}
        {pages.data && <AsOf at={pages.dataUpdatedAt} />}
        {pages.isError && !pages.data && <Failed error={pages.error} onAgain={() => void pages.refetch()} />}
        {pages.data && (
          <TaskPages task={task.id} pages={pages.data} values={values} follows={task.scripts.length > 0} />
        )}
        {!foot && going && <Next task={task} definition={going} />}
      </div>
      {foot && going && (
        <footer className="guide-foot">
          <Next task={task} definition={going} />
        </footer>
      )}
    </>
  );
}

/** Texts speak of what stands in the form now, else of what the case holds. */
function useFill(task: TaskDetail, values: Values): (text: string) => Part[] {
  const { language } = useWords();
  const { clockExactly } = useTime();
  const reads = useValueReader();
  const { asked } = askedNow(task.form?.fields ?? [], values, clockExactly(), task.variables as Values);
  return (text) =>
    fill(text, (name) => {
      const about = task.about.find((each) => each.name === name);
      const own = task.form?.fields.find(({ id }) => id === name);
      const field = own ?? about?.field;
      // What this form asks anew is what stands in it, never what the case held before.
      const asks = own && !own.readOnly && asked.includes(own);
      const value = asks || name in values ? values[name] : (task.variables as Values)[name];
      return {
        value: valueWords(value, { type: about?.type ?? field?.type ?? 'any', field }, reads),
        label:
          (field && labelIn(field, language)) ||
          named({ name: about?.label ?? name, texts: about?.texts ?? null }, language),
      };
    });
}

function Next({ task, definition }: { task: TaskDetail; definition: Definition }): ReactNode {
  const { t, language } = useWords();
  const { steps, together } = stepsAfter(definition, task.element);
  const next = steps.slice(0, 4);
  const word = (id: string): string => {
    const element = definition.elements[id];
    return element ? named({ name: element.name ?? id, texts: element.zf?.text ?? null }, language) : id;
  };
  return (
    <section>
      <h3 className="quiet-head">{t('guide.next')}</h3>
      <p className="path">
        {task.from && (
          <>
            <span className="step is-done">
              <Check size={12} strokeWidth={2} aria-hidden="true" /> {named(task.from, language)}
            </span>
            <ArrowRight size={12} aria-hidden="true" />
          </>
        )}
        <span className="step is-now">
          <User size={12} strokeWidth={2} aria-hidden="true" /> {named(task, language)}
        </span>
        {next.length > 0 && <ArrowRight size={12} aria-hidden="true" />}
        {next.map((id, index) => (
          <Fragment key={id}>
            {index > 0 && <span className="path-or">{t(together ? 'guide.and' : 'guide.or')}</span>}
            <span className="step">{word(id)}</span>
          </Fragment>
        ))}
        {steps.length > next.length && <span className="path-or">…</span>}
      </p>
    </section>
  );
}
