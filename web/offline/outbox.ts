// What was submitted is kept on this device before it is sent, and until it is answered: it survives a lost network, a closed page and a
// dead battery, goes out by itself once there is a line, and counts once, for its request key stays the same. A no is told, and what
// was said stays with its writer.
import { createStore } from 'zustand/vanilla';
import { ticksSent } from '../inbox/ticks-sent.ts';
import { newIntent } from '../reach/attempts.ts';
import { ask, asRefusal, type Refusal, taskWorkApi } from '../reach/client.ts';
import { line } from '../reach/line.ts';
import { dropSubmission, putSubmission, type Submission, submissionsOf } from './device.ts';

export type Waiting = Submission & { sending: boolean };
type Answer = { undoMs?: number | undefined };
/** What is on its way or was refused, by task. */
export const outbox = createStore<Record<string, Waiting>>(() => ({}));

/** Nobody has said yes or no to it: the answer is missing, or this browser belongs to nobody or somebody else for now. */
const UNANSWERED = new Set([
  'offline',
  'broken',
  'stillRunning',
  'unavailable',
  'tooMany',
  'signInNeeded',
  'otherPerson',
  'passwordFirst',
  'secondFactorFirst',
]);
const isAnswer = ({ code, status }: Refusal): boolean => !UNANSWERED.has(code) && status < 500;
const AGAIN_MS = 15_000;
const PATIENCE_MS = 30_000;
const SETTLE_MS = 3_000;

type Arrived = (one: Submission, answer: Answer) => void;
const arrivals = new Set<Arrived>();
/** Called when something has arrived that no page waits for. */
export function onArrived(listener: Arrived): () => void {
  arrivals.add(listener);
  return () => void arrivals.delete(listener);
}

const put = (one: Waiting): void => outbox.setState((before) => ({ ...before, [one.task]: one }), true);
const drop = (one: Pick<Submission, 'person' | 'task'>): Promise<unknown> => {
  outbox.setState(({ [one.task]: _, ...others }) => others, true);
  return dropSubmission(one);
};

/**
 * Submits a task, or keeps it until there is a line. The same words again are the same request.
 * @param settle what is still on its way for this task, and has to arrive before
 * @throws Refusal `offline` where it waits; whatever else the server says no with
 */
export async function submit(
  said: Omit<Submission, 'id' | 'at' | 'refused'>,
  settle: () => Promise<void>,
): Promise<Answer> {
  const before = outbox.getState()[said.task];
  const same = before && !before.refused && JSON.stringify(before.json) === JSON.stringify(said.json);
  const one = { ...said, id: same ? before.id : newIntent(), at: same ? before.at : Date.now(), refused: null };
  put({ ...one, sending: true });
  await putSubmission(one);
  await Promise.race([settle(), new Promise((resolve) => setTimeout(resolve, SETTLE_MS))]);
  try {
    const answer = await send(one);
    await drop(one);
    return answer;
  } catch (error) {
    const refusal = asRefusal(error);
    // Whoever has sent it looks at the answer himself.
    if (isAnswer(refusal)) await drop(one);
    throw refusal;
  }
}

/** Its writer has taken it back, or has read why it was refused. */
export const withdraw = (task: string): void => {
  const one = outbox.getState()[task];
  if (one) void drop(one);
};

/** One at a time over all windows of this browser. */
const inTurn = <T>(work: () => Promise<T>): Promise<T> =>
  'locks' in navigator ? (navigator.locks.request('zhangfa.outbox', work) as Promise<T>) : work();

async function send(one: Submission): Promise<Answer> {
  put({ ...one, sending: true });
  try {
    await ticksSent(one.person, one.task);
    return await ask(
      taskWorkApi.tasks[':id'].complete.$post(
        { param: { id: one.task }, json: one.json, header: { 'idempotency-key': one.id } },
        { init: { signal: AbortSignal.timeout(PATIENCE_MS) } },
      ),
    );
  } finally {
    put({ ...one, sending: false });
  }
}

/** Sends what waits for this person, the oldest first, until the line is lost again. What another window has sent is gone from the list. */
export const sendWaiting = (person: string): Promise<void> =>
  inTurn(async () => {
    const kept = await submissionsOf(person);
    if (kept)
      outbox.setState(
        (before) =>
          Object.fromEntries(kept.map((one) => [one.task, { ...one, sending: before[one.task]?.sending ?? false }])),
        true,
      );
    const waiting = Object.values(outbox.getState()).filter(
      (one) => one.person === person && !one.refused && !one.sending,
    );
    for (const one of waiting.sort((a, b) => a.at - b.at)) {
      try {
        const answer = await send(one);
        await drop(one);
        for (const heard of arrivals) heard(one, answer);
      } catch (error) {
        const refusal = asRefusal(error);
        if (!isAnswer(refusal)) return;
        const refused = { ...one, refused: refusal.body };
        await putSubmission(refused);
        put({ ...refused, sending: false });
      }
    }
  });

/** @returns what ends it */
export function keepSending(person: string): () => void {
  const now = (): void => void sendWaiting(person);
  now();
  const heard = line.subscribe(({ lost }, before) => void (before.lost && !lost && now()));
  const timer = setInterval(() => {
    if (Object.values(outbox.getState()).some(({ refused, sending }) => !refused && !sending)) now();
  }, AGAIN_MS);
  return () => {
    heard();
    clearInterval(timer);
    outbox.setState({}, true);
  };
}
