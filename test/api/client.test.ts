// The typed client: what the web writes compiles against the API's own type.
import { hc } from 'hono/client';
import { expect, it } from 'vitest';
import type { Api } from '../../api/app.ts';

it('knows addresses, questions and answers', async () => {
  const asked: string[] = [];
  const client = hc<Api>('http://shop', {
    fetch: async (input: URL | RequestInfo) => {
      asked.push(String(input));
      return new Response(JSON.stringify({ items: [], next: null, now: 1 }), {
        headers: { 'content-type': 'application/json' },
      });
    },
  });
  const answer = await client.api.tasks.$get({ query: { view: 'claimable', limit: 20 } });
  const { items, now }: { items: { id: string; due: number | null; summary: { name: string }[] }[]; now: number } =
    await answer.json();
  expect([items, now]).toEqual([[], 1]);
  await client.api.tasks[':id'].complete.$post({
    param: { id: 'a:k1' },
    header: { 'idempotency-key': 'request-1' },
    json: { values: { ok: true } },
  });
  expect(asked).toEqual(['http://shop/api/tasks?view=claimable&limit=20', 'http://shop/api/tasks/a:k1/complete']);
  // @ts-expect-error there is no such view
  await client.api.tasks.$get({ query: { view: 'nothing' } });
});
