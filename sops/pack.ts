// A pack: a folder of SOPs with the registers and parameters that they live on, shipped, installed and upgraded as one.
//
//   sops/goods/pack.json                 key, name, version, requires
//   sops/goods/price-change/…            a process: model, decisions, forms, scenarios (load.ts)
//   sops/goods/registers/sku.json        a register a file
//   sops/goods/parameters/price.json     a list of parameters a file
//   sops/goods/decisions/budget.dmn      decision tables of the shop, which several processes ask
//   sops/base/roles/service.json         a list of roles a file, which processes name; `size` is the smallest shop that has one
//   sops/base/departments.json           departments, likewise
//   sops/base/calendars.json             working hours and public holidays (calendars.ts)
//   sops/goods/seed/reason.json          records that the shop begins with: { register, records }
//   sops/goods/pages/inbound.md           a page of the handbook, with inbound.en.md beside it (page-files.ts)
//   sops/goods/stories/low-stock.json    a scenario over several of its processes
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Calendar } from '../bpmn/calendar.ts';
import { readDecisions } from '../dmn/decision-files.ts';
import { SharedDecision } from '../dmn/shared-decision.ts';
import { defectOf } from '../feel/well-formed.ts';
import type { Page } from '../pages/page.ts';
import { Parameter } from '../parameters/parameter.ts';
import { Register } from '../records/register.ts';
import { CalendarsFile, calendarsOf } from './calendars.ts';
import { findSops, inFile, loadSop, type Sop } from './load.ts';
import { loadPages } from './page-files.ts';
import { loadScenarios, type PackScenarios } from './scenarios.ts';

/** How packs are written; one of a later kind says things that this product would not carry out. */
export const FORMAT = 1;
/** What no database keeps, and no name may be. */
const DEFECT = {
  illFormed: 'holds a character that is none (U+0000, half of one)',
  tooNested: 'is nested too deeply',
  reservedName: 'is no name',
};
const LEVELS = 100;
const Words = z.object({ zh: z.string().min(1), en: z.string().min(1) });
export const PackFile = z.object({
  format: z
    .number()
    .int()
    .max(FORMAT, `is newer than this product, which reads packs up to ${FORMAT}; update the product, then install it`)
    .default(FORMAT),
  key: z.string().regex(/^[a-z][a-z0-9-]*$/),
  name: Words,
  about: Words.optional(),
  version: z.string().regex(/^\d{1,6}\.\d{1,6}\.\d{1,6}$/, 'three numbers: 1.0.0'),
  requires: z.array(z.string()).default([]),
  /** Parameters of its own that a new shop is asked for before anything else. */
  asks: z.array(z.string()).default([]),
});
/** What is read of any pack, of a later format too. */
const Head = PackFile.pick({ key: true, name: true, version: true, requires: true }).extend({
  format: z.number().int().default(FORMAT),
});
type Head = z.infer<typeof Head>;
/** Of shops: what is marked `full` comes only into one with departments for everything. */
export const Size = z.enum(['small', 'full']);
export type Size = z.infer<typeof Size>;
const Id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,58}$/, 'small letters, digits and -');
const Role = z.object({ id: Id, name: Words, size: Size.default('small') });
const Department = Role.extend({ parent: z.string().nullable() });
/** Each after the one that it belongs to. */
const Departments = z.array(Department).superRefine((all, context) => {
  for (const { id, parent } of all) {
    const above = new Set([id]);
    for (let at = parent; at !== null; at = all.find((one) => one.id === at)?.parent ?? null) {
      if (above.has(at)) context.addIssue({ code: 'custom', message: `department ${id} is below itself` });
      if (above.has(at)) break;
      above.add(at);
    }
  }
});
const Seed = z.object({ register: z.string(), records: z.array(z.record(z.string(), z.unknown())) });
export type Pack = z.infer<typeof PackFile> & {
  folder: string;
  roles: z.infer<typeof Role>[];
  departments: z.infer<typeof Department>[];
  calendars: Calendar[];
  registers: Register[];
  parameters: Parameter[];
  decisions: SharedDecision[];
  pages: Page[];
  seeds: z.infer<typeof Seed>[];
  sops: Sop[];
  scenarios: PackScenarios[];
};

