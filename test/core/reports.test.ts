// Situations of other people's bug reports, one folder each in test/reports: the report, the source of the right answer, the smallest
// model of it; and human work, what each way of deciding comes to, in test/human-work. Here they are played on the core; .ci/run plays
// them in a shop on Temporal too.
import path from 'node:path';
import { expect, it } from 'vitest';
import { startOf, zoneOfShop } from '../../bpmn/scenario.ts';
import { onCore } from '../../cli/core-stage.ts';
import { findScenarioFiles, loadVariants } from '../../cli/scenario-files.ts';
import { packAround } from '../../sops/pack.ts';
import { packageRoot } from '../../stack/root.ts';

const files = await findScenarioFiles([
  path.join(packageRoot, 'test', 'reports'),
  path.join(packageRoot, 'test', 'human-work'),
]);
const stories = files.flatMap((loaded) =>
  loaded.file.scenarios.map((scenario) => ({ name: `${loaded.file.id} / ${scenario.name}`, loaded, scenario })),
);

it.each(stories)('$name', async ({ loaded, scenario }) => {
  const goods = await packAround(loaded.path);
  for (const { definitions, error } of await loadVariants(loaded)) {
    expect(error).toBeUndefined();
    expect((await onCore(definitions, scenario, goods)).failure).toBeUndefined();
  }
});

it('a scenario with a beginning or a zone that is none says so, and is not played at another', () => {
  expect(() => startOf({ now: 'soon' })).toThrow(/"soon", which is no instant/);
  expect(() => zoneOfShop({ zone: 'Asia/Shanghai' })).toThrow(/write .*@Asia\/Shanghai/);
  expect([zoneOfShop({}), zoneOfShop({ zone: '@Asia/Shanghai' })]).toEqual(['+08:00', '@Asia/Shanghai']);
});
