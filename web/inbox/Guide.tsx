// How to do the step: one sentence, checklist, scripts with the variables filled in; at the foot what comes next.
import { Checkbox } from 'antd';
import { ArrowRight, BookOpen, Check, Copy, User } from 'lucide-react';
import { Fragment, type ReactNode, useState } from 'react';
import type { Definition } from '../../bpmn/definition.ts';
import { Empty } from '../parts/Empty.tsx';
import type { TaskDetail } from '../reach/shapes.ts';
import { useTime } from '../time/ShopTime.tsx';
import { valueWords } from '../values/value-words.ts';
import { named, useWords } from '../words/useWords.ts';
import { fill } from './fill.ts';
import { stepsAfter } from './steps-after.ts';

type Props = { task: TaskDetail; definition: Definition | undefined; foot?: boolean };

export function Guide({ task, definition, foot = false }: Props): ReactNode {
  const { t } = useWords();
  const text = task.instruction ?? task.documentation;
  const empty = !text && task.checklist.length === 0 && task.scripts.length === 0;
  return (
    <>
      <div className="guide">
        {empty && <Empty icon={BookOpen} title={t('guide.none')} hint={t('guide.noneHint')} />}
        {text && <p className="guide-text">{text}</p>}
        {task.checklist.length > 0 && <Ticks id={task.id} items={task.checklist} />}
        {task.scripts.length > 0 && (
          <section>
            <h3>
              {t('guide.scripts')} <small>{t('guide.filled')}</small>
            </h3>
            {task.scripts.map((script) => (
              <Script key={script.title} {...script} task={task} />
            ))}
          </section>
        )}
        {!foot && definition && <Next task={task} definition={definition} />}
      </div>
      {foot && definition && (
        <footer className="guide-foot">
          <Next task={task} definition={definition} />
        </footer>
      )}
    </>
  );
}

function Ticks({ id, items }: { id: string; items: string[] }): ReactNode {
  const { t } = useWords();
  const key = `zhangfa.ticks.${id}`;
  const [ticked, setTicked] = useState<string[]>(() => JSON.parse(sessionStorage.getItem(key) ?? '[]') as string[]);
  const set = (next: string[]): void => {
    sessionStorage.setItem(key, JSON.stringify(next));
    setTicked(next);
  };
  return (
    <section>
      <h3>
        {t('guide.checklist')}{' '}
        <small>
          {ticked.length}/{items.length}
        </small>
        <span className="progress" aria-hidden="true">
          <i style={{ width: `${(ticked.length / items.length) * 100}%` }} />
        </span>
      </h3>
      <div className="checklist">
        {items.map((item) => (
          <Checkbox
            key={item}
            checked={ticked.includes(item)}
            onChange={({ target }) => set(target.checked ? [...ticked, item] : ticked.filter((one) => one !== item))}
          >
            {item}
          </Checkbox>
        ))}
      </div>
    </section>
  );
}

function Script({ title, text, task }: { title: string; text: string; task: TaskDetail }): ReactNode {
  const { t, language } = useWords();
  const { zone } = useTime();
  const [copied, setCopied] = useState(false);
  const parts = fill(text, (name) => {
    const value = (task.variables as Record<string, unknown>)[name];
    const about = task.summary.find((each) => each.name === name);
    const field = task.form?.fields.find(({ id }) => id === name) ?? about?.field;
    return valueWords(value, { type: about?.type ?? field?.type ?? 'any', field }, { language, zone });
  });
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(parts.map(({ text: part }) => part).join('')).catch(() => undefined);
    setCopied(true);
    setTimeout(() => setCopied(false), 1_500);
  };
  return (
    <article className="script">
      <h4>
        {title}
        <button type="button" className="act" aria-label={t('guide.copy', { title })} onClick={() => void copy()}>
          {copied ? <Check size={15} strokeWidth={2} /> : <Copy size={15} strokeWidth={1.75} />}
        </button>
      </h4>
      <p>
        {parts.map(({ text: part, filled }, index) =>
          // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text
          filled ? <mark key={index}>{part}</mark> : <Fragment key={index}>{part}</Fragment>,
        )}
      </p>
    </article>
  );
}

function Next({ task, definition }: { task: TaskDetail; definition: Definition }): ReactNode {
  const { t, language } = useWords();
  const next = stepsAfter(definition, task.element).slice(0, 3);
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
        {next.map((id) => (
          <Fragment key={id}>
            <ArrowRight size={12} aria-hidden="true" />
            <span className="step">{word(id)}</span>
          </Fragment>
        ))}
      </p>
    </section>
  );
}
