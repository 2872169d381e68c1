// One task on paper: what it is about, what is filled in and what is not, its checklist, what happened before.
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Square, SquareCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { askedNow } from '../../forms/asked.ts';
import { isEmpty } from '../../forms/validate.ts';
import { viewOf } from '../fields/views.ts';
import { Fact } from '../forms/Facts.tsx';
import { labelIn } from '../forms/label.ts';
import { taskQuery } from '../inbox/task-query.ts';
import { COMMENT } from '../inbox/useSubmission.ts';
import { isGiven } from '../inbox/useTaskVerbs.ts';
import { Shown } from '../parts/Shown.tsx';
import type { TaskDetail } from '../reach/shapes.ts';
import { useWholeHistory } from '../run/useCase.ts';
import { useStory } from '../run/useStory.ts';
import { StoryLines } from '../story/StoryLines.tsx';
import { type StoryRow, storyOf } from '../story/story.ts';
import { useTime } from '../time/ShopTime.tsx';
import type { Values } from '../typed/typed.ts';
import { useValueReader } from '../values/useValueReader.ts';
import { valueWords } from '../values/value-words.ts';
import { named, useWords } from '../words/useWords.ts';
import { Lines, Sheet } from './Sheet.tsx';

export function TaskSheet(): ReactNode {
  const { id } = useParams({ from: '/bare/print/tasks/$id' });
  const query = useQuery(taskQuery(id));
  return <Shown query={query}>{(task) => <Task task={task} />}</Shown>;
}

function Task({ task }: { task: TaskDetail }): ReactNode {
  const { t, language } = useWords();
  const { momentWithin, clockExactly } = useTime();
  const reads = useValueReader();
  const { context } = useStory(task.case);
  const rows = useWholeHistory(task.case).data as StoryRow[] | undefined;
  const given = isGiven(task);
  const draft = (given ? {} : (task.draft?.values ?? {})) as Values;
  const values: Values = { ...(task.values as Values), ...draft };
  const known = { ...(task.variables as Values), ...(task.values as Values) };
  const { asked, filled } = given
    ? { asked: task.form?.fields ?? [], filled: values }
    : askedNow(task.form?.fields ?? [], values, clockExactly(), known);
  const comment = given ? task.submitted?.comment : draft[COMMENT];
  const story = rows && context ? storyOf(rows, context).reverse() : [];
  const who = task.closedBy ?? task.assignee;
  return (
    <Sheet
      title={named(task, language)}
      object={task.title ?? ''}
      facts={[
        ...(task.number ? [[t('print.number'), task.number] as [string, string]] : []),
        [t('print.process'), named(task.process, language)],
        [t('print.handler'), who?.name ?? t('print.nobody')],
        ...(task.closedAt ? [[t('print.ended'), momentWithin(task.closedAt)] as [string, string]] : []),
        ...(!task.closedAt && task.due !== null ? [[t('print.due'), momentWithin(task.due)] as [string, string]] : []),
      ]}
    >
      {task.instruction && (
        <section>
          <h2>{t('print.instruction')}</h2>
          <p>{task.instruction}</p>
        </section>
      )}
      {asked.length > 0 && (
        <section>
          <h2>
            {t('print.form')} {!given && <small>{t('print.open')}</small>}
          </h2>
          <Lines
            lines={asked
              .filter(({ type }) => type !== 'block')
              .map((field) => {
                const value = filled[field.id];
                const words = valueWords(value, { type: field.type, field }, reads);
                return {
                  id: field.id,
                  label: labelIn(field, language),
                  shown: isEmpty(value) ? undefined : <Fact field={field} value={value} words={words} />,
                  large: viewOf(field).large === true,
                };
              })}
          />
        </section>
      )}
      {task.checklist.length > 0 && (
        <section>
          <h2>{t('print.checklist')}</h2>
          <ul className="sheet-checks">
            {task.checklist.map(({ text, done }) => (
              <li key={text}>
                {done ? <SquareCheck size={16} strokeWidth={1.75} /> : <Square size={16} strokeWidth={1.75} />}
                <span>
                  {text}
                  {done?.by && (
                    <small>
                      {' '}
                      {done.by.name} {momentWithin(done.at)}
                    </small>
                  )}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section>
        <h2>{t('print.comment')}</h2>
        {typeof comment === 'string' && comment ? <p>{comment}</p> : <span className="sheet-blank" />}
      </section>
      {!given && (
        <Lines
          lines={[
            { id: 'signature', label: t('print.signature'), shown: undefined, large: false },
            { id: 'date', label: t('print.date'), shown: undefined, large: false },
          ]}
        />
      )}
      {story.length > 0 && (
        <section>
          <h2>{t('print.story')}</h2>
          <StoryLines lines={story} compact />
        </section>
      )}
    </Sheet>
  );
}
