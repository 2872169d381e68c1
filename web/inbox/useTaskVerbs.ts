// Claim, hand back, submit: one intent each, repeated until it is answered, and what came of it.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Verdict } from '../../bpmn/votes.ts';
import { ask, asRefusal, type Refusal, taskWorkApi } from '../reach/client.ts';
import type { TaskDetail } from '../reach/shapes.ts';
import { useMe } from '../session/useMe.ts';
import type { Values } from '../typed/typed.ts';
import { named, useWords } from '../words/useWords.ts';
import { useSubmission } from './useSubmission.ts';

/** Someone was faster, or the process has moved on: told in place, not as a failure. */
const OVERTAKEN = new Set([
  'taken',
  'givenAway',
  'taskClosed',
  'taskWithdrawn',
  'notHolder',
  'submitting',
  'caseEnded',
]);

/** Done by somebody, whether its case has heard of it or not. */
export const isGiven = ({ state }: TaskDetail): boolean => state === 'closed' || state === 'submitted';

type Given = {
  task: TaskDetail;
  /** What stands on the screen. */
  typed: Values;
  /** Submits that, once it is checked. */
  onSubmit: (verdict?: Verdict) => void;
  /** What is typed is on its way no more. */
  flush: () => Promise<void>;
  onClaimed: () => void;
  onReleased: () => void;
  /** @param undoMs for how long it may be undone */
  onDone: (undoMs?: number) => void;
  onInvalid: (refusal: Refusal) => void;
};

export function useTaskVerbs({ task, typed, onSubmit, flush, onClaimed, onReleased, onDone, onInvalid }: Given) {
  const { id } = task;
  const me = useMe();
  const { language } = useWords();
  const queries = useQueryClient();
  const [met, setRefusal] = useState<Refusal>();
  const refresh = (): void => {
    for (const queryKey of [['task', id], ['tasks'], ['counts'], ['case', task.case], ['history', task.case]])
      void queries.invalidateQueries({ queryKey });
  };
  const onError = (error: unknown): void => {
    const refused = asRefusal(error);
    if (refused.code === 'formInvalid') onInvalid(refused);
    else {
      // Paused a moment ago: the task itself says so once it is read anew.
      if (refused.code !== 'caseSuspended') setRefusal(refused);
      refresh();
    }
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
    mutationFn: () => ask(taskWorkApi.tasks[':id'].release.$post({ param: { id }, json: {} })),
    onSuccess: () => {
      refresh();
      onReleased();
    },
    onError,
  });
  const given = (): void => {
    refresh();
    onReleased();
  };
  const { submit, done, told, ...submission } = useSubmission({
    id,
    about: { case: task.case, name: named(task, language), object: task.title ?? task.businessKey ?? '' },
    shown: task.shown,
    typed,
    flush,
    onDone: (undoMs) => {
      setRefusal(undefined);
      onDone(undoMs);
      refresh();
    },
    onError,
  });
  const again = (): void => {
    setRefusal(undefined);
    if (told) onSubmit(submission.verdict);
    else if (submit.isError) onSubmit(submit.variables.verdict);
    else if (claim.isError) claim.mutate();
    else if (release.isError) release.mutate();
  };
  const refusal = told ?? met;
  const lost = refusal?.code === 'offline';
  // What has been changed since is a submission of its own, for its writer to make.
  const changed = submit.isError && JSON.stringify(submit.variables.typed) !== JSON.stringify(typed);
  const latest = useRef({ done, onInvalid });
  latest.current = { done, onInvalid };
  useEffect(() => {
    if (told?.code === 'formInvalid') latest.current.onInvalid(told);
  }, [told]);
  // It had arrived, only the answer was lost.
  const arrived = submit.isError && isGiven(task) && task.closedBy?.id === me.id;
  const alike = arrived && lost && !changed;
  useEffect(() => {
    if (alike) latest.current.done(task.undoMs ?? undefined);
  }, [alike, task.undoMs]);
  const overtaken = refusal && OVERTAKEN.has(refusal.code) ? refusal : undefined;
  return {
    claim,
    release,
    given,
    returned: done,
    submit,
    changed,
    earlier: arrived && changed,
    refusal,
    overtaken,
    again,
    /** It waits for the network, since then by this machine's clock. */
    waits: submission.waits,
    clear: () => {
      setRefusal(undefined);
      submission.clear();
    },
  };
}
