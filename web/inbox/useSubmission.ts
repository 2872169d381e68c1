// Submitting one task: kept on this machine until it is answered, sent once, and what came of it while nobody looked.
import { useMutation } from '@tanstack/react-query';
import { useEffect, useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import type { Verdict } from '../../bpmn/votes.ts';
import { onArrived, outbox, submit as send, type Waiting, withdraw } from '../offline/outbox.ts';
import { Refusal } from '../reach/client.ts';
import { useMe } from '../session/useMe.ts';
import type { Values } from '../typed/typed.ts';
import { UNDO_SECONDS } from './undoable.ts';

/** What is said beside the form, among what is typed: no field may be called so. */
export const COMMENT = '$comment';

const saidBy = ({ [COMMENT]: comment, ...values }: Values) => ({
  values,
  ...(typeof comment === 'string' && { comment }),
});
/** What stands on the screen is no longer what was submitted. */
const isChanged = ({ json: { values, comment } }: Waiting, typed: Values): boolean =>
  JSON.stringify({ values, ...(comment !== undefined && { comment }) }) !== JSON.stringify(saidBy(typed));

export type Submission = { typed: Values; verdict: Verdict | undefined };
type Given = {
  id: string;
  /** How its undo calls it. */
  about: { case: string; name: string; object: string };
  /** Digest of what the case showed. */
  shown: string;
  /** What stands on the screen. */
  typed: Values;
  /** What is typed is on its way no more. */
  flush: () => Promise<void>;
  /** @param undoMs for how long it may be undone */
  onDone: (undoMs?: number) => void;
  onError: (error: unknown) => void;
};

export function useSubmission({ id, about, shown, typed, flush, onDone, onError }: Given) {
  const { id: person } = useMe();
  const entry = useStore(outbox, ({ [id]: one }) => one);
  const done = (undoMs?: number): void => {
    withdraw(id);
    onDone(undoMs);
  };
  const submit = useMutation({
    mutationFn: ({ typed: given, verdict }: Submission) =>
      send(
        {
          person,
          task: id,
          json: { ...saidBy(given), shown, undoFor: UNDO_SECONDS, ...(verdict && { verdict }) },
          ...about,
        },
        flush,
      ),
    onSuccess: ({ undoMs }) => done(undoMs),
    onError,
  });
  const latest = useRef(done);
  latest.current = done;
  useEffect(() => onArrived((one, { undoMs }) => void (one.task === id && latest.current(undoMs))), [id]);
  // Only what still stands there is sent by itself.
  const revoked = entry !== undefined && !entry.sending && !entry.refused && isChanged(entry, typed);
  useEffect(() => {
    if (revoked) withdraw(id);
  }, [revoked, id]);
  return {
    submit,
    done,
    /** Refused while nobody looked. */
    told: useMemo(() => (entry?.refused ? new Refusal(entry.refused) : undefined), [entry?.refused]),
    /** What was said then. */
    verdict: entry?.json.verdict as Verdict | undefined,
    /** It waits for the network, since then by this machine's clock. */
    waits: entry && !entry.refused && !revoked && !submit.isPending ? entry.at : undefined,
    /** Its writer has read why it was refused. */
    clear: (): void => {
      if (entry?.refused) withdraw(id);
    },
  };
}
