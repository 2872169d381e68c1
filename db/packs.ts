// Packs in the shop: what they ship is published where the shop has nothing of its own, else merged into a draft. The shop's is never
// overwritten: `shipped` keeps what came before, so that what the shop has made of it can be told from what the pack has changed.
import type { Calendar } from '../bpmn/calendar.ts';
import type { ContentKind } from '../content/kinds.ts';
import { type Called, calledAlong, merge } from '../content/merge.ts';
import { wordsOf } from '../dmn/decision-version.ts';
import type { SharedDecision } from '../dmn/shared-decision.ts';
import type { Value, Variables } from '../feel/value.ts';
import type { Page } from '../pages/page.ts';
import type { Parameter } from '../parameters/parameter.ts';
import type { Register } from '../records/register.ts';
import { inOrder, type Sql } from './connect.ts';
import { contentDraft, publishContent, publishedBody, saveContentDraft } from './content.ts';
import { draftOf, saveProcessDraft } from './drafts.ts';
import { directoryOf } from './pack-directory.ts';
import { sow } from './pack-seeds.ts';
import { beginParameter } from './parameters.ts';
import { type Publication, publish } from './processes.ts';

export type Words = { zh: string; en?: string | undefined };
/** `full`: only for a shop with departments for everything; it says its size in the setting `size`. */
type OfSize<T> = T & { size: 'small' | 'full' };
export type ShopSize = { size: 'small' | 'full' };
export type Shipment = {
  key: string;
  name: Words;
  about?: Words | undefined;
  version: string;
  requires: string[];
  /** Parameters that a new shop is asked for. */
  asks: string[];
  roles: OfSize<{ id: string; name: Words }>[];
  departments: OfSize<{ id: string; name: Words; parent: string | null }>[];
  calendars: Calendar[];
  registers: Register[];
  parameters: Parameter[];
  decisions: SharedDecision[];
  pages: Page[];
  processes: Pick<Publication, 'model' | 'definition' | 'forms'>[];
  seeds: Seed[];
  scenarios: Scenarios[];
};
export type Seed = { register: string; records: Variables[] };
/** `beside`: the process that they stand beside, or `stories`; `processes`: those they play. */
export type Scenarios = { beside: string; name: string; processes: string[]; body: object };
export type Installed = { key: string; name: Words; version: string; changedAt: string };
/** The shop has a later one already: nothing is taken back by installing. */
export class PackOlder extends Error {
  constructor(key: string, version: string, has: string) {
    super(`the shop has ${key} ${has}, and this one is ${version}; take a pack of ${has} or later`);
  }
}
const parts = (version: string): number[] => version.split('.').map(Number);
export function isOlder(version: string, than: string): boolean {
  const [a, b] = [parts(version), parts(than)];
  const at = a.findIndex((part, n) => part !== b[n]);
  return at >= 0 && (a[at] as number) < (b[at] ?? 0);
}

export const installedPacks = (sql: Sql): Promise<Installed[]> =>
  sql<Installed[]>`select key, name, version, changed_at as "changedAt" from pack order by key`;

/**
 * `new`: published; `same`: the shop has it so; `upgraded`: the shop had it unchanged; `merged`: into a draft, beside what the shop has
 * made of it; `waits`: a draft is there already, so nothing was done.
 */
export type Taken = {
  kind: Piece['kind'] | 'record';
  key: string;
  what: 'new' | 'same' | 'upgraded' | 'merged' | 'waits';
  /** Places that both have changed; the shop's stands. */
  conflicts: string[];
  /** Records that do not fit their register as the shop has it. */
  refused?: number;
  /** What the parts of each are called. */
  places: Called[][];
};

export type Piece = {
  kind: 'role' | 'department' | 'calendar' | 'register' | 'parameter' | 'decision' | 'process' | 'page';
  key: string;
  theirs: unknown;
  ours: unknown;
  hasDraft: boolean;
  /** The shop may have removed it, and then it stays so. */
  canGo?: boolean;
  publish(body: unknown): Promise<void>;
  draft(body: unknown): Promise<void>;
};

/** @param at shop time @param dry look only @throws PackOlder */
export async function takePack(
  sql: Sql,
  pack: Shipment,
  { at, by, dry = false }: { at: number; by: string | null; dry?: boolean },
): Promise<Taken[]> {
  const [has] = await sql<{ version: string }[]>`select version from pack where key = ${pack.key}`;
  if (has && isOlder(pack.version, has.version)) throw new PackOlder(pack.key, pack.version, has.version);
  const taken: Taken[] = [];
  for (const piece of await directoryOf(sql, pack)) taken.push(await take(sql, pack, piece, dry));
  for (const piece of await piecesOf(sql, pack, at, by)) taken.push(await take(sql, pack, piece, dry));
  for (const seed of pack.seeds) {
    const { what, refused } = await sow(sql, seed, { at, by, dry });
    taken.push({
      kind: 'record',
      key: seed.register,
      what,
      conflicts: [],
      places: [],
      ...(refused > 0 && { refused }),
    });
  }
  if (!dry) await keep(sql, pack);
  if (!dry)
    await sql`
      insert into pack (key, name, version) values (${pack.key}, ${sql.json(pack.name as never)}, ${pack.version})
      on conflict (key) do update set name = excluded.name, version = excluded.version, changed_at = now()`;
  return taken;
}

