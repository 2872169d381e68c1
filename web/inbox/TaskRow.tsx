// One task in the list: what, for which order, how long is left, and what matters about it.

import { Checkbox } from 'antd';
import { CircleCheck, CloudUpload, FilePen, Flag, UserRoundCheck } from 'lucide-react';
import { memo, type ReactNode, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { labelIn } from '../forms/label.ts';
import { outbox } from '../offline/outbox.ts';
import { ClockMark, hasClock } from '../parts/ClockMark.tsx';
import { PausedMark } from '../parts/Paused.tsx';
import { Tag } from '../parts/Tag.tsx';
import type { TaskItem } from '../reach/shapes.ts';
import { useTime } from '../time/ShopTime.tsx';
import { useValueReader } from '../values/useValueReader.ts';
import { valueWords } from '../values/value-words.ts';
import { named, useWords } from '../words/useWords.ts';

type Props = {
  item: TaskItem;
  view: string;
  selected: boolean;
  showProcess: boolean;
  chosen: boolean | undefined;
  onOpen: () => void;
  onChoose: (on: boolean) => void;
};

const URGENT = 80;
const SUMMARY = 5;

export const TaskRow = memo(function TaskRow({
  item,
  view,
  selected,
  showProcess,
  chosen,
  onOpen,
  onChoose,
}: Props): ReactNode {
  const { t, language } = useWords();
  const { stamp } = useTime();
  const reads = useValueReader();
  const row = useRef<HTMLLIElement>(null);
  const submitted = useStore(outbox, ({ [item.id]: one }) => one !== undefined && !one.refused);
  useEffect(() => {
    if (selected) row.current?.scrollIntoView({ block: 'nearest' });
  }, [selected]);
  const facts = item.summary
    .map((each) => ({
      label:
        each.label === null && each.field
          ? labelIn(each.field, language)
          : named({ name: each.label ?? each.name, texts: each.texts }, language),
      text: valueWords(each.value, { type: each.type, field: each.field }, reads),
    }))
    .filter(({ text }) => text)
    .slice(0, SUMMARY);
  return (
    <li ref={row} className={`row ${selected ? 'is-selected' : ''}`}>
      {chosen !== undefined && (
        <Checkbox
          checked={chosen}
          disabled={item.paused}
          aria-label={`${named(item, language)} ${item.title ?? item.businessKey ?? ''}`}
          onChange={({ target }) => onChoose(target.checked)}
        />
      )}
      <button
        type="button"
        aria-current={selected ? 'true' : undefined}
        onClick={() => (chosen === undefined ? onOpen() : item.paused || onChoose(!chosen))}
      >
        <span className="row-1">
          <strong className="cut">{named(item, language)}</strong>
          {showProcess && <Tag>{named(item.process, language)}</Tag>}
          {item.priority >= URGENT && view !== 'done' && (
            <Tag tone="amber" icon={Flag}>
              {t('inbox.urgent')}
            </Tag>
          )}
          {item.heldFor && view === 'todo' && (
            <Tag tone="amber" icon={UserRoundCheck}>
              {t('absence.instead', { who: item.heldFor.name })}
            </Tag>
          )}
          {submitted && (
            <Tag tone="amber" icon={CloudUpload}>
              {t('offline.waits')}
            </Tag>
          )}
          {item.hasDraft && !submitted && view === 'todo' && <Tag icon={FilePen}>{t('inbox.draft')}</Tag>}
          <span className="spacer" />
          {view === 'done' ? (
            <span className="due is-done">
              <CircleCheck size={14} strokeWidth={2} aria-hidden="true" />
              {item.closedAt && stamp(item.closedAt)}
            </span>
          ) : item.paused ? (
            <PausedMark />
          ) : hasClock(item) ? (
            <ClockMark of={item} />
          ) : (
            <span className="due is-calm">{t('inbox.noLimit')}</span>
          )}
        </span>
        <span className="row-2 cut">
          <bdi>{item.title ?? item.businessKey ?? named(item.process, language)}</bdi>
        </span>
        <span className="row-3 cut">
          {facts.map(({ label, text }) => (
            <span key={label}>
              {label}{' '}
              <b>
                <bdi>{text}</bdi>
              </b>
            </span>
          ))}
          {item.from && (
            <span>
              {t('inbox.from')} <b>{named(item.from, language)}</b>
            </span>
          )}
        </span>
      </button>
    </li>
  );
});
