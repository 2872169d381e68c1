// `zhangfa test PATH…`: runs scenario files on the pure core with a virtual clock.
import path from 'node:path';
import { runScenario } from '../bpmn/scenario.ts';
import type { Verdict } from '../bpmn/scenario-checks.ts';
import type { Command } from './command.ts';
import { runDmnTests } from './dmn-test.ts';
import { readExpected } from './expected-names.ts';
import { findScenarioFiles, loadVariants } from './scenario-files.ts';

type Result = Verdict & { case: string; file: string; informative: boolean };

export const test: Command = {
  usage: 'test [--dmn] PATH… [--expect FILE] [--json]',
  summary: 'Run scenario files: what a process should do, told step by step.',
  help: `
PATH is a scenario file (.json) or a folder, which is searched through.

  --expect FILE   a list of the scenarios that pass, a line each; a listed one that fails and an
                  unlisted one that passes are both failures
  --dmn           PATH holds cases of the DMN TCK instead: models with -test-*.xml beside them
  --list          print the names of those that pass, as --expect reads them
  --json          one JSON document with every verdict`,
  options: {
    expect: { type: 'string' },
    json: { type: 'boolean' },
    list: { type: 'boolean' },
    dmn: { type: 'boolean' },
  },
  positionals: [1, 1000],
  async run({ positionals, values }) {
    if (values.dmn)
      return runDmnTests(positionals, {
        ...(typeof values.expect === 'string' && { expect: values.expect }),
        json: values.json === true,
        list: values.list === true,
      });
    const results: Result[] = [];
    for (const loaded of await findScenarioFiles(positionals)) {
      for (const variant of await loadVariants(loaded)) {
        for (const scenario of loaded.file.scenarios) {
          const name = {
            case: `${loaded.file.id}${variant.label}`,
            file: path.basename(loaded.path),
            informative: loaded.file.informative === true,
          };
          const verdict: Verdict = variant.error
            ? {
                scenario: scenario.name,
                completed: [],
                failure: { step: 0, what: `the model cannot be read: ${variant.error}`, expected: null, found: null },
              }
            : attempt(() => runScenario(variant.definitions, scenario), scenario.name);
          results.push({ ...name, ...verdict });
        }
      }
    }
    const nameOf = (result: Result) => `${result.case} / ${result.scenario}`;
    const counted = results.filter((result) => !result.informative);
    const expected = typeof values.expect === 'string' ? await readExpected(values.expect) : undefined;
    const good = (result: Result) => (expected ? expected.has(nameOf(result)) === !result.failure : !result.failure);
    const failed = counted.filter((result) => !good(result));
    const passed = counted.length - failed.length;
    if (values.json) console.log(JSON.stringify({ results, passed, failed: failed.length }, null, 1));
    else {
      for (const result of results)
        if (result.informative) console.log(`informative  ${nameOf(result)}: ${result.failure ? 'differs' : 'agrees'}`);
      for (const result of failed) {
        if (result.failure)
          console.log(
            `FAILED  ${nameOf(result)}\n        step ${result.failure.step}: ${result.failure.what}; expected ${JSON.stringify(result.failure.expected)}, found ${JSON.stringify(result.failure.found)}`,
          );
        else console.log(`PASSES, but is not listed: ${nameOf(result)}`);
      }
      if (values.list) for (const result of counted) if (!result.failure) console.log(nameOf(result));
      if (!values.list) console.log(`${passed} passed, ${failed.length} failed`);
    }
    return failed.length ? 1 : 0;
  },
};

function attempt(run: () => Verdict, scenario: string): Verdict {
  try {
    return run();
  } catch (error) {
    return {
      scenario,
      completed: [],
      failure: { step: 0, what: `the core broke: ${(error as Error).stack ?? error}`, expected: null, found: null },
    };
  }
}
