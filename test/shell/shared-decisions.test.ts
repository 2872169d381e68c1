// The same stories of a shared decision on a real Temporal and Postgres.
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { playScenario, startOf } from '../../bpmn/scenario.ts';
import { createShopStages, type ShopStages } from '../../cli/shop-stage.ts';
import { definitions, scenarios } from '../core/shared-decision-scenarios.ts';
import { freshDatabase } from '../fresh-database.ts';

let stages: ShopStages;
beforeAll(async () => {
  const { temporalAddress, temporalNamespace } = inject('servers');
  const { url } = await freshDatabase();
  stages = await createShopStages({ databaseUrl: url, temporalAddress, temporalNamespace });
});
afterAll(() => stages?.close());

it.each(scenarios)('$name', async (scenario) => {
  const stage = await stages.open(definitions, startOf(scenario), scenario);
  expect((await playScenario(stage, scenario)).failure).toBeUndefined();
});
