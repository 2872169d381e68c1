// One answer for several decisions that wait: each is given by itself, with the same words, and may be taken back by itself.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { type ReactNode, useId, useRef } from 'react';
import { clauses } from '../../words/say.ts';
import { wordsIn } from '../forms/label.ts';
import { offerUndo, UNDO_SECONDS } from '../inbox/undoable.ts';
import { attempts, type Send } from '../reach/attempts.ts';
import { ask, taskWorkApi } from '../reach/client.ts';
import type { DecisionItem } from '../reach/shapes.ts';
import { useKept } from '../typed/useKept.ts';
import { named, useWords } from '../words/useWords.ts';

type Answer = DecisionItem['answers'][number];
/** What is wished for stands first, what is not last. */
type Side = 'wished' | 'other';
const answerOf = ({ answers }: DecisionItem, side: Side): Answer | undefined =>
  side === 'wished' ? answers[0] : answers.at(-1);

/** Both sides can be given without opening it. */
export const isPlain = (item: DecisionItem): boolean =>
  (['wished', 'other'] as const).every((side) => answerOf(item, side)?.here);

export function DecideSeveral({ items, onDone }: { items: DecisionItem[]; onDone: () => void }): ReactNode {
  const { t, language } = useWords();
  const queries = useQueryClient();
  const kept = useKept('decideSeveral');
  const id = useId();
  const sends = useRef(new Map<string, Send>());
  const words = typeof kept.values.words === 'string' ? kept.values.words.trim() : '';
  const give = useMutation({
    mutationFn: async (side: Side) => {
      const refused: string[] = [];
      for (const { task, field, shown, ...item } of items) {
        const answer = answerOf({ task, field, shown, ...item }, side);
        if (!answer || !field) continue;
        const values = { [field.id]: answer.value, ...(answer.remark && words && { [answer.remark.id]: words }) };
        const send = sends.current.get(task.id) ?? attempts();
        sends.current.set(task.id, send);
        const object = task.title ?? task.businessKey ?? '';
        try {
          const { undoMs } = await send({ values, shown, undoFor: UNDO_SECONDS }, (sent) =>
            ask(taskWorkApi.tasks[':id'].complete.$post({ param: { id: task.id }, ...sent })),
          );
          if (undoMs)
            offerUndo({
              id: task.id,
              case: task.case,
              name: named(task, language),
              object,
              until: Date.now() + undoMs,
            });
        } catch {
          refused.push(object || named(task, language));
        }
      }
      return refused;
    },
    onSuccess: (refused) => {
      for (const queryKey of [['today'], ['tasks'], ['counts'], ['task'], ['case'], ['history']])
        void queries.invalidateQueries({ queryKey });
      if (refused.length > 0) return;
      kept.forget();
      onDone();
    },
  });
  const lacks = (side: Side): boolean =>
    words === '' && items.some((item) => answerOf(item, side)?.remark?.required === true);
  const called = (side: Side): string => {
    const names = items.map((item) => {
      const value = answerOf(item, side)?.value;
      const option = item.field?.type === 'choice' ? item.field.options.find((one) => one.value === value) : undefined;
      return option ? wordsIn(option.label, language) : (value ?? '');
    });
    return [...new Set(names)].join(' / ');
  };
  return (
    <section className="decide-several" aria-label={t('today.decide.several')}>
      <label htmlFor={id}>
        {t('today.decide.chosen', { count: items.length })}
        <Input
          id={id}
          value={String(kept.values.words ?? '')}
          maxLength={300}
          placeholder={t('today.decide.words')}
          onChange={({ target }) => kept.set('words', target.value)}
        />
      </label>
      {(['other', 'wished'] as const).map((side) => (
        <Button
          key={side}
          className={side === 'wished' ? 'is-wished' : ''}
          disabled={items.length === 0 || lacks(side) || give.isPending}
          loading={give.isPending && give.variables === side}
          onClick={() => give.mutate(side)}
        >
          {items.length > 0 ? called(side) : t(`today.decide.side.${side}`)}
        </Button>
      ))}
      {(['wished', 'other'] as const)
        .filter((side) => items.length > 0 && lacks(side))
        .map((side) => (
          <small key={side}>{t('today.decide.needsWords', { answer: called(side) })}</small>
        ))}
      {give.data && give.data.length > 0 && (
        <p role="alert">{t('today.decide.notGivenTo', { titles: clauses(give.data, language) })}</p>
      )}
    </section>
  );
}
