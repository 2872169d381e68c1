// `zhangfa pack list|install|upgrade|diff|export`: what SOPs ship together, taken into a shop; and a shop's own, for another.
import path from 'node:path';
import { installedPacks, PackOlder, type Taken, takePack } from '../db/packs.ts';
import { readShop } from '../db/settings.ts';
import { loadPacks, type Pack, PackFile, shipmentOf } from '../sops/pack.ts';
import { packageRoot } from '../stack/root.ts';
import { shopTime } from '../workflows/clock.ts';
import { type Command, UsageError } from './command.ts';
import { exportPack } from './pack-export.ts';
import { packErrors } from './pack-problems.ts';
import { type ShopAccess, withShop } from './with-shop.ts';

export const pack: Command = {
  usage:
    'pack list|install|upgrade|diff|export [KEY…] [--from DIR] [--to DIR] [--records KEY] [--dry-run] [--data DIR] [--json]',
  summary: 'Packs of SOPs: what there is, and taking it into the shop.',
  help: `
  list       packs that ship, and which of them the shop has
  install    take packs in, with those that they require
  upgrade    the same for packs that the shop has: what it has left as it was is replaced, what it has changed is
             merged into a draft, where both have changed the shop's stands and the place is told
  diff       what an upgrade would do; changes nothing
  export     processes, registers and parameters of the shop by their keys, with whatever of the shop's own they need, as a
             pack that installs elsewhere; records and scenarios that came with a pack go along

  --to DIR     export: an empty folder; its name is the key of the pack
  --name NAME  export: what the pack is called
  --records KEY
               export: a register whose records all go along, without secrets, people and files; may stand several times
  --from DIR   folder of packs; those that come with the product if absent
  --dry-run    say what would be done, do nothing`,
  options: {
    from: { type: 'string' },
    to: { type: 'string' },
    name: { type: 'string' },
    records: { type: 'string', multiple: true },
    'dry-run': { type: 'boolean' },
    data: { type: 'string' },
    json: { type: 'boolean' },
  },
  positionals: [1, 100],
  async run({ positionals: [what = '', ...keys], values }) {
    if (!['list', 'install', 'upgrade', 'diff', 'export'].includes(what))
      throw new UsageError(`pack ${what}: list, install, upgrade, diff or export`);
    if (what === 'export') return takeOut(keys, values);
    const shipped = path.join(packageRoot, 'sops');
    // What they require may come with the product.
    const packs =
      typeof values.from === 'string' ? await loadPacks(path.resolve(values.from), shipped) : await loadPacks(shipped);
    const unknown = keys.find((key) => !packs.some((one) => one.key === key));
    if (unknown)
      throw new UsageError(`there is no pack ${unknown}; there are ${packs.map(({ key }) => key).join(', ')}`);
    const json = values.json === true;
    if (what === 'list') return list(packs, values.data, json);
    const dry = what === 'diff' || values['dry-run'] === true;
    return withShop(values.data, async (shop) => {
      const has = new Set((await installedPacks(shop.sql)).map(({ key }) => key));
      const wanted =
        what === 'install'
          ? keys.length
            ? withRequired(packs, keys)
            : packs
          : packs.filter(({ key }) => has.has(key) && (keys.length === 0 || keys.includes(key)));
      if (typeof values.from === 'string') await refuseFaulty(shop, wanted);
      const missing = what === 'install' ? undefined : keys.find((key) => !has.has(key));
      if (missing) throw new UsageError(`the shop has no pack ${missing}; install it`);
      const results = await installPacks(shop, wanted, { dry }).catch((error) => {
        throw error instanceof PackOlder ? new UsageError(error.message) : error;
      });
      if (json) console.log(JSON.stringify(results, null, 1));
      else for (const { pack: key, taken } of results) say(key, taken, dry);
      return 0;
    });
  },
};

