// The door to a host, without any: when the same update is asked again, and when it is asked anew.
import { expect, it } from 'vitest';
import { createDoor } from '../../dispatch/door.ts';
import type { Answered } from '../../workflows/messages.ts';

const TOUCH = { id: 'c1', family: 'f', case: 'f', body: { do: 'touch' } } as const;
/** A host that says these, one after the other. */
function hostThatSays(...said: (Answered['answer'] | Error)[]) {
  const asked: string[] = [];
  /** What was said under each update id. */
  const under = new Map<string, Set<string>>();
  const executeUpdateWithStart = async (
    _update: unknown,
    { updateId, args }: { updateId: string; args: unknown[] },
  ) => {
    under.set(updateId, (under.get(updateId) ?? new Set()).add(JSON.stringify(args)));
    const now = said[asked.push(updateId) - 1] ?? { ok: true };
    if (now instanceof Error) throw now;
    return [{ id: 'c1', answer: now }];
  };
  const client = { withDeadline: (_at: number, work: () => unknown) => work(), workflow: { executeUpdateWithStart } };
  return { asked, under, door: createDoor(client as never, (async () => []) as never) };
}

it('what was refused because storage is away is asked anew; where only the answer is missing, the same is asked for again', async () => {
  const { asked, door } = hostThatSays(
    { ok: false, code: 'tryAgain' },
    new Error('14 UNAVAILABLE: the connection was dropped'),
    { ok: true },
  );
  expect(await door.send('case/f', TOUCH)).toEqual({ ok: true });
  expect(asked).toHaveLength(3);
  expect(asked[1]).not.toBe(asked[0]);
  expect(asked[2]).toBe(asked[1]);
  await door.close();
});

it('an update id says one thing: what is sent again, marked so, has its own', async () => {
  const lost = new Error('14 UNAVAILABLE: the connection was dropped');
  const { asked, under, door } = hostThatSays(lost, lost, { ok: false, code: 'tryAgain' }, lost, { ok: true });
  expect(await door.send('case/f', TOUCH)).toEqual({ ok: true });
  expect(asked).toHaveLength(5);
  expect([...under.values()].map((said) => said.size)).toEqual([1, 1, 1]);
  const marked = (id = '') => [...(under.get(id) ?? [])].join().includes('"again":true');
  expect(asked.map(marked)).toEqual([false, true, true, true, true]);
  await door.close();
});

it('what no repeat mends is not repeated', async () => {
  const { asked, door } = hostThatSays(new Error('3 INVALID_ARGUMENT'));
  await expect(door.send('case/f', TOUCH)).rejects.toThrow('INVALID_ARGUMENT');
  expect(asked).toHaveLength(1);
  await door.close();
});
