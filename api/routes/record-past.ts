// What became of records: their history, and what ledgers have booked for them. Who may not see a field learns nothing of it here.

import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { titlesOf } from '../../db/cases.ts';
import { seenCases } from '../../db/feed.ts';
import { entriesOf, entriesOfAll, type Entry as LedgerEntry } from '../../db/ledgers.ts';
import { namesOf } from '../../db/people.ts';
import { changesOf } from '../../db/records.ts';
import type { Variables } from '../../feel/value.ts';
import { Words } from '../../forms/kinds/kind.ts';
import type { Register } from '../../records/register.ts';
import { hiddenMeasures, seenValues } from '../../records/rights.ts';
import { ok } from '../answers.ts';
import { type Deps, type Env, router } from '../deps.ts';
import { languageOf } from '../language.ts';
import { PageQuery, readCursor, writeCursor } from '../page.ts';
import { problem } from '../problem.ts';
import { actorOf, rowsOf } from '../record-rights.ts';
import { recordFor, registerFor } from '../register-seen.ts';
import { StoreName, Values } from '../schemas.ts';
import { titledFor } from '../title.ts';
import { allow, personOf, viewerOf } from '../who.ts';

const RegisterKey = z.string().max(60);
const Store = StoreName.default('');
const Place = z.object({ register: RegisterKey, key: z.string().min(1).max(200) });
const Change = z.object({
  rev: z.number(),
  at: z.number(),
  by: z.object({ id: z.string(), name: z.string() }).nullable(),
  case: z.object({ id: z.string(), title: z.string().nullable() }).nullable(),
  reason: z.string().nullable(),
  before: Values.nullable(),
  after: Values,
});
const history = createRoute({
  method: 'get',
  path: '/registers/{register}/records/{key}/history',
  tags: ['registers'],
  summary: 'What was changed, by whom, in which case and why; newest first',
  middleware: allow('staff'),
  request: { params: Place, query: PageQuery.extend({ store: Store }) },
  responses: ok(z.object({ items: z.array(Change), next: z.string().nullable() }), 'History'),
});
const Entry = z.object({
  n: z.number(),
  measure: z.string(),
  delta: z.number(),
  after: z.number(),
  at: z.number(),
  by: z.object({ id: z.string(), name: z.string() }).nullable(),
  case: z.object({ id: z.string(), title: z.string().nullable() }).nullable(),
  undoes: z.number().nullable(),
  verb: Words.nullable().describe('what it was booked as, where the ledger names it'),
  doc: Values.describe('of its document what this reader may see'),
});
const entries = createRoute({
  method: 'get',
  path: '/registers/{register}/records/{key}/entries/{ledger}',
  tags: ['registers'],
  summary: 'What was booked on this account of a ledger; newest first',
  middleware: allow('staff'),
  request: { params: Place.extend({ ledger: RegisterKey }), query: PageQuery.extend({ store: Store }) },
  responses: ok(z.object({ items: z.array(Entry), next: z.string().nullable() }), 'Entries'),
});
const ofLedger = createRoute({
  method: 'get',
  path: '/registers/{register}/entries',
  tags: ['registers'],
  summary: 'All that a ledger has booked, or on one account; newest first',
  middleware: allow('staff'),
  request: {
    params: z.object({ register: RegisterKey }),
    query: PageQuery.extend({ account: z.string().max(200).optional() }),
  },
  responses: ok(
    z.object({
      items: z.array(
        Entry.extend({
          account: z.string(),
          store: z.string(),
          title: z.string().nullable().describe('of the record whose account it is'),
        }),
      ),
      next: z.string().nullable(),
    }),
    'Entries',
  ),
});

export const recordPastRoutes = ({ sql }: Deps) => {
  /** People by name, cases by title to who may see them. */
  const withNames = async <T extends { by: string | null; case: string | null }>(c: Context<Env>, rows: T[]) => {
    const names = await namesOf(
      sql,
      rows.map(({ by }) => by),
    );
    const mine = await seenCases(
      sql,
      viewerOf(c),
      rows.flatMap((row) => row.case ?? []),
    );
    const cases = await titlesOf(sql, [...mine], languageOf(c));
    return rows.map((row) => ({
      ...row,
      by: row.by === null ? null : { id: row.by, name: names[row.by] ?? row.by },
      case: row.case === null ? null : { id: row.case, title: cases[row.case] ?? null },
    }));
  };
  const pageOfEntries = async <E extends LedgerEntry>(c: Context<Env>, ledger: Register, rows: E[], limit: number) => {
    const items = (await withNames(c, rows.slice(0, limit))).map((entry) => {
      const { verb, ...doc } = entry.doc ?? {};
      const named = ledger.ledger?.verbs.find(({ key: own }) => own === verb);
      return { ...entry, verb: named?.name ?? null, doc: seenValues(ledger, doc, actorOf(personOf(c))) };
    });
    const last = items.at(-1);
    return { items, next: rows.length > limit && last ? writeCursor(last.n) : null };
  };

  return router()
    .openapi(history, async (c) => {
      const me = personOf(c);
      const { register, key } = c.req.valid('param');
      const { cursor, limit, store } = c.req.valid('query');
      const published = await registerFor(sql, register, me);
      const row = await recordFor(sql, published, key, store, me);
      const rows = await changesOf(sql, row.id, readCursor(z.number(), cursor), limit + 1);
      const only = (values: Variables) => seenValues(published.register, values, actorOf(me));
      const items = (await withNames(c, rows.slice(0, limit))).map((change) => ({
        ...change,
        before: change.before && only(change.before),
        after: only(change.after),
      }));
      const last = items.at(-1);
      return c.json({ items, next: rows.length > limit && last ? writeCursor(last.rev) : null }, 200);
    })
    .openapi(entries, async (c) => {
      const me = personOf(c);
      const { register, key, ledger } = c.req.valid('param');
      const { cursor, limit, store } = c.req.valid('query');
      const published = await registerFor(sql, register, me);
      const row = await recordFor(sql, published, key, store, me);
      const { register: booked } = await registerFor(sql, ledger, me);
      if (!booked.ledger) throw problem('notFound', { what: ledger });
      const rows = await entriesOf(sql, ledger, row.key, {
        store,
        before: readCursor(z.number(), cursor),
        limit: limit + 1,
        without: hiddenMeasures(published.register, ledger, actorOf(me)),
      });
      return c.json(await pageOfEntries(c, booked, rows, limit), 200);
    })
    .openapi(ofLedger, async (c) => {
      const me = personOf(c);
      const { cursor, limit, account } = c.req.valid('query');
      const { register: ledger } = await registerFor(sql, c.req.valid('param').register, me);
      if (!ledger.ledger) throw problem('notFound', { what: ledger.key });
      const { register: accounts } = await registerFor(sql, ledger.ledger.account, me);
      const rows = await entriesOfAll(sql, ledger, rowsOf(accounts, me), {
        ...(account !== undefined && { account }),
        before: readCursor(z.number(), cursor),
        limit: limit + 1,
        without: hiddenMeasures(accounts, ledger.key, actorOf(me)),
      });
      const page = await pageOfEntries(c, ledger, rows, limit);
      return c.json({ ...page, items: titledFor(c, page.items) }, 200);
    });
};
