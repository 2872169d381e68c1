// Ticks on their way to the server, by task: what is submitted waits for them.
const sending = new Map<string, Promise<unknown>>();

export function sendTick(task: string, send: () => Promise<unknown>): Promise<unknown> {
  const next = (sending.get(task) ?? Promise.resolve()).catch(() => {}).then(send);
  sending.set(task, next);
  return next;
}

/** Whether they have arrived or not: what lacks then, the server says. */
export const ticksSent = async (task: string): Promise<void> => {
  await sending.get(task)?.catch(() => {});
};