/** As it is taken into a shop (db/packs.ts). */
export const shipmentOf = ({ sops, seeds, folder: _, format: __, ...pack }: Pack) => ({
  ...pack,
  processes: sops.map(({ model, definition, forms }) => ({ model, definition, forms })),
  seeds: seeds.map(({ register, records }) => ({ register, records: records as Record<string, never>[] })),
});

/** Folders below `root` that hold a pack.json. */
export async function findPacks(root: string): Promise<string[]> {
  const names = await readdir(root, { withFileTypes: true });
  if (names.some((one) => one.isFile() && one.name === 'pack.json')) return [root];
  const below = names.filter((one) => one.isDirectory()).map((one) => findPacks(path.join(root, one.name)));
  return (await Promise.all(below)).flat().sort();
}

/** @throws Error that names the file where one cannot be read. */
export async function loadPack(folder: string): Promise<Pack> {
  const sops = await Promise.all((await findSops(folder)).map(loadSop));
  return {
    ...(await readJson(path.join(folder, 'pack.json'), PackFile)),
    ...(await loadGoods(folder)),
    folder,
    sops,
    scenarios: await loadScenarios(folder, sops),
  };
}

/** What stands in a pack beside its processes. */
export type Goods = Pick<
  Pack,
  'roles' | 'departments' | 'calendars' | 'registers' | 'parameters' | 'decisions' | 'pages' | 'seeds'
>;

export async function loadGoods(folder: string): Promise<Goods> {
  const [roles, departments, calendars, registers, parameters, decisions, pages, seeds] = await Promise.all([
    readAll(path.join(folder, 'roles'), z.array(Role)),
    readOne(path.join(folder, 'departments.json'), Departments),
    readOne(path.join(folder, 'calendars.json'), CalendarsFile),
    readAll(path.join(folder, 'registers'), Register),
    readAll(path.join(folder, 'parameters'), z.array(Parameter)),
    readTables(path.join(folder, 'decisions')),
    loadPages(path.join(folder, 'pages')),
    readAll(path.join(folder, 'seed'), Seed),
  ]);
  return {
    roles: roles.flat(),
    departments: departments ?? [],
    calendars: calendars ? calendarsOf(calendars) : [],
    registers,
    parameters: parameters.flat(),
    decisions,
    pages,
    seeds,
  };
}

/** All packs of a folder, each after those that it requires, which may lie in another. @throws Error where one is missing */
export async function loadPacks(root: string, beside?: string): Promise<Pack[]> {
  const packs = await Promise.all((await findPacks(root)).map(loadPack));
  const others = beside === undefined ? [] : await Promise.all((await findPacks(beside)).map(loadPack));
  return afterRequired(packs, others);
}

/** Of all packs of a folder those that this product reads, and beside them those of a later format with what requires them. */
export async function readablePacks(root: string): Promise<{ packs: Pack[]; newer: Head[] }> {
  const folders = await findPacks(root);
  const heads = await Promise.all(folders.map((folder) => readJson(path.join(folder, 'pack.json'), Head)));
  const newer = new Set(heads.filter(({ format }) => format > FORMAT));
  for (let size = -1; size !== newer.size; ) {
    size = newer.size;
    const keys = [...newer].map(({ key }) => key);
    for (const head of heads) if (head.requires.some((key) => keys.includes(key))) newer.add(head);
  }
  const read = folders.filter((_, at) => !newer.has(heads[at] as Head));
  return { packs: afterRequired(await Promise.all(read.map(loadPack)), []), newer: [...newer] };
}

