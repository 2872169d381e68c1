// What is done with all that is chosen: claimed, or whatever each of them allows; what came of it, and the way back.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Modal, Radio } from 'antd';
import { HandHelping } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { person as personField } from '../fields/person.tsx';
import { Failed } from '../parts/Failed.tsx';
import type { Chosen } from '../parts/useChosen.ts';
import { PeoplePick } from '../people/PeoplePick.tsx';
import { attempts } from '../reach/attempts.ts';
import { ask, taskBatchApi, taskWorkApi } from '../reach/client.ts';
import type { TaskItem } from '../reach/shapes.ts';
import { Phrases } from '../typed/Phrases.tsx';
import { useWords } from '../words/useWords.ts';
import { offerUndo, UNDO_SECONDS } from './undoable.ts';

/** So many are done at once. */
const MOST = 100;
type Verb = TaskItem['together'][number];
const ORDER: Verb[] = [
  'complete',
  'agree',
  'refuse',
  'abstain',
  'return',
  'transfer',
  'delegate',
  'addSigners',
  'release',
];
/** Said at once; the others ask whom, or why. */
const AT_ONCE: Verb[] = ['complete', 'agree', 'abstain', 'release'];
const WHERE = ['before', 'after', 'beside'] as const;
type Missed = { id: string; why: string | null };
type Props = { view: string; chosen: Chosen; items: TaskItem[]; onDone: () => void };

export function Several({ view, chosen, items, onDone }: Props): ReactNode {
  const { t } = useWords();
  const [missed, setMissed] = useState<Missed[]>([]);
  const { ids, all, set } = chosen;
  const queries = useQueryClient();
  /** Those that could not be done stay chosen, with why. */
  const came = (results: { id: string; ok: boolean; why?: string | null }[]): void => {
    for (const queryKey of [['tasks'], ['task'], ['counts'], ['today']]) void queries.invalidateQueries({ queryKey });
    const left = results.filter(({ ok }) => !ok).map(({ id, why }) => ({ id, why: why ?? null }));
    setMissed(left);
    set(left.map(({ id }) => id));
    if (left.length === 0) onDone();
  };
  const whole = ids.length >= all.length && all.length > 0;
  const name = (id: string): string => items.find((one) => one.id === id)?.title ?? '';
  return (
    <footer className="several">
      {missed.length > 0 && (
        <p role="status">
          {view === 'claimable'
            ? t('inbox.missed', { count: missed.length })
            : `${t('inbox.togetherMissed', { count: missed.length })}${t('failed.colon')}${missed
                .slice(0, 3)
                .map(({ id, why }) => [name(id), why].filter(Boolean).join(' '))
                .join(' · ')}`}
        </p>
      )}
      <div>
        {view === 'claimable' ? (
          <Claim ids={ids} onCame={came} />
        ) : (
          <Act ids={ids} items={items.filter(({ id }) => ids.includes(id))} onCame={came} />
        )}
        <Button onClick={() => set(whole ? [] : all)}>{t(whole ? 'inbox.none' : 'inbox.all')}</Button>
      </div>
    </footer>
  );
}

type ActProps = { ids: string[]; onCame: (results: { id: string; ok: boolean; why?: string | null }[]) => void };

function Claim({ ids, onCame }: ActProps): ReactNode {
  const { t } = useWords();
  const claim = useMutation({
    mutationFn: () => ask(taskWorkApi.tasks['claim-batch'].$post({ json: { ids: ids.slice(0, MOST) } })),
    onSuccess: ({ results }) => onCame(results),
  });
  return (
    <>
      {claim.isError && <Failed error={claim.error} />}
      <Button type="primary" disabled={ids.length === 0} loading={claim.isPending} onClick={() => claim.mutate()}>
        <HandHelping size={16} strokeWidth={1.75} /> {t('inbox.claimMany', { count: ids.length })}
      </Button>
    </>
  );
}

