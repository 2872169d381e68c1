// Packs in the shop: which there are, what one brings, what it would do here and what the shop has made of it; and taking one in.
import { createRoute, z } from '@hono/zod-openapi';
import { aloneAtOpening } from '../../db/opening.ts';
import { ofSize } from '../../db/pack-directory.ts';
import { madeOf, shippedBefore } from '../../db/pack-state.ts';
import { type Installed, installedPacks, isOlder, type Shipment, type Taken, takePack } from '../../db/packs.ts';
import { wordsOf } from '../../dmn/decision-version.ts';
import { Words } from '../../forms/kinds/kind.ts';
import type { Parameter } from '../../parameters/parameter.ts';
import { body, ok } from '../answers.ts';
import { type Deps, router } from '../deps.ts';
import { once, RequestKey } from '../once.ts';
import { asked, checkSaid, Said, sayOnce } from '../opening.ts';
import { problem } from '../problem.ts';
import { shopNow } from '../shop-now.ts';
import { allow, personOf } from '../who.ts';

const Kind = z.enum([
  'process',
  'register',
  'parameter',
  'decision',
  'page',
  'role',
  'department',
  'calendar',
  'record',
]);
const Thing = z.object({ kind: Kind, key: z.string(), name: Words });
const Of = z.object({ key: z.string(), name: Words });
const Step = Of.extend({
  version: z.string(),
  from: z.string().nullable().describe('null: the shop does not have it'),
  taken: z
    .array(
      Thing.extend({
        what: z.enum(['new', 'upgraded', 'merged', 'waits']),
        conflicts: z.array(z.string()).describe('places that both have changed; the shop’s stands'),
        places: z.array(z.array(Words.nullable())).describe('what the parts of each are called'),
      }),
    )
    .describe('without what is as it is'),
});
const Row = Of.extend({
  about: Words.optional(),
  shipped: z.string().nullable().describe('version that this release ships'),
  installed: z.string().nullable().describe('version that the shop has'),
  changedAt: z.string().nullable(),
  requires: z.array(Of),
  refused: z
    .enum(['format', 'older'])
    .nullable()
    .describe('written for a later product; or the shop has a later version'),
  made: z
    .array(Thing.extend({ what: z.enum(['changed', 'removed', 'draft']) }))
    .describe('by the shop, of what it brought'),
});
const Detail = Row.extend({
  brings: z.array(Thing.extend({ count: z.number().optional() })),
  asks: z.array(
    z.object({
      key: z.string(),
      parameter: z.custom<Parameter>().openapi({ type: 'object', description: 'parameters/parameter.ts' }),
    }),
  ),
  would: z.array(Step).describe('what taking it in would do now: those that it requires first, it last'),
});
const list = createRoute({
  method: 'get',
  path: '/packs',
  tags: ['packs'],
  summary: 'Packs that this release ships, and those that the shop has',
  middleware: allow('manager'),
  responses: ok(z.object({ items: z.array(Row) }), 'Packs'),
});
const One = z.object({ key: z.string().max(80) });
const look = createRoute({
  method: 'get',
  path: '/packs/{key}',
  tags: ['packs'],
  summary: 'What it brings, what the shop has made of it, and what taking it in would do; changes nothing',
  middleware: allow('manager'),
  request: { params: One },
  responses: ok(Detail, 'The pack'),
});
const install = (deps: Deps) =>
  createRoute({
    method: 'post',
    path: '/packs/{key}/install',
    tags: ['packs'],
    summary:
      'Take it in, or up to the version that is shipped, after what it requires. What the shop has changed is merged into drafts',
    middleware: [allow('admin'), once(deps)] as const,
    request: {
      params: One,
      headers: RequestKey,
      ...body(
        z.object({ version: z.string().max(40).describe('the one that was looked at'), parameters: Said.default({}) }),
      ),
    },
    responses: ok(z.object({ steps: z.array(Step) }), 'Done'),
  });