async function takeOut(keys: string[], { to, name, records, data, json }: Record<string, unknown>): Promise<number> {
  if (typeof to !== 'string') throw new UsageError('pack export KEY… --to DIR: the folder is missing');
  const filled = Array.isArray(records) ? records.map(String) : [];
  if (keys.length + filled.length === 0)
    throw new UsageError('pack export KEY… --to DIR: name processes, registers, parameters, decisions or pages');
  const folder = path.resolve(to);
  const key = path.basename(folder);
  if (!PackFile.shape.key.safeParse(key).success)
    throw new UsageError(`${key} cannot be the key of a pack: small letters, digits and -, a letter first`);
  return withShop(data, async (shop) => {
    const { clock } = await readShop(shop.sql);
    const about = { key, name: typeof name === 'string' ? name : key, version: '1.0.0' };
    const own = await exportPack(shop, keys, about, folder, shopTime(clock, Date.now()), filled);
    const { missing, requires, left } = own;
    const held = {
      processes: own.processes.map((one) => one.key),
      registers: own.registers.map((one) => one.key),
      parameters: own.parameters.map((one) => one.key),
      decisions: own.decisions.map(({ id }) => id),
      pages: own.pages.map(({ key }) => key),
      roles: own.roles.map(({ id }) => id),
      departments: own.departments.map(({ id }) => id),
      calendars: own.calendars.map(({ id }) => id),
      records: own.seeds.map(({ register, records: rows }) => `${register} ${rows.length}`),
      scenarios: own.scenarios.map(({ beside, name: file }) => `${beside}/${file}`),
    };
    if (json === true) console.log(JSON.stringify({ folder, ...held, requires, missing, left }, null, 1));
    else {
      for (const [kind, names] of Object.entries(held)) if (names.length) console.log(`${kind}: ${names.join(', ')}`);
      if (requires.length) console.log(`requires the packs ${requires.join(', ')}`);
      if (left.length)
        console.log(`scenarios that play a process which is not taken along, left out: ${left.join(', ')}`);
      if (missing.length) console.log(`named, and not in this shop: ${missing.join(', ')}`);
    }
    return 0;
  });
}

/** What ships is judged before it ships. @throws Error that tells all that is wrong */
async function refuseFaulty({ sql }: ShopAccess, packs: Pack[]): Promise<void> {
  const { clock } = await readShop(sql);
  const errors = await packErrors(sql, packs, shopTime(clock, Date.now()));
  if (errors.length === 0) return;
  throw new Error(`nothing was taken in; correct these first\n${errors.map((one) => `  ${one}`).join('\n')}`);
}

/** In the order given, which is that of what they require. */
export async function installPacks(
  { sql }: Pick<ShopAccess, 'sql'>,
  packs: Pack[],
  { dry = false, by = null }: { dry?: boolean; by?: string | null } = {},
): Promise<{ pack: string; taken: Taken[] }[]> {
  const { clock } = await readShop(sql);
  const results: { pack: string; taken: Taken[] }[] = [];
  for (const one of packs)
    results.push({
      pack: one.key,
      taken: await takePack(sql, shipmentOf(one), { at: shopTime(clock, Date.now()), by, dry }),
    });
  return results;
}

function withRequired(packs: Pack[], keys: string[]): Pack[] {
  const wanted = new Set<string>();
  const add = (key: string) => {
    if (wanted.has(key)) return;
    wanted.add(key);
    for (const other of packs.find((one) => one.key === key)?.requires ?? []) add(other);
  };
  for (const key of keys) add(key);
  return packs.filter(({ key }) => wanted.has(key));
}

async function list(packs: Pack[], data: unknown, json: boolean): Promise<number> {
  const installed = await withShop(data, ({ sql }) => installedPacks(sql)).catch(() => undefined);
  const rows = packs.map((one) => ({
    key: one.key,
    version: one.version,
    name: one.name.zh,
    processes: one.sops.map(({ definition }) => definition.key),
    registers: one.registers.map(({ key }) => key),
    parameters: one.parameters.length,
    requires: one.requires,
    installed: installed?.find(({ key }) => key === one.key)?.version ?? null,
  }));
  if (json) console.log(JSON.stringify(rows, null, 1));
  else
    for (const row of rows)
      console.log(
        `${row.key.padEnd(10)} ${row.version.padEnd(8)} ${row.installed ? `in the shop: ${row.installed}`.padEnd(20) : ''.padEnd(20)} ${row.name}  ${row.processes.length} processes, ${row.registers.length} registers, ${row.parameters} parameters`,
      );
  if (!installed && !json) console.log('No shop runs here: what it has installed is not known.');
  return 0;
}

const DONE: Record<Taken['what'], string> = {
  new: 'new',
  same: 'as it is',
  upgraded: 'replaced, the shop had left it as it was',
  merged: 'merged into a draft',
  waits: 'left alone: the shop has a draft of it',
};
function say(key: string, taken: Taken[], dry: boolean): void {
  console.log(`${key}${dry ? ' (dry run)' : ''}`);
  for (const { kind, key: name, refused } of taken)
    if (refused) console.log(`  ${kind} ${name}: ${refused} that the register does not take, left out`);
  for (const { kind, key: name, what, conflicts } of taken)
    if (what !== 'same')
      console.log(
        `  ${kind} ${name}: ${DONE[what]}${conflicts.length ? `; the shop's stands at ${conflicts.join(', ')}` : ''}`,
      );
  const same = taken.filter(({ what }) => what === 'same').length;
  if (same) console.log(`  ${same} as they are`);
}
