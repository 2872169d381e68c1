// The answers of one decision. Each is given with its words, where it has some, and may be taken back for ten seconds like any
// submission; what asks for more is given on the task.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Input, Popover } from 'antd';
import { type KeyboardEvent, type ReactNode, useId, useMemo, useState } from 'react';
import { labelIn, wordsIn } from '../forms/label.ts';
import { offerUndo, UNDO_SECONDS } from '../inbox/undoable.ts';
import { Failed } from '../parts/Failed.tsx';
import { attempts } from '../reach/attempts.ts';
import { ask, asRefusal, taskWorkApi } from '../reach/client.ts';
import type { DecisionItem } from '../reach/shapes.ts';
import { useKept } from '../typed/useKept.ts';
import { named, useWords } from '../words/useWords.ts';

type Answer = DecisionItem['answers'][number];
type Props = { item: DecisionItem; view: 'todo' | 'claimable' };

/** Nobody was faster and the case stands: what was sent is at fault, or the way. */
const STANDS = new Set(['offline', 'broken', 'internal', 'stillRunning', 'formInvalid', 'shownChanged']);

export function Answers({ item, view }: Props): ReactNode {
  const { t, language } = useWords();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { task, field, answers, shown } = item;
  const kept = useKept(`decide:${task.id}`);
  const [asking, setAsking] = useState<string>();
  const send = useMemo(attempts, []);
  const id = useId();
  const refresh = (): void => {
    for (const queryKey of [
      ['today'],
      ['tasks'],
      ['counts'],
      ['task', task.id],
      ['case', task.case],
      ['history', task.case],
    ])
      void queries.invalidateQueries({ queryKey });
  };
  const give = useMutation({
    mutationFn: ({ value, remark }: Answer) => {
      const words = remark && typeof kept.values[remark.id] === 'string' ? String(kept.values[remark.id]).trim() : '';
      const values = { [field?.id ?? '']: value, ...(remark && words && { [remark.id]: words }) };
      return send({ values, shown, undoFor: UNDO_SECONDS }, (sent) =>
        ask(taskWorkApi.tasks[':id'].complete.$post({ param: { id: task.id }, ...sent })),
      );
    },
    onSuccess: ({ undoMs }) => {
      kept.forget();
      setAsking(undefined);
      const object = task.title ?? task.businessKey ?? '';
      if (undoMs)
        offerUndo({ id: task.id, case: task.case, name: named(task, language), object, until: Date.now() + undoMs });
      refresh();
    },
    onError: refresh,
  });
  const open = (): void => void navigate({ to: '/work', search: { view, task: task.id } });
  if (field?.type !== 'choice') return null;
  const nameOf = (value: string): string => {
    const option = field.options.find((one) => one.value === value);
    return option ? wordsIn(option.label, language) : value;
  };
  const object = task.title ?? task.businessKey ?? named(task.process, language);
  const here = answers.filter((answer) => answer.here);
  return (
    <span className="answers">
      {give.isError && !asking && <Failed error={give.error} title={t('today.decide.notGiven')} />}
      {here.length === 0 ? (
        <Button onClick={open} aria-label={`${t('today.decide.open')} ${object}`}>
          {t('today.decide.open')}
        </Button>
      ) : (
        // The first is what is wished for; it stands last, where the hand is.
        [...answers].reverse().map((answer) => {
          const name = nameOf(answer.value);
          const button = (
            <Button
              key={answer.value}
              className={answer === answers[0] ? 'is-wished' : ''}
              aria-label={t('today.decide.sure', { answer: name, title: object })}
              loading={give.isPending && give.variables === answer && !answer.remark}
              disabled={give.isPending}
              onClick={() => {
                if (!answer.here) open();
                else if (!answer.remark) give.mutate(answer);
                else setAsking(answer.value);
              }}
            >
              {name}
            </Button>
          );
          if (!answer.here || !answer.remark) return button;
          return (
            <Popover
              key={answer.value}
              open={asking === answer.value}
              afterOpenChange={(on) => on && document.getElementById(id)?.focus()}
              onOpenChange={(on) => setAsking(on ? answer.value : undefined)}
              trigger="click"
              placement="bottomRight"
              arrow={false}
              destroyOnHidden
              content={
                <Words
                  id={id}
                  name={name}
                  object={object}
                  label={labelIn(answer.remark, language)}
                  needed={answer.remark.required === true}
                  value={String(kept.values[answer.remark.id] ?? '')}
                  onChange={(text) => answer.remark && kept.set(answer.remark.id, text)}
                  busy={give.isPending}
                  error={give.isError ? give.error : undefined}
                  onGive={() => give.mutate(answer)}
                  onClose={() => setAsking(undefined)}
                />
              }
            >
              {button}
            </Popover>
          );
        })
      )}
    </span>
  );
}

type WordsProps = {
  id: string;
  name: string;
  object: string;
  label: string;
  needed: boolean;
  value: string;
  onChange: (text: string) => void;
  busy: boolean;
  error: unknown;
  onGive: () => void;
  onClose: () => void;
};

/** One dialog for one answer: what it is about, its words, and the answer itself. */
function Words({
  id,
  name,
  object,
  label,
  needed,
  value,
  onChange,
  busy,
  error,
  onGive,
  onClose,
}: WordsProps): ReactNode {
  const { t } = useWords();
  const lacks = needed && value.trim() === '';
  const over = error !== undefined && !STANDS.has(asRefusal(error).code);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !lacks && !over) onGive();
    if (event.key === 'Escape') onClose();
  };
  return (
    <div className="answer-words" role="dialog" aria-label={t('today.decide.sure', { answer: name, title: object })}>
      <strong>
        {name} <bdi>{object}</bdi>
      </strong>
      <label htmlFor={id}>
        <span>
          {label}
          {needed && <em aria-hidden="true"> *</em>}
        </span>
        <Input.TextArea
          id={id}
          value={value}
          required={needed}
          autoSize={{ minRows: 2, maxRows: 6 }}
          maxLength={2_000}
          onChange={({ target }) => onChange(target.value)}
          onKeyDown={onKeyDown}
        />
      </label>
      {error !== undefined && <Failed error={error} title={t('today.decide.notGiven')} />}
      <div>
        <Button onClick={onClose}>{t('cancel')}</Button>
        <Button type="primary" loading={busy} disabled={lacks || over} onClick={onGive}>
          {name}
        </Button>
      </div>
    </div>
  );
}