export const packRoutes = (deps: Deps) => {
  const { sql } = deps;
  const read = async () => {
    const [shipped, newer, installed] = await Promise.all([deps.packs(), deps.newerPacks(), installedPacks(sql)]);
    const nameOf = (key: string) =>
      [...shipped, ...newer, ...installed].find((one) => one.key === key)?.name ?? { zh: key };
    return { shipped, newer, installed, nameOf };
  };
  type State = Awaited<ReturnType<typeof read>>;
  const rowOf = async ({ shipped, newer, installed, nameOf }: State, key: string) => {
    const has = installed.find((one) => one.key === key);
    const pack = shipped.find((one) => one.key === key);
    const head = pack ?? newer.find((one) => one.key === key);
    if (!head && !has) throw problem('notFound', { what: key });
    const before = has && (await shippedBefore(sql, has));
    const made = before ? await madeOf(sql, before, await shopNow(sql)) : [];
    const named = namer([...(before ? [before] : []), ...shipped]);
    return {
      before,
      pack,
      row: {
        key,
        name: nameOf(key),
        ...(pack?.about && { about: pack.about }),
        shipped: head?.version ?? null,
        installed: has?.version ?? null,
        changedAt: has?.changedAt ?? null,
        requires: (head?.requires ?? []).map((one) => ({ key: one, name: nameOf(one) })),
        refused: head && !pack ? 'format' : head && has && isOlder(head.version, has.version) ? 'older' : null,
        made: made.map((one) => ({ ...one, name: named(one) })),
      },
    };
  };
  /** `by`: does it; else only looks. */
  const take = async ({ shipped, installed }: State, chain: Shipment[], by?: string) => {
    const named = namer(shipped);
    const steps: z.infer<typeof Step>[] = [];
    for (const pack of chain) {
      const taken = await takePack(sql, pack, { at: await shopNow(sql), by: by ?? null, dry: by === undefined });
      steps.push({
        key: pack.key,
        name: pack.name,
        version: pack.version,
        from: installed.find(({ key }) => key === pack.key)?.version ?? null,
        taken: taken.flatMap(({ what, ...one }) => (what === 'same' ? [] : [{ ...one, what, name: named(one) }])),
      });
    }
    return steps;
  };
  return router()
    .openapi(list, async (c) => {
      const state = await read();
      const keys = new Set([...state.shipped, ...state.newer, ...state.installed].map(({ key }) => key));
      const rows = await Promise.all([...keys].map((key) => rowOf(state, key)));
      return c.json({ items: rows.map(({ row }) => row) } as never, 200);
    })
    .openapi(look, async (c) => {
      const state = await read();
      const { row, pack, before } = await rowOf(state, c.req.valid('param').key);
      const chain = pack && row.refused === null ? withRequired(state, pack) : [];
      const named = namer(state.shipped);
      const said = asked(chain).filter(() => row.installed === null);
      return c.json(
        {
          ...row,
          brings: bringsOf(pack ? await ofSize(sql, pack) : before).map((one) => ({
            ...one,
            name: named(one, one.name),
          })),
          asks: said.map((parameter) => ({ key: parameter.key, parameter })),
          would: await take(state, chain),
        } as never,
        200,
      );
    })
    .openapi(install(deps), async (c) => {
      const { key } = c.req.valid('param');
      const { version, parameters } = c.req.valid('json');
      const me = personOf(c).id;
      let steps: z.infer<typeof Step>[] = [];
      // One after the other: what the first has done, the second finds.
      await aloneAtOpening(sql, async () => {
        const state = await read();
        const { row, pack } = await rowOf(state, key);
        if (row.refused === 'format') throw problem('packNewer', { pack: words(row.name) });
        if (!pack) throw problem('packNotShipped', { pack: words(row.name) });
        if (row.refused === 'older')
          throw problem('packOlder', { pack: words(row.name), has: row.installed ?? '', version: pack.version });
        if (pack.version !== version) throw problem('packMoved', { pack: words(row.name), version: pack.version });
        const chain = withRequired(state, pack);
        checkSaid(chain, parameters, await shopNow(sql));
        steps = await take(state, chain, me);
        for (const [one, value] of Object.entries(parameters))
          await sayOnce(deps, one, value, { by: me, reason: `${key} ${version}` });
      });
      c.set('auditDetail', { version, packs: steps.map((one) => `${one.key} ${one.version}`) });
      return c.json({ steps }, 200);
    });
};

const words = ({ zh, en }: z.infer<typeof Words>) => ({ zh, en: en ?? zh });

/** Itself last, after what it requires and the shop lacks or has of before. */
function withRequired({ shipped, installed }: { shipped: Shipment[]; installed: Installed[] }, pack: Shipment) {
  const wanted = new Set<string>();
  const add = ({ key, requires }: Shipment): void => {
    if (wanted.has(key)) return;
    wanted.add(key);
    for (const other of shipped) if (requires.includes(other.key)) add(other);
  };
  add(pack);
  return shipped.filter(({ key, version }) => {
    const has = installed.find((one) => one.key === key);
    return wanted.has(key) && (key === pack.key || !has || isOlder(has.version, version));
  });
}

type Brought = { kind: Taken['kind']; key: string; name: z.infer<typeof Words>; count?: number };
function bringsOf(pack: Shipment | undefined): Brought[] {
  if (!pack) return [];
  return [
    ...pack.processes.map(({ definition }): Brought => {
      const en = definition.zf?.text?.en?.name;
      return {
        kind: 'process',
        key: definition.key,
        name: { zh: definition.name ?? definition.key, ...(en !== undefined && { en }) },
      };
    }),
    ...pack.registers.map(({ key, name }): Brought => ({ kind: 'register', key, name })),
    ...pack.parameters.map(({ key, label }): Brought => ({ kind: 'parameter', key, name: label })),
    ...pack.decisions.map((table): Brought => ({ kind: 'decision', key: table.id, name: wordsOf(table) })),
    ...pack.pages.map(({ key, title }): Brought => ({ kind: 'page', key, name: title })),
    ...pack.roles.map(({ id, name }): Brought => ({ kind: 'role', key: id, name })),
    ...pack.departments.map(({ id, name }): Brought => ({ kind: 'department', key: id, name })),
    ...pack.calendars.map(({ id }): Brought => ({ kind: 'calendar', key: id, name: { zh: id } })),
    ...pack.seeds.map(
      ({ register, records }): Brought => ({
        kind: 'record',
        key: register,
        name: { zh: register },
        count: records.length,
      }),
    ),
  ];
}

/** What things are called by the packs that bring them; records by their register. */
function namer(packs: Shipment[]) {
  const all = packs.flatMap(bringsOf);
  return ({ kind, key }: { kind: Taken['kind']; key: string }, otherwise = { zh: key } as z.infer<typeof Words>) =>
    all.find((one) => one.key === key && one.kind === (kind === 'record' ? 'register' : kind))?.name ?? otherwise;
}
