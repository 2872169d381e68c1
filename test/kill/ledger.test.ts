// Orders take from stock that is nearly out, beside hands that book directly, while everything is killed: nothing is oversold, nothing is
// booked twice, what was taken and given up comes back, and the entries sum up to the balances.
import { chmodSync, mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Model } from '../../bpmn/definition.ts';
import { connect, type Sql } from '../../db/connect.ts';
import { publishContent } from '../../db/content.ts';
import { createKey } from '../../db/keys.ts';
import { book } from '../../db/ledgers.ts';
import { publish } from '../../db/processes.ts';
import { Register } from '../../records/register.ts';
import { type Piece, type Stack, up } from '../../stack/up.ts';
import { draw } from '../draw.ts';

/** By hand, longer: LEDGER_CASES=1200 LEDGER_HANDS=32 LEDGER_KILLS=240 LEDGER_SKUS=40. */
const size = (name: string, short: number) => Number(process.env[`LEDGER_${name}`] ?? short);
const CASES = size('CASES', 80);
const HANDS = size('HANDS', 8);
const KILLS = size('KILLS', 6);
const SKUS = size('SKUS', 10);
const PATIENCE_MS = 240_000 + 4_000 * KILLS;
/** Of which so many are soon out. */
const SCARCE = 3;
const label = (zh: string) => ({ zh, en: zh });
const STOCK = Register.parse({
  key: 'stock',
  name: label('库存'),
  kind: 'ledger',
  fields: [{ type: 'text', id: 'note', label: label('说明') }],
  ledger: {
    account: 'sku',
    measures: [
      { key: 'available', name: label('可售'), floor: 0 },
      { key: 'reserved', name: label('预占'), floor: 0 },
    ],
    verbs: [
      { key: 'reserve', name: label('销售预占'), moves: { available: -1, reserved: 1 } },
      { key: 'ship', name: label('发货'), moves: { reserved: -1 } },
    ],
  },
});