function Act({ ids, items, onCame }: ActProps & { items: TaskItem[] }): ReactNode {
  const { t, language } = useWords();
  const [verb, setVerb] = useState<Verb>();
  const [person, setPerson] = useState<string>();
  const [people, setPeople] = useState<string[]>([]);
  const [where, setWhere] = useState<(typeof WHERE)[number]>('before');
  const [comment, setComment] = useState('');
  const [send] = useState(attempts);
  const words = (one: Verb): string => t(`verb.${one === 'complete' ? 'submit' : one}`);
  const act = useMutation({
    mutationFn: (said: Verb) =>
      send(
        {
          ids: ids.slice(0, MOST),
          verb: said,
          undoFor: UNDO_SECONDS,
          ...(comment.trim() && { comment: comment.trim() }),
          ...(person !== undefined && { person }),
          ...(said === 'addSigners' && { people, where }),
        },
        (sent) => ask(taskBatchApi.tasks.batch.$post(sent)),
      ),
    onSuccess: ({ results }, said) => {
      const done = results.filter(({ ok }) => ok);
      const back = said === 'release';
      const left = back ? UNDO_SECONDS * 1000 : Math.min(...done.map(({ undoMs }) => undoMs ?? 0));
      const [first] = done;
      if (first && left > 0)
        offerUndo({
          id: `several:${first.id}`,
          case: '',
          name: '',
          object: '',
          until: Date.now() + left,
          several: {
            ids: done.map(({ id }) => id),
            says: t('inbox.togetherDone', { count: done.length, verb: words(said) }),
            ...(back && { claim: true }),
          },
        });
      setVerb(undefined);
      setComment('');
      setPerson(undefined);
      setPeople([]);
      onCame(results);
    },
  });
  // Of those that cannot, each says why.
  const able = (one: Verb): number => items.filter(({ together }) => together.includes(one)).length;
  const offered = ORDER.filter((one) => able(one) > 0);
  if (ids.length === 0) return <span className="quiet">{t('inbox.choose')}</span>;
  if (offered.length === 0) return <span className="quiet">{t('inbox.togetherNone')}</span>;
  // What has to be said with words is said before.
  const needsWords = (one: Verb): boolean => items.some(({ opinions }) => opinions.includes(one));
  const needsPerson = verb === 'transfer' || verb === 'delegate';
  const lacks =
    (needsPerson && person === undefined) ||
    (verb === 'addSigners' && people.length === 0) ||
    ((verb === 'return' || (verb !== undefined && needsWords(verb))) && !comment.trim());
  return (
    <>
      {offered.map((one) => (
        <Button
          key={one}
          type={one === offered[0] && (one === 'complete' || one === 'agree') ? 'primary' : 'default'}
          loading={act.isPending && act.variables === one}
          disabled={act.isPending}
          onClick={() => (AT_ONCE.includes(one) && !needsWords(one) ? act.mutate(one) : setVerb(one))}
        >
          {words(one)} {able(one)}
        </Button>
      ))}
      {verb === undefined && act.isError && <Failed error={act.error} />}
      {verb !== undefined && (
        <Modal
          open
          title={t('inbox.together', { count: able(verb), verb: words(verb) })}
          okText={`${words(verb)} ${able(verb)}`}
          cancelText={t('cancel')}
          okButtonProps={{
            danger: verb === 'refuse',
            disabled: lacks,
            loading: act.isPending,
          }}
          onOk={() => act.mutate(verb)}
          onCancel={() => setVerb(undefined)}
        >
          {act.isError && <Failed error={act.error} onAgain={() => act.mutate(verb)} />}
          {needsPerson && (
            <>
              <label className="field-label" htmlFor="several-to">
                {t(`${verb}.to`)}
              </label>
              <personField.Input
                id="several-to"
                field={{ id: 'to', type: 'person', label: { zh: t(`${verb}.to`) }, required: true, readOnly: false }}
                value={person}
                wrong={false}
                disabled={act.isPending}
                language={language}
                onChange={(id) => setPerson(typeof id === 'string' ? id : undefined)}
              />
            </>
          )}
          {verb === 'return' && <p className="quiet">{t('inbox.togetherReturn')}</p>}
          {verb === 'addSigners' && (
            <>
              <label className="field-label" htmlFor="several-signers">
                {t('signers.who')}
              </label>
              <PeoplePick id="several-signers" value={people} onChange={setPeople} />
              <p className="field-label" id="several-where">
                {t('signers.where')}
              </p>
              <Radio.Group
                className="return-choice"
                aria-labelledby="several-where"
                value={where}
                onChange={({ target: { value } }) => setWhere(value as 'before')}
              >
                {WHERE.map((one) => (
                  <Radio key={one} value={one}>
                    <b>{t(`signers.places.${one}`)}</b>
                    <small>{t(`signers.does.${one}`)}</small>
                  </Radio>
                ))}
              </Radio.Group>
            </>
          )}
          <Input.TextArea
            value={comment}
            maxLength={2_000}
            aria-label={t(verb === 'return' ? 'return.why' : 'task.comment')}
            placeholder={t(verb === 'return' ? 'return.why' : 'task.comment')}
            autoSize={{ minRows: 2, maxRows: 6 }}
            onChange={(event) => setComment(event.target.value)}
          />
          <Phrases text={comment} onText={setComment} />
        </Modal>
      )}
    </>
  );
}
