// The packs that ship: what their registers, parameters and records say holds, and their scenarios pass every node.
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { coverageOf } from '../../bpmn/scenario-coverage.ts';
import { onCore } from '../../cli/core-stage.ts';
import { findScenarioFiles, loadVariants } from '../../cli/scenario-files.ts';
import type { Variables } from '../../feel/value.ts';
import { checkValue } from '../../parameters/parameter.ts';
import { checkRecord } from '../../records/check.ts';
import { registerProblems } from '../../records/problems.ts';
import { loadPacks, packAround } from '../../sops/pack.ts';
import { packageRoot } from '../../stack/root.ts';

const AT = Date.parse('2026-11-26T01:00:00Z');
const root = path.join(packageRoot, 'sops');
const packs = await loadPacks(root);
const sops = packs.flatMap((pack) => pack.sops);
const registers = packs.flatMap((pack) => pack.registers);

describe('registers, parameters and records that ship', () => {
  it('registers have no faults, and the processes that their fields name are there', () => {
    const world = { registers, processes: sops.map(({ definition }) => definition.key) };
    expect(registers.flatMap((one) => registerProblems(one, world).map((fault) => ({ of: one.key, fault })))).toEqual(
      [],
    );
  });

  it('values of parameters are such as their fields take', () => {
    const parameters = packs.flatMap((pack) => pack.parameters);
    expect(parameters.length).toBeGreaterThan(10);
    expect(
      parameters
        .filter((one) => one.value !== undefined && 'errors' in checkValue(one, one.value, AT))
        .map(({ key }) => key),
    ).toEqual([]);
  });

  it('records are such as their registers take, each below one that is there', () => {
    const seeds = packs.flatMap((pack) => pack.seeds);
    expect(seeds.map(({ register, records }) => `${register} ${records.length}`)).toEqual(['carrier 3', 'reason 31']);
    for (const { register: key, records } of seeds) {
      const register = registers.find((one) => one.key === key);
      if (!register) throw new Error(`no register ${key}`);
      const keys = records.map((one) => one[register.keyField ?? '']);
      expect(new Set(keys).size).toBe(records.length);
      for (const record of records) {
        expect(checkRecord(register, undefined, record as Variables, AT, {}).errors).toEqual([]);
        if (register.parent && record[register.parent]) expect(keys).toContain(record[register.parent]);
      }
    }
  });
});

const goods = packs.find(({ key }) => key === 'goods');
/** All scenarios below a folder of the pack, played; what they complete. */
async function play(folder: string): Promise<string[]> {
  const completed: string[] = [];
  const files = await findScenarioFiles([path.join(root, 'goods', folder)]);
  const around = await packAround(files[0]?.path ?? '');
  for (const loaded of files)
    for (const { definitions } of await loadVariants(loaded))
      for (const scenario of loaded.file.scenarios) {
        const verdict = await onCore(definitions, scenario, around);
        expect(verdict.failure).toBeUndefined();
        completed.push(...verdict.completed);
      }
  return completed;
}

describe('scenarios of the pack goods', { timeout: 60_000 }, () => {
  it.each(goods?.sops.map(({ folder }) => path.basename(folder)) ?? [])('%s: pass every node', async (folder) => {
    const own = goods?.sops.find((one) => path.basename(one.folder) === folder);
    expect(own && coverageOf(own.definition, await play(folder)).never).toEqual([]);
  });

  it('stories over several processes come true', async () => {
    expect(await play('stories')).toEqual(expect.arrayContaining(['cost_changed', 'tell_trial', 'give_up']));
  });
});
