// A shop's own content as a folder that `pack install --from` takes elsewhere.
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { serializeBpmn } from '../bpmn/xml.ts';
import { type OwnContent, ownContent } from '../db/pack-export.ts';
import { serializeDmn } from '../dmn/xml/write.ts';
import { FORMAT, loadPack } from '../sops/pack.ts';
import { pageFiles } from '../sops/page-files.ts';
import { type PackScenarios, placed } from '../sops/scenarios.ts';
import { UsageError } from './command.ts';
import type { ShopAccess } from './with-shop.ts';

export type PackName = { key: string; name: string; version: string };

/** @returns what lies there, and what it names without holding it */
export async function exportPack(
  { sql }: Pick<ShopAccess, 'sql'>,
  things: string[],
  { key, name, version }: PackName,
  folder: string,
  at: number,
  filled: string[] = [],
): Promise<OwnContent> {
  const own = await ownContent(sql, things, at, filled);
  if (own.unknown.length > 0)
    throw new UsageError(`the shop has no process, register, parameter, decision or page ${own.unknown.join(', ')}`);
  const inside = await readdir(folder).catch(() => []);
  if (inside.length > 0) throw new UsageError(`${folder} is not empty; choose another folder`);
  const put = async (file: string, text: string) => {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), text);
  };
  const json = (file: string, body: unknown) => put(file, `${JSON.stringify(body, null, 2)}\n`);
  await json('pack.json', { format: FORMAT, key, name: { zh: name, en: name }, version, requires: own.requires });
  for (const register of own.registers) await json(`registers/${register.key}.json`, register);
  if (own.parameters.length > 0) await json(`parameters/${key}.json`, own.parameters);
  for (const table of own.decisions) await put(`decisions/${table.id}.dmn`, serializeDmn(table.id, [table]));
  for (const page of own.pages) for (const { name: file, body } of pageFiles(page)) await put(`pages/${file}`, body);
  if (own.roles.length > 0) await json(`roles/${key}.json`, own.roles);
  if (own.departments.length > 0) await json('departments.json', own.departments);
  if (own.calendars.length > 0) await json('calendars.json', { calendars: [], kept: own.calendars });
  for (const seed of own.seeds) await json(`seed/${seed.register}.json`, seed);
  const tables = new Map<string, string[]>();
  for (const { key: process, model, forms } of own.processes) {
    const [main] = model.processes;
    if (main && 'decisionModels' in main && main.decisionModels)
      throw new UsageError(
        `the process ${process} has decisions that need each other, which a pack cannot hold yet; leave it out`,
      );
    await put(`${process}/${process}.bpmn`, await serializeBpmn(model));
    for (const table of Object.values(main?.decisions ?? {})) {
      const id = table.id ?? 'decision';
      tables.set(process, [...(tables.get(process) ?? []), id]);
      await put(`${process}/${id}.dmn`, serializeDmn(id, [table]));
    }
    for (const form of Object.values(forms)) await json(`${process}/forms/${form.key}.json`, form);
  }
  for (const scenarios of own.scenarios) {
    const { file, body } = placed(scenarios as PackScenarios, (process) => tables.get(process) ?? []);
    await json(file, body);
  }
  // It is whole where it can be read.
  await loadPack(folder);
  return own;
}