function afterRequired(packs: Pack[], others: Pack[]): Pack[] {
  const byKey = new Map([...others, ...packs].map((pack) => [pack.key, pack]));
  const order: Pack[] = [];
  const visit = (pack: Pack, below: string[]) => {
    if (order.includes(pack)) return;
    if (below.includes(pack.key)) throw new Error(`packs require each other: ${[...below, pack.key].join(' → ')}`);
    for (const key of pack.requires) {
      const required = byKey.get(key);
      if (!required) throw new Error(`pack ${pack.key} requires ${key}, which is not there`);
      visit(required, [...below, pack.key]);
    }
    order.push(pack);
  };
  for (const pack of packs) visit(pack, []);
  return order;
}

/**
 * The pack that a file lies in, with all that it requires: what its scenarios know of the shop. undefined: it lies in none.
 * @param shipped folder of packs that may be required and do not lie beside it
 */
export async function packAround(file: string, shipped?: string): Promise<Goods | undefined> {
  for (let at = path.dirname(path.resolve(file)); path.dirname(at) !== at; at = path.dirname(at)) {
    if (!(await stat(path.join(at, 'pack.json')).catch(() => undefined))) continue;
    const own = await readJson(path.join(at, 'pack.json'), PackFile);
    const all = [await loadGoods(at)];
    const waiting = [...own.requires];
    const seen = new Set([own.key]);
    for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
      if (seen.has(key)) continue;
      seen.add(key);
      const beside = path.join(path.dirname(at), key);
      const isBeside = shipped === undefined || (await stat(path.join(beside, 'pack.json')).catch(() => undefined));
      const folder = isBeside ? beside : path.join(shipped, key);
      all.push(await loadGoods(folder));
      waiting.push(...(await readJson(path.join(folder, 'pack.json'), PackFile)).requires);
    }
    return {
      roles: all.flatMap(({ roles }) => roles),
      departments: all.flatMap(({ departments }) => departments),
      calendars: all.flatMap(({ calendars }) => calendars),
      registers: all.flatMap(({ registers }) => registers),
      parameters: all.flatMap(({ parameters }) => parameters),
      decisions: all.flatMap(({ decisions }) => decisions),
      pages: all.flatMap(({ pages }) => pages),
      seeds: all.flatMap(({ seeds }) => seeds),
    };
  }
  return undefined;
}

/** @throws Error where a file holds more than tables, which the shop could not show. */
async function readTables(folder: string): Promise<SharedDecision[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.dmn')).sort();
  const tables = await Promise.all(
    names.map(async (name) => {
      const file = path.join(folder, name);
      const text = await readFile(file, 'utf8');
      const { decisions, decisionModels } = await inFile(file, () => readDecisions([text]));
      if (decisionModels) throw new Error(`${file}: a decision of the shop is one table that asks no other`);
      return Object.values(decisions).map((table) => parsed(file, table, SharedDecision));
    }),
  );
  return tables.flat();
}

async function readAll<T>(folder: string, schema: z.ZodType<T>): Promise<T[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(names.map((name) => readJson(path.join(folder, name), schema)));
}

const readOne = async <T>(file: string, schema: z.ZodType<T>): Promise<T | undefined> =>
  (await stat(file).catch(() => undefined)) ? readJson(file, schema) : undefined;

async function readJson<T>(file: string, schema: z.ZodType<T>): Promise<T> {
  let given: unknown;
  try {
    given = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new Error(`${file} cannot be read: ${(error as Error).message}`);
  }
  return parsed(file, given, schema);
}

function parsed<T>(file: string, given: unknown, schema: z.ZodType<T>): T {
  const defect = defectOf(given, LEVELS);
  if (defect) throw new Error(`${file}: ${defect.path || 'it'} ${DEFECT[defect.is]}`);
  const read = schema.safeParse(given);
  if (read.success) return read.data;
  throw new Error(
    `${file}: ${read.error.issues.map(({ path: at, message }) => `${at.join('.')} ${message}`).join('; ')}`,
  );
}
