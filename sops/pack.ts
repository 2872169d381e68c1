// A pack: a folder of SOPs with the registers and parameters that they live on, shipped, installed and upgraded as one.
//
//   sops/goods/pack.json                 key, name, version, requires
//   sops/goods/price-change/…            a process: model, decisions, forms, scenarios (load.ts)
//   sops/goods/registers/sku.json        a register a file
//   sops/goods/parameters/price.json     a list of parameters a file
//   sops/goods/roles.json                roles that its processes name
//   sops/goods/seed/reason.json          records that the shop begins with: { register, records }
//   sops/goods/stories/low-stock.json    a scenario over several of its processes
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { Parameter } from '../parameters/parameter.ts';
import { Register } from '../records/register.ts';
import { findSops, loadSop, type Sop } from './load.ts';

const Words = z.object({ zh: z.string().min(1), en: z.string().min(1) });
export const PackFile = z.object({
  key: z.string().regex(/^[a-z][a-z0-9-]*$/),
  name: Words,
  about: Words.optional(),
  version: z.string().regex(/^\d+\.\d+\.\d+$/, 'three numbers: 1.0.0'),
  requires: z.array(z.string()).default([]),
});
const Role = z.object({ id: z.string(), name: Words });
const Seed = z.object({ register: z.string(), records: z.array(z.record(z.string(), z.unknown())) });
export type Pack = z.infer<typeof PackFile> & {
  folder: string;
  roles: z.infer<typeof Role>[];
  registers: Register[];
  parameters: Parameter[];
  seeds: z.infer<typeof Seed>[];
  sops: Sop[];
};

/** Folders below `root` that hold a pack.json. */
export async function findPacks(root: string): Promise<string[]> {
  const names = await readdir(root, { withFileTypes: true });
  if (names.some((one) => one.isFile() && one.name === 'pack.json')) return [root];
  const below = names.filter((one) => one.isDirectory()).map((one) => findPacks(path.join(root, one.name)));
  return (await Promise.all(below)).flat().sort();
}

/** @throws Error that names the file where one cannot be read. */
export async function loadPack(folder: string): Promise<Pack> {
  return {
    ...(await readJson(path.join(folder, 'pack.json'), PackFile)),
    ...(await loadGoods(folder)),
    folder,
    roles: (await stat(path.join(folder, 'roles.json')).catch(() => undefined))
      ? await readJson(path.join(folder, 'roles.json'), z.array(Role))
      : [],
    sops: await Promise.all((await findSops(folder)).map(loadSop)),
  };
}

/** What stands in a pack beside its processes. */
export async function loadGoods(folder: string): Promise<Pick<Pack, 'registers' | 'parameters' | 'seeds'>> {
  const [registers, parameters, seeds] = await Promise.all([
    readAll(path.join(folder, 'registers'), Register),
    readAll(path.join(folder, 'parameters'), z.array(Parameter)),
    readAll(path.join(folder, 'seed'), Seed),
  ]);
  return { registers, parameters: parameters.flat(), seeds };
}

/** All packs of a folder, each after those that it requires. @throws Error where one is missing */
export async function loadPacks(root: string): Promise<Pack[]> {
  const packs = await Promise.all((await findPacks(root)).map(loadPack));
  const byKey = new Map(packs.map((pack) => [pack.key, pack]));
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

/** The pack that a file lies in, with all that it requires: what its scenarios know of the shop. undefined: it lies in none. */
export async function packAround(file: string): Promise<Pick<Pack, 'registers' | 'parameters' | 'seeds'> | undefined> {
  for (let at = path.dirname(path.resolve(file)); path.dirname(at) !== at; at = path.dirname(at)) {
    if (!(await stat(path.join(at, 'pack.json')).catch(() => undefined))) continue;
    const own = await readJson(path.join(at, 'pack.json'), PackFile);
    const all = [await loadGoods(at)];
    const waiting = [...own.requires];
    const seen = new Set([own.key]);
    for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
      if (seen.has(key)) continue;
      seen.add(key);
      const folder = path.join(path.dirname(at), key);
      all.push(await loadGoods(folder));
      waiting.push(...(await readJson(path.join(folder, 'pack.json'), PackFile)).requires);
    }
    return {
      registers: all.flatMap(({ registers }) => registers),
      parameters: all.flatMap(({ parameters }) => parameters),
      seeds: all.flatMap(({ seeds }) => seeds),
    };
  }
  return undefined;
}

async function readAll<T>(folder: string, schema: z.ZodType<T>): Promise<T[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(names.map((name) => readJson(path.join(folder, name), schema)));
}

async function readJson<T>(file: string, schema: z.ZodType<T>): Promise<T> {
  let given: unknown;
  try {
    given = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new Error(`${file} cannot be read: ${(error as Error).message}`);
  }
  const read = schema.safeParse(given);
  if (read.success) return read.data;
  throw new Error(
    `${file}: ${read.error.issues.map(({ path: at, message }) => `${at.join('.')} ${message}`).join('; ')}`,
  );
}
