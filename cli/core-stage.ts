// Scenarios on the pure core, in a shop that has the registers, records and parameters of the pack they lie in.
import type { Definition } from '../bpmn/definition.ts';
import { zoneOf } from '../bpmn/duration.ts';
import type { Value, Variables } from '../bpmn/instance.ts';
import { shopAt } from '../bpmn/parameters.ts';
import { runScenario, startOf, zoneOfShop } from '../bpmn/scenario.ts';
import type { Played, Scenario } from '../bpmn/scenario-checks.ts';
import { DEFAULT_CALENDARS } from '../db/settings.ts';
import type { DecisionTable } from '../dmn/schema.ts';
import { createWorld } from '../records/world.ts';
import type { Goods as PackGoods } from '../sops/pack.ts';

/** `goods`: registers and parameters of the pack that the scenario lies in. */
export type Player = (definitions: Definition[], scenario: Scenario, goods: Goods | undefined) => Promise<Played>;
type Goods = Pick<PackGoods, 'registers' | 'parameters' | 'decisions' | 'seeds'>;

/** Parameters as a pack begins with them, unless the scenario says otherwise. */
export const parametersOf = (scenario: Scenario, goods: Goods | undefined): Variables => ({
  ...Object.fromEntries(
    (goods?.parameters ?? []).flatMap(({ key, value }) => (value === undefined ? [] : [[key, value as Value]])),
  ),
  ...scenario.parameters,
});
/** Decisions of the shop, likewise. */
export const decisionsOf = (scenario: Scenario, goods: Goods | undefined): DecisionTable[] => {
  const own = scenario.decisions ?? [];
  return [...(goods?.decisions ?? []).filter(({ id }) => !own.some((one) => one.id === id)), ...own];
};
/** Records that a pack brings, then those of the scenario. */
export const recordsOf = (scenario: Scenario, goods: Goods | undefined): Record<string, Variables[]> => {
  const all: Record<string, Variables[]> = {};
  for (const { register, records } of goods?.seeds ?? [])
    all[register] = [...(all[register] ?? []), ...(records as Variables[])];
  for (const [register, records] of Object.entries(scenario.records ?? {}))
    all[register] = [...(all[register] ?? []), ...records];
  return all;
};

export function onCore(definitions: Definition[], scenario: Scenario, goods: Goods | undefined): Promise<Played> {
  const now = startOf(scenario);
  const parameters = parametersOf(scenario, goods);
  const dated = Object.fromEntries(Object.entries(parameters).map(([key, value]) => [key, [{ from: 0, value }]]));
  const tables = decisionsOf(scenario, goods);
  const env = {
    // As a shop that has set none of its own.
    calendars: DEFAULT_CALENDARS,
    ...(Object.keys(dated).length && { dated }),
    ...(tables.length && {
      decisions: Object.fromEntries(tables.map((table) => [table.id, [{ version: 1, from: 0, table }]])),
    }),
  };
  if (!goods?.registers.length) return runScenario(definitions, scenario, env);
  const world = createWorld(goods.registers, zoneOf(zoneOfShop(scenario)), (at) => shopAt(undefined, dated, at, []));
  for (const [register, rows] of Object.entries(recordsOf(scenario, goods)))
    for (const values of rows) world.seed(register, values, now);
  for (const { ledger, account, measure, value } of scenario.balances ?? [])
    world.seedBalance(ledger, account, measure, value);
  return runScenario(definitions, scenario, env, world);
}
