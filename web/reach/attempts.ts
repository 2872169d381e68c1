// The request keys of one place that says things to the server. A key belongs to what is said: the same words again, after no answer
// came, are the same intent and get the first answer; other words are a new one.

/** A fresh id for one intent; `crypto.randomUUID` exists only in secure contexts. */
export const newIntent = (): string =>
  Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join('-');

/** Repeats of one intent get the first answer. */
export const intent = (id: string = newIntent()) => ({ 'idempotency-key': id });

/** It may have arrived: only the answer is missing. */
const UNANSWERED = new Set(['offline', 'broken', 'stillRunning']);

export type Sent<Json> = { json: Json; header: ReturnType<typeof intent> };
export type Send = <Json, Answer>(json: Json, post: (sent: Sent<Json>) => Promise<Answer>) => Promise<Answer>;

export function attempts(): Send {
  let waiting: { said: string; id: string } | undefined;
  return async (json, post) => {
    const said = JSON.stringify(json);
    if (waiting?.said !== said) waiting = { said, id: newIntent() };
    try {
      const answer = await post({ json, header: intent(waiting.id) });
      waiting = undefined;
      return answer;
    } catch (error) {
      const code = (error as { code?: unknown } | null)?.code;
      if (typeof code === 'string' && !UNANSWERED.has(code)) waiting = undefined;
      throw error;
    }
  };
}
