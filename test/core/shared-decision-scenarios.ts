// A decision that two processes share, told once and played on the core and on Temporal.
import type { Scenario } from '../../bpmn/scenario-checks.ts';
import { DecisionTable } from '../../dmn/schema.ts';
import { draw } from '../draw.ts';

const label = { zh: '—', en: '—' };
/** Who approves up to `limit`. */
export const budget = (limit: string): DecisionTable =>
  DecisionTable.parse({
    id: 'budget',
    name: '谁批预算',
    text: { en: { name: 'Who approves' } },
    hitPolicy: 'FIRST',
    inputs: [{ id: 'i', label: '金额', expression: 'amount' }],
    outputs: [{ id: 'o', name: 'who', label: '谁批' }],
    rules: [
      { id: 'r1', inputs: [`<= ${limit}`], outputs: ['"lead"'] },
      { id: 'r2', inputs: ['-'], outputs: ['"manager"'] },
    ],
  });

const variable = ['amount', 'who', 'again'].map((name) => ({ name, type: 'any' as const, label: label.zh }));
/** Waits with a person, asks, waits, asks once more. */
const asking = (key: string, zf: object) =>
  draw(
    key,
    {
      s: { type: 'startEvent' },
      before: { type: 'userTask' },
      ask: {
        type: 'businessRuleTask',
        zf: { decision: 'budget', resultVariable: 'who', resultMapping: 'singleEntry', ...zf },
      },
      between: { type: 'userTask' },
      once: {
        type: 'businessRuleTask',
        zf: { decision: 'budget', resultVariable: 'again', resultMapping: 'singleEntry', ...zf },
      },
      after: { type: 'userTask' },
    } as never,
    ['s->before', 'before->ask', 'ask->between', 'between->once', 'once->after'],
    { zf: { variable } } as never,
  );

export const definitions = [
  asking('buying', { binding: 'latest' }),
  asking('travel', {}),
  asking('pinned', { binding: 'version', version: '1' }),
  asking('absent', { binding: 'version', version: '7' }),
];

const begin = (process: string) => ({ do: 'start', process, variables: { amount: 80 }, as: process });
const done = (task: string, instance: string) => ({ do: 'completeTask', task, instance });
const says = (instance: string, values: Record<string, string>) => ({ expect: 'variables', instance, values });

export const scenarios: Scenario[] = [
  {
    name: 'a changed decision reaches running cases, of every process that asks it; who names a version keeps it',
    now: '2026-11-26T09:00:00+08:00',
    decisions: [budget('100')],
    steps: [
      begin('buying'),
      begin('travel'),
      begin('pinned'),
      done('before', 'buying'),
      says('buying', { who: 'lead' }),
      { do: 'publishDecision', table: budget('50') },
      done('between', 'buying'),
      says('buying', { who: 'lead', again: 'manager' }),
      done('before', 'travel'),
      says('travel', { who: 'manager' }),
      done('before', 'pinned'),
      says('pinned', { who: 'lead' }),
    ],
  },
  {
    name: 'a version of tomorrow holds from its instant on, in running cases too',
    now: '2026-11-26T09:00:00+08:00',
    decisions: [budget('100')],
    steps: [
      begin('buying'),
      begin('travel'),
      { do: 'publishDecision', table: budget('50'), from: '2026-11-27T00:00:00+08:00' },
      done('before', 'buying'),
      says('buying', { who: 'lead' }),
      { do: 'advanceTime', by: 'PT14H59M' },
      done('before', 'travel'),
      says('travel', { who: 'lead' }),
      { do: 'advanceTime', by: 'PT1M' },
      done('between', 'buying'),
      done('between', 'travel'),
      says('buying', { who: 'lead', again: 'manager' }),
      says('travel', { again: 'manager' }),
    ],
  },
  {
    name: 'its cells read parameters as they hold',
    now: '2026-11-26T09:00:00+08:00',
    decisions: [budget('shop.limits.lead')],
    parameters: { 'limits.lead': 100 },
    steps: [
      begin('buying'),
      done('before', 'buying'),
      says('buying', { who: 'lead' }),
      { do: 'setParameter', key: 'limits.lead', value: 50 },
      done('between', 'buying'),
      says('buying', { again: 'manager' }),
    ],
  },
  {
    name: 'a version that there is not leaves the case standing with an incident',
    now: '2026-11-26T09:00:00+08:00',
    decisions: [budget('100')],
    steps: [
      begin('absent'),
      { ...done('before', 'absent'), expectError: 'decision' },
      { expect: 'incidents', kinds: ['ask:decision'] },
    ],
  },
];
