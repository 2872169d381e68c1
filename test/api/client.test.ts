// The typed client: what the web writes compiles against the routers' own types.
import { expect, it } from 'vitest';
import type { taskWorkRoutes } from '../../api/routes/task-work.ts';
import type { taskRoutes } from '../../api/routes/tasks.ts';
import { routerClient } from '../../web/reach/router-client.ts';

it('knows addresses, questions and answers', async () => {
  const asked: string[] = [];
  const fetch: typeof globalThis.fetch = async (input) => {
    asked.push(String(input));
    return new Response(JSON.stringify({ items: [], next: null, now: 1 }), {
      headers: { 'content-type': 'application/json' },
    });
  };
  const tasks = routerClient<typeof taskRoutes>('http://shop/api', fetch);
  const work = routerClient<typeof taskWorkRoutes>('http://shop/api', fetch);
  const answer = await tasks.tasks.$get({ query: { view: 'claimable', limit: 20 } });
  const { items, now }: { items: { id: string; due: number | null; summary: { name: string }[] }[]; now: number } =
    await answer.json();
  expect([items, now]).toEqual([[], 1]);
  await work.tasks[':id'].complete.$post({
    param: { id: 'a:k1' },
    header: { 'idempotency-key': 'request-1' },
    json: { values: { ok: true } },
  });
  expect(asked).toEqual(['http://shop/api/tasks?view=claimable&limit=20', 'http://shop/api/tasks/a:k1/complete']);
  // @ts-expect-error there is no such view
  await tasks.tasks.$get({ query: { view: 'nothing' } });
  const json = { verdict: 1 };
  // @ts-expect-error a verdict is a text
  await work.tasks[':id'].complete.$post({ param: { id: 'a' }, header: { 'idempotency-key': 'b' }, json });
});
