// What `npm test` sums up at its end, as a file: how many passed, who failed, who needed a second try, what was not run.
import { writeFileSync } from 'node:fs';
import type { SerializedError } from 'vitest';
import type { Reporter, TestCase, TestModule } from 'vitest/node';

export type Summary = { passed: number; failed: string[]; secondTry: string[]; notRun: string[] };
const WHY_LENGTH = 300;

export default class Sums implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const within = (state: string) => tests.filter((test) => test.result().state === state);
    // A file that cannot even be loaded has no tests to fail; it counts as one.
    const broken = modules.filter((module) => module.state() === 'failed' && !failsIn(module));
    const summary: Summary = {
      passed: within('passed').length,
      failed: [
        ...within('failed').map((test) => `${nameOf(test)}: ${why(test)}`),
        ...broken.map((module) => module.relativeModuleId),
        ...unhandled.map(({ message }) => `outside of any test: ${message}`),
      ],
      secondTry: within('passed')
        .filter((test) => test.diagnostic()?.flaky)
        .map(nameOf),
      notRun: within('skipped').map(nameOf),
    };
    writeFileSync(process.env.ZHANGFA_TEST_SUMMARY ?? 'summary.json', JSON.stringify(summary));
  }
}

const failsIn = (module: TestModule): boolean =>
  [...module.children.allTests()].some((test) => test.result().state === 'failed');
const why = (test: TestCase): string =>
  (test.result().errors?.[0]?.message ?? '').replaceAll(/\s+/g, ' ').slice(0, WHY_LENGTH);
const nameOf = (test: TestCase): string => `${test.module.relativeModuleId} > ${test.fullName}`;
