// `zhangfa test PATH…`: runs scenario files, on the pure core with a virtual clock or in a shop on Temporal.
import path from 'node:path';
import type { Definition } from '../bpmn/definition.ts';
import { playScenario, startOf } from '../bpmn/scenario.ts';
import type { Played, Scenario } from '../bpmn/scenario-checks.ts';
import { type Coverage, coverageOf } from '../bpmn/scenario-coverage.ts';
import { packAround } from '../sops/pack.ts';
import { packageRoot } from '../stack/root.ts';
import { type Command, UsageError } from './command.ts';
import { decisionsOf, onCore, type Player, parametersOf, recordsOf } from './core-stage.ts';
import { runDmnTests } from './dmn-test.ts';
import { readExpected } from './expected-names.ts';
import { findScenarioFiles, loadVariants, type Variant } from './scenario-files.ts';
import { createShopStages } from './shop-stage.ts';
import { withServers } from './temporary-servers.ts';

/** `process`: of a scenario of a pack, whose coverage is told. */
type Result = Played & { case: string; file: string; informative: boolean; process?: Definition };

export const test: Command = {
  usage: 'test [--dmn] [--on temporal] PATH… [--expect FILE] [--json]',
  summary: 'Run scenario files: what a process should do, told step by step.',
  help: `
PATH is a scenario file (.json) or a folder, which is searched through.

  --expect FILE   a list of the scenarios that pass, a line each; a listed one that fails and an
                  unlisted one that passes are both failures
  --on temporal   play them in a shop of its own: real Postgres, real Temporal, its clock moved by hand
  --roll N        with --on temporal: hosts continue as new after N turns
  --except FILE   a list of the scenarios that do not pass, a line each with its reason behind a #; a
                  listed one that passes is a failure, as is any other that fails
  --dmn           PATH holds cases of the DMN TCK instead: models with -test-*.xml beside them
  --list          print the names of those that pass, as --expect reads them
  --json          one JSON document with every verdict`,
  options: {
    expect: { type: 'string' },
    json: { type: 'boolean' },
    list: { type: 'boolean' },
    dmn: { type: 'boolean' },
    on: { type: 'string' },
    roll: { type: 'string' },
    except: { type: 'string' },
  },
  positionals: [1, 1000],
  async run({ positionals, values }) {
    if (values.dmn)
      return runDmnTests(positionals, {
        ...(typeof values.expect === 'string' && { expect: values.expect }),
        json: values.json === true,
        list: values.list === true,
      });
    if (values.on !== undefined && values.on !== 'core' && values.on !== 'temporal')
      throw new UsageError(`--on is core or temporal, not "${String(values.on)}"`);
    const results =
      values.on === 'temporal'
        ? await onTemporal(positionals, typeof values.roll === 'string' ? Number(values.roll) : undefined)
        : await playAll(positionals, onCore);
    const nameOf = (result: Result) => `${result.case} / ${result.scenario}`;
    const counted = results.filter((result) => !result.informative);
    const expected = typeof values.expect === 'string' ? await readExpected(values.expect) : undefined;
    const excepted = typeof values.except === 'string' ? await readExpected(values.except) : new Set<string>();
    const good = (result: Result) =>
      (expected ? expected.has(nameOf(result)) : !excepted.has(nameOf(result))) === !result.failure;
    const failed = counted.filter((result) => !good(result));
    const passed = counted.length - failed.length;
    const covered = coverage(results);
    if (values.json) {
      const plain = results.map(({ process: _, ...result }) => result);
      console.log(JSON.stringify({ results: plain, passed, failed: failed.length, coverage: covered }, null, 1));
    } else {
      for (const result of results)
        if (result.informative) console.log(`informative  ${nameOf(result)}: ${result.failure ? 'differs' : 'agrees'}`);
      for (const result of failed) {
        if (result.failure)
          console.log(
            `FAILED  ${nameOf(result)}\n        step ${result.failure.step}: ${result.failure.what}; expected ${JSON.stringify(result.failure.expected)}, found ${JSON.stringify(result.failure.found)}`,
          );
        else console.log(`PASSES, against what the list says: ${nameOf(result)}`);
      }
      if (values.list) for (const result of counted) if (!result.failure) console.log(nameOf(result));
      if (!values.list) {
        for (const { process, nodes, never } of covered)
          console.log(
            `${process}: ${nodes - never.length} of ${nodes} nodes${never.length ? `, never ${never.join(', ')}` : ''}`,
          );
        console.log(`${passed} passed, ${failed.length} failed`);
      }
    }
    return failed.length ? 1 : 0;
  },
};

/** By process of a pack: what its scenarios pass together. */
function coverage(results: Result[]): Coverage[] {
  const byKey = new Map<string, { process: Definition; completed: string[] }>();
  for (const { process, completed } of results) {
    if (!process) continue;
    const known = byKey.get(process.key) ?? { process, completed: [] };
    byKey.set(process.key, { process, completed: [...known.completed, ...completed] });
  }
  return [...byKey.values()].map(({ process, completed }) => coverageOf(process, completed));
}

async function playAll(paths: string[], play: Player): Promise<Result[]> {
  const results: Result[] = [];
  for (const loaded of await findScenarioFiles(paths)) {
    const goods = await packAround(loaded.path, path.join(packageRoot, 'sops'));
    for (const variant of await loadVariants(loaded)) {
      for (const scenario of loaded.file.scenarios) {
        const name = {
          case: `${loaded.file.id}${variant.label}`,
          file: path.basename(loaded.path),
          informative: loaded.file.informative === true,
        };
        results.push({
          ...name,
          ...(goods && variant.definitions[0] && { process: variant.definitions[0] }),
          ...(await verdictOn(variant, scenario, (definitions, one) => play(definitions, one, goods))),
        });
      }
    }
  }
  return results;
}

/** A model that is refused was never published: the steps that follow find nothing of it. */
async function verdictOn(
  { definitions, error, refused }: Variant,
  scenario: Scenario,
  play: (definitions: Definition[], scenario: Scenario) => Promise<Played>,
): Promise<Played> {
  const [first, ...rest] = scenario.steps;
  if (first?.do === 'deploy' && first.expectError === 'deploymentRefused' && (error || refused))
    return attempt(() => play([], { ...scenario, steps: rest }), scenario.name);
  if (error) {
    const failure = { step: 0, what: `the model cannot be read: ${error}`, expected: null, found: null };
    return { scenario: scenario.name, completed: [], failure };
  }
  return attempt(() => play(definitions, scenario), scenario.name);
}

const onTemporal = (paths: string[], rollAfter: number | undefined): Promise<Result[]> =>
  withServers(console.error, async (servers) => {
    const stages = await createShopStages(servers, rollAfter ? { rollAfter } : {});
    try {
      return await playAll(paths, async (definitions, scenario, goods) => {
        const setup = {
          ...scenario,
          registers: goods?.registers ?? [],
          records: goods?.registers.length ? recordsOf(scenario, goods) : {},
          parameters: parametersOf(scenario, goods),
          decisions: decisionsOf(scenario, goods),
        };
        return playScenario(await stages.open(definitions, startOf(scenario), setup), scenario);
      });
    } finally {
      await stages.close();
    }
  });

async function attempt(run: () => Promise<Played>, scenario: string): Promise<Played> {
  try {
    return await run();
  } catch (error) {
    return {
      scenario,
      completed: [],
      failure: { step: 0, what: `the core broke: ${(error as Error).stack ?? error}`, expected: null, found: null },
    };
  }
}