let stack: Stack;
let sql: Sql;
let key: string;
beforeAll(async () => {
  const data = mkdtempSync(path.join(os.tmpdir(), 'zhangfa-ledger-'));
  chmodSync(data, 0o755);
  stack = await up({ data, pieces: ['postgres', 'temporal', 'worker', 'api'], port: undefined });
  sql = connect(stack.databaseUrl, { max: HANDS + 2 });
  await publishContent(sql, { kind: 'register', key: 'stock', name: STOCK.name, body: STOCK, by: null, from: 0 });
  for (let n = 0; n < SKUS; n++)
    await book(
      sql,
      STOCK,
      { by: null, at: 0 },
      {
        effect: `open/${n}`,
        entries: [
          { account: `S${n}`, measure: 'available', delta: n < SCARCE ? Math.floor(CASES / 6) : 10 * CASES + 200 },
        ],
      },
    );
  const append = (verb: string) => ({
    type: 'serviceTask',
    zf: {
      connector: 'ledger.append',
      retries: 50,
      header: [
        { name: 'ledger', value: 'stock' },
        { name: 'verb', value: verb },
      ],
      input: [{ source: '=lines', target: 'lines' }],
    },
  });
  const definition = draw(
    'takes',
    {
      s: { type: 'startEvent' },
      reserve: append('reserve') as never,
      short: {
        type: 'boundaryEvent',
        attachedToRef: 'reserve',
        eventDefinitions: [{ type: 'errorEventDefinition', errorRef: 'few' }],
      } as never,
      undone: {
        type: 'boundaryEvent',
        attachedToRef: 'reserve',
        handler: 'back',
        eventDefinitions: [{ type: 'compensateEventDefinition' }],
      } as never,
      back: {
        type: 'serviceTask',
        isForCompensation: true,
        zf: {
          connector: 'ledger.undo',
          retries: 50,
          header: [
            { name: 'ledger', value: 'stock' },
            { name: 'of', value: 'reserve' },
          ],
        },
      } as never,
      x: { type: 'exclusiveGateway', default: 'x_ship' } as never,
      give: { type: 'intermediateThrowEvent', eventDefinitions: [{ type: 'compensateEventDefinition' }] } as never,
      ship: append('ship') as never,
      none: { type: 'endEvent' },
      given: { type: 'endEvent' },
      sent: { type: 'endEvent' },
    },
    ['s->reserve', 'reserve->x', 'x->give: =cancelled', 'x->ship', 'ship->sent', 'give->given', 'short->none'],
    {
      errors: { few: { id: 'few', errorCode: 'NOT_ENOUGH' } },
    } as never,
  );
  await publish(sql, {
    definition,
    model: Model.parse({ id: 'takes', processes: [definition], diagram: {} }),
    forms: {},
  });
  key = (await createKey(
    sql,
    { name: 'shop', scopes: ['cases:start'], createdBy: 'test' },
    'the key of this test',
    'a secret of the tests, long enough',
  ))!.key;
}, 180_000);
afterAll(async () => {
  await sql?.end({ timeout: 1 }).catch(() => {});
  await stack?.destroy();
}, 60_000);

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
/** What a client does: again until there is an answer. */
async function again<T>(act: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 300; tries++) {
    const found = await act().catch(() => undefined);
    if (found !== undefined) return found;
    await sleep(200);
  }
  throw new Error('no answer');
}
const start = (n: number, lines: object[], cancelled: boolean) =>
  again(async () => {
    const answer = await fetch(`${stack.address}/api/cases`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${key}`,
        'content-type': 'application/json',
        'idempotency-key': `ledger-case-${n}`,
      },
      body: JSON.stringify({ process: 'takes', businessKey: `T${n}`, variables: { lines, cancelled } }),
      signal: AbortSignal.timeout(10_000),
    });
    return answer.status < 300 ? true : undefined;
  });

test('no oversell, nothing twice, sums equal balances', { timeout: PATIENCE_MS }, async () => {
  let over = false;
  let direct = 0;
  const kills = (async () => {
    const pieces: Piece[] = ['worker', 'postgres', 'api', 'temporal'];
    for (let n = 0; n < KILLS; n++) {
      await sleep(2_000);
      const piece = pieces[n % pieces.length] as Piece;
      await stack.kill(piece);
      await sleep(400);
      await stack.start(piece);
    }
    over = true;
  })();
  const hands = Array.from({ length: HANDS }, async (_, hand) => {
    const move = (n: number, account: string, from: string, to: string) =>
      again(() =>
        book(
          sql,
          STOCK,
          { by: null, at: n },
          {
            effect: `hand/${hand}/${n}/${from}`,
            entries: [
              { account, measure: from, delta: -1 },
              { account, measure: to, delta: 1 },
            ],
          },
        ),
      );
    for (let n = 0; !over; n++) {
      // Takes one where there is one, and gives that back: in the end nothing of it is left but entries.
      const account = `S${(hand * 7 + n) % SKUS}`;
      const { ok } = await move(n, account, 'available', 'reserved');
      if (ok) await move(n, account, 'reserved', 'available');
      direct += ok ? 4 : 0;
      await sleep(20);
    }
  });
  const queue = Array.from({ length: CASES }, (_, n) => n).values();
  await Promise.all(
    Array.from({ length: 6 }, async () => {
      for (const n of queue)
        await start(
          n,
          [
            { sku: `S${n % SCARCE}`, quantity: 1 },
            { sku: `S${SCARCE + (n % (SKUS - SCARCE))}`, quantity: 2 },
          ],
          n % 5 === 0,
        );
    }),
  );
  await Promise.all([kills, ...hands]);
  const left = () => sql`
    select c.id, c.status, (select array_agg(t.element) from token t where t.case_id = c.id) as at,
      (select array_agg(i.message) from incident i where i.case_id = c.id and i.closed_at is null) as incidents from cases c where c.status <> 'ended' limit 5`;
  await again(async () => ((await left()).length === 0 ? true : undefined)).catch(async () => {
    throw new Error(`not over: ${JSON.stringify(await left())}`);
  });

  const wrong = await sql`
    select b.account, b.measure, b.value, (select sum(e.delta) from entry e where e.account = b.account and e.measure = b.measure) as sum from balance b
    where b.value < 0 or b.value <> (select sum(e.delta) from entry e where e.account = b.account and e.measure = b.measure)`;
  expect(wrong).toEqual([]);
  const twice =
    await sql`select case_id, element from entry where undoes is null and case_id is not null group by case_id, element, account, measure having count(*) > 1`;
  expect(twice).toEqual([]);
  // Each case has taken all of its lines or nothing, and has then shipped or given back, as its end says.
  const stories = await sql<{ end: string; reserved: number; shipped: number; undone: number }[]>`
    select (select h.element from history h where h.case_id = c.id and h.kind = 'completed' and h.element in ('none', 'given', 'sent')) as "end",
      (select count(*)::int from entry e where e.case_id = c.id and e.element = 'reserve') as reserved,
      (select count(*)::int from entry e where e.case_id = c.id and e.element = 'ship') as shipped,
      (select count(*)::int from entry e where e.case_id = c.id and e.element = 'back') as undone
    from cases c`;
  expect(stories).toHaveLength(CASES);
  const EXPECTED: Record<string, object> = {
    none: { reserved: 0, shipped: 0, undone: 0 },
    given: { reserved: 4, shipped: 0, undone: 4 },
    sent: { reserved: 4, shipped: 2, undone: 0 },
  };
  for (const { end, ...booked } of stories) expect([end, booked]).toEqual([end, EXPECTED[end]]);
  const ends = stories.map(({ end }) => end);
  expect(ends.filter((end) => end === 'none').length).toBeGreaterThan(0);
  expect(ends.filter((end) => end === 'given').length).toBeGreaterThan(0);
  console.log(
    `${CASES} cases, ${direct} entries by hand, ${KILLS} kills: ${ends.filter((end) => end === 'sent').length} sent`,
  );
});