/** What it has brought that the shop publishes nowhere. */
async function keep(sql: Sql, { key, seeds, scenarios }: Shipment): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`delete from pack_seed where pack = ${key}`;
    await tx`delete from pack_scenario where pack = ${key}`;
    for (const { register, records } of seeds)
      await tx`insert into pack_seed values (${key}, ${register}, ${inOrder(tx, records)})`;
    for (const { beside, name, processes, body } of scenarios)
      await tx`insert into pack_scenario values (${key}, ${beside}, ${name}, ${processes}, ${inOrder(tx, body)})`;
  });
}

async function take(sql: Sql, pack: Shipment, piece: Piece, dry: boolean): Promise<Taken> {
  const { kind, key, theirs, ours } = piece;
  const [shipped] = await sql<{ body: unknown }[]>`select body from shipped where kind = ${kind} and key = ${key}`;
  const fate = (what: Taken['what'], conflicts: string[] = []): Taken => {
    const places = conflicts.map((path) => calledAlong(path, [ours, theirs]));
    return { kind, key, what, conflicts, places };
  };
  const ship = async () => {
    if (dry) return;
    await sql`
      insert into shipped (kind, key, pack, pack_version, body) values (${kind}, ${key}, ${pack.key}, ${pack.version}, ${inOrder(sql, theirs)})
      on conflict (kind, key) do update set pack = excluded.pack, pack_version = excluded.pack_version, body = excluded.body`;
  };
  if (ours === undefined && shipped && piece.canGo) return fate('same');
  if (ours === undefined || same(ours, theirs)) {
    if (ours === undefined && !dry) await piece.publish(theirs);
    await ship();
    return fate(ours === undefined ? 'new' : 'same');
  }
  if (shipped && same(shipped.body, theirs)) return fate('same');
  if (shipped && same(shipped.body, ours) && !piece.hasDraft) {
    if (!dry) await piece.publish(theirs);
    await ship();
    return fate('upgraded');
  }
  // Somebody is at it: what he has written is not touched.
  if (piece.hasDraft) return fate('waits');
  const merged = merge(shipped?.body, ours, theirs);
  if (!dry) await piece.draft(merged.body);
  await ship();
  return fate('merged', merged.conflicts);
}

export const same = (a: unknown, b: unknown): boolean => said(a) === said(b);
/** Of forms the order of names says nothing, and the database does not keep it. */
const said = (body: unknown): string =>
  JSON.stringify(body, (name, value) => (name === 'forms' ? byName(value) : value)) ?? '';
function byName(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(byName);
  if (typeof value !== 'object' || value === null) return value;
  const parts = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(parts.map(([name, part]) => [name, byName(part)]));
}

/** What a pack brings beside its records, next to what the shop has of it. */
export const allPieces = async (sql: Sql, pack: Shipment, at: number): Promise<Piece[]> => [
  ...(await directoryOf(sql, pack)),
  ...(await piecesOf(sql, pack, at, null)),
];

async function piecesOf(sql: Sql, pack: Shipment, at: number, by: string | null): Promise<Piece[]> {
  const note = `${pack.key} ${pack.version}`;
  const content = async (
    kind: ContentKind,
    key: string,
    name: Words,
    body: unknown,
    after?: () => Promise<void>,
  ): Promise<Piece> => {
    const published = await publishedBody(sql, kind, key, at);
    const draft = await contentDraft(sql, kind, key);
    return {
      kind,
      key,
      theirs: body,
      ours: published?.body,
      hasDraft: draft?.isDraft ?? false,
      async publish(next) {
        await publishContent(sql, { kind, key, name, body: next, note, by, from: at, pack: pack.key });
        await after?.();
      },
      async draft(next) {
        await saveContentDraft(sql, { kind, key, name, body: next, revision: draft?.revision ?? 0, by });
      },
    };
  };
  const registers = pack.registers.map((body) => content('register', body.key, body.name, body));
  const parameters = pack.parameters.map((body) =>
    content('parameter', body.key, body.label, body, async () => {
      if (body.value !== undefined)
        await beginParameter(sql, { key: body.key, value: body.value as Value, at, by, reason: note });
    }),
  );
  const decisions = pack.decisions.map((body) => content('decision', body.id, wordsOf(body), body));
  const processes = pack.processes.map(async ({ model, definition, forms }): Promise<Piece> => {
    const draft = await draftOf(sql, definition.key);
    const published = draft?.latest ? await latestOf(sql, definition.key) : undefined;
    return {
      kind: 'process',
      key: definition.key,
      theirs: plain({ model, forms }),
      ours: published ?? (draft ? { model: draft.model, forms: draft.forms } : undefined),
      hasDraft: draft?.isDraft ?? false,
      async publish() {
        await publish(sql, { model, definition, forms, note, ...(by !== null && { by }) });
      },
      async draft(next) {
        await saveProcessDraft(sql, definition.key, next as never, draft?.revision ?? 0, by ?? '');
      },
    };
  });
  // Last: they speak of all the others.
  const pages = pack.pages.map((body) => content('page', body.key, body.title, body));
  return Promise.all([...registers, ...parameters, ...decisions, ...processes, ...pages]);
}

/** As it comes back from the database: without what JSON does not hold. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

async function latestOf(sql: Sql, key: string): Promise<unknown> {
  const [row] = await sql<{ model: unknown; forms: unknown }[]>`
    select d.model, d.forms from process p join definition d on d.key = p.key and d.version = p.latest where p.key = ${key}`;
  return row && { model: row.model, forms: row.forms };
}
