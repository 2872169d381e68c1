// The core at growing sizes: what one unit (a branch, a run, a level, a wait, …) costs at each size, and whether that stays the same.
// Ratio = cost of a unit at the largest size ÷ at the size before: 1 is linear, 10 is quadratic where the sizes are tenfold.
import { compile } from '../bpmn/compile.ts';
import type { Definition } from '../bpmn/definition.ts';
import type { Draft } from '../bpmn/draft.ts';
import type { Command, Occurrence, Variables, Wait } from '../bpmn/instance.ts';
import { advance, createPopulation, type Effect, type Population, timers } from '../bpmn/population.ts';
import { apply, begin, commit, create, step } from '../bpmn/step.ts';
import {
  again,
  branches,
  callee,
  caller,
  compensated,
  drawn,
  gatewayLoop,
  nested,
  runs,
  standardLoop,
  waits,
} from './shapes.ts';

/** What was done: how many units, how many history rows. */
type Done = { units: number; rows: number };
type Size = {
  what: string;
  unit: string;
  sizes: number[];
  /** Outside the clock; `run` is what is measured, some times. */
  prepare(size: number): { run(): Done };
};

const TENFOLD = [10, 100, 1_000, 10_000];
const HUNDRED_UP = [100, 1_000, 10_000];

/** One occurrence with all its continuations, as a host gives it to a kept draft. */
function settle(draft: Draft, occurrence: Occurrence): { rows: number; commands: Command[] } {
  const commands: Command[] = [];
  let rows = 0;
  for (let next: Occurrence | undefined = occurrence; next; ) {
    const applied = apply(draft, next);
    if (!applied.answer.ok) throw new Error(`${next.type}: ${applied.answer.code} ${applied.answer.detail ?? ''}`);
    next = undefined;
    for (const command of applied.commands) {
      if (command.type === 'continueStep') next = { type: 'continued', at: occurrence.at };
      else if (command.type === 'record') rows += command.rows.length;
      else commands.push(command);
    }
  }
  if (draft.incidents.size) throw new Error([...draft.incidents.values()][0]?.kind);
  draft.touched.tokens.clear();
  draft.touched.waits.clear();
  return { rows, commands };
}

const opened = (definition: Definition, variables: Variables): { draft: Draft; rows: number } => {
  const draft = begin(definition, create(definition, 'size', 0));
  const { rows } = settle(draft, { type: 'started', at: 0, variables });
  return { draft, rows };
};

function mustEnd(draft: Draft) {
  if (draft.meta.status !== 'ended') throw new Error('the bench’s case has not ended');
}

/** What a wait is ended by. */
function ending(wait: Wait): Occurrence {
  const at = 3_600_000;
  switch (wait.kind) {
    case 'message':
      return { type: 'messageReceived', at, wait: wait.id, message: wait.name };
    case 'timer':
      return { type: 'timerFired', at, wait: wait.id };
    default:
      return { type: 'taskCompleted', at, task: wait.id };
  }
}

/** From the start to the end; whatever waits is ended one by one, oldest first. */
function whole(definition: Definition, variables: Variables, more: (wait: Wait) => Occurrence = ending): Done {
  const { draft, rows } = opened(definition, variables);
  let all = rows;
  for (
    let open = [...draft.waits.values()].filter(byHand);
    open.length;
    open = [...draft.waits.values()].filter(byHand)
  )
    for (const wait of open) if (draft.waits.get(wait.id)) all += settle(draft, more(wait)).rows;
  mustEnd(draft);
  return { units: 0, rows: all };
}
const byHand = (wait: Wait) => wait.kind !== 'condition' && wait.kind !== 'signal';

const played = (
  what: string,
  unit: string,
  sizes: number[],
  make: (size: number) => Definition,
  variables: (size: number) => Variables = () => ({}),
): Size => ({
  what,
  unit,
  sizes,
  prepare(size) {
    const definition = make(size);
    const given = variables(size);
    compile(definition);
    return { run: () => ({ ...whole(definition, given), units: size }) };
  },
});

const amount = () => ({ amount: 1 });
const count = (size: number) => ({ n: size, count: 0 });
const list = (size: number) => ({ n: size, halt: false, items: Array.from({ length: size }, (_, index) => index) });

const BRANCHES: Size[] = [
  played('parallel split and join', 'branch', TENFOLD, (size) =>
    branches(size, 'parallelGateway', () => ({}) as never),
  ),
  played('  of user tasks, completed one by one', 'branch', TENFOLD, (size) =>
    branches(size, 'parallelGateway', () => ({ type: 'userTask' })),
  ),
  played(
    'inclusive split and join',
    'branch',
    TENFOLD,
    (size) => branches(size, 'inclusiveGateway', () => ({}) as never),
    amount,
  ),
  played(
    '  of user tasks, completed one by one',
    'branch',
    TENFOLD,
    (size) => branches(size, 'inclusiveGateway', () => ({ type: 'userTask' })),
    amount,
  ),
];

const compiling = (gateway: 'parallelGateway' | 'inclusiveGateway'): Size => ({
  what: `compile, ${gateway === 'parallelGateway' ? 'parallel' : 'inclusive'} split and join`,
  unit: 'branch',
  sizes: TENFOLD,
  prepare(size) {
    const definition = branches(size, gateway, () => ({ type: 'userTask' }));
    return {
      run() {
        // Compiled forms are kept by the definition itself.
        compile({ ...definition });
        return { units: size, rows: 0 };
      },
    };
  },
});

const RUNS: Size[] = [
  played('multi-instance, parallel user tasks', 'run', HUNDRED_UP, () => runs(false, false), count),
  played('  list, collect, completion condition, boundary', 'run', HUNDRED_UP, () => runs(false, true), list),
  played('multi-instance, sequential user tasks', 'run', HUNDRED_UP, () => runs(true, false), count),
  played('  list, collect, completion condition, boundary', 'run', HUNDRED_UP, () => runs(true, true), list),
  played('standard loop', 'turn', HUNDRED_UP, standardLoop, count),
  played('loop by a gateway', 'turn', HUNDRED_UP, () => gatewayLoop(), count),
];

const NESTED: Size[] = [
  played('nested sub-processes, a write in the innermost', 'level', [10, 100, 300], (size) => nested(size, false)),
  played('  an error caught by the outermost', 'level', [10, 100, 300], (size) => nested(size, true)),
];

const STEPS = 200;
const KB = 1_024;
/** One value, or values of 1 KB, of so many KB together. */
const big = (kilobytes: number, several: boolean): Variables =>
  several
    ? Object.fromEntries(Array.from({ length: kilobytes }, (_, index) => [`v${index}`, 'x'.repeat(KB)]))
    : { v: Array.from({ length: kilobytes * 16 }, (_, index) => ({ sku: `sku-${index}`.padEnd(40, '.'), index })) };

function writing(what: string, unit: string, several: boolean, stored: boolean): Size {
  return {
    what,
    unit,
    sizes: [10, 100, 1_000],
    prepare(kilobytes) {
      const definition = again();
      const { draft } = opened(definition, big(kilobytes, several));
      return {
        run() {
          let rows = 0;
          const times = stored ? 10 : STEPS;
          for (let at = 0; at < times; at++) {
            const [task] = draft.waits.values();
            rows += settle(draft, { type: 'taskCompleted', at, task: task?.id ?? '', variables: { x: at } }).rows;
            if (stored) JSON.stringify(commit(draft));
          }
          return { units: stored ? times * kilobytes : times, rows };
        },
      };
    },
  };
}

const reading: Size = {
  what: '1 MB of variables: the list of 1 MB is read and written',
  unit: 'KB',
  sizes: [10, 100, 1_000],
  prepare(kilobytes) {
    const definition = drawn(
      [
        { id: 'start', type: 'startEvent' },
        { id: 'merge', type: 'exclusiveGateway' },
        { id: 'it', type: 'userTask' },
        { id: 'script', type: 'scriptTask', script: '=append(v, 1)', zf: { resultVariable: 'w' } },
      ],
      [
        ['start', 'merge'],
        ['merge', 'it'],
        ['it', 'script'],
        ['script', 'merge'],
      ],
    );
    const { draft } = opened(definition, big(kilobytes, false));
    return {
      run() {
        const [task] = draft.waits.values();
        const { rows } = settle(draft, { type: 'taskCompleted', at: 0, task: task?.id ?? '' });
        return { units: kilobytes, rows };
      },
    };
  },
};

/** The list is there from the start and never written again; each turn of the loop asks for its length. */
const asking: Size = {
  what: '  a condition that counts the list of 10 KB, 100 KB, 1 MB',
  unit: 'turn',
  sizes: [10, 100, 1_000],
  prepare(kilobytes) {
    const definition = gatewayLoop('=count(v) > 0 and count < n');
    const given = { ...big(kilobytes, false), n: STEPS, count: 0 };
    return { run: () => ({ ...whole(definition, given), units: STEPS }) };
  },
};

const VARIABLES: Size[] = [
  writing('variables of 10 KB, 100 KB, 1 MB: one small write a step', 'step', false, false),
  writing('  in values of 1 KB', 'step', true, false),
  writing('  and the whole case as JSON, as the host stores it', 'KB', false, true),
  reading,
  asking,
];

/** All waits are ended by one occurrence, or by one each. */
function ended(what: string, kind: Parameters<typeof waits>[1], occurrences: (size: number) => Occurrence[]): Size {
  return {
    what,
    unit: 'wait',
    sizes: HUNDRED_UP,
    prepare(size) {
      const definition = waits(size, kind);
      compile(definition);
      return {
        run() {
          const { draft, rows } = opened(definition, {});
          let all = rows;
          for (const occurrence of occurrences(size)) all += settle(draft, occurrence).rows;
          mustEnd(draft);
          return { units: size, rows: all };
        },
      };
    },
  };
}
const set = (variables: Variables): Occurrence => ({ type: 'variablesSet', at: 1, variables });

const WAITS: Size[] = [
  played('waits for messages, ended one by one', 'wait', HUNDRED_UP, (size) => waits(size, 'message')),
  played('timers, fired one by one', 'wait', HUNDRED_UP, (size) => waits(size, 'timer')),
  ended('waits for one signal', 'signal', () => [{ type: 'signalReceived', at: 1, signal: 'all' }]),
  ended('conditions that one write fulfils', 'condition', () => [set({ go: true })]),
  ended('conditions on a variable each, fulfilled one by one', 'conditions', (size) =>
    Array.from({ length: size }, (_, index) => set({ [`go${index}`]: true })),
  ),
];

const UNDONE: Size[] = [
  played('compensation: activities in a row, then undone', 'entry', HUNDRED_UP, (size) => compensated(size, 'row')),
  played('compensation: runs of one activity, then undone', 'entry', HUNDRED_UP, () => compensated(0, 'runs'), count),
];

/** A family in one population, as a host has it: every callee ends by its user task. */
function family(what: string, undone: boolean): Size {
  return {
    what,
    unit: 'case',
    sizes: HUNDRED_UP,
    prepare(size) {
      const calls = caller(undone);
      const called = callee(undone);
      return {
        run() {
          const population = createPopulation((key) => (key === 'callee' ? called : undefined), {}, true);
          let rows = send(population, {
            type: 'start',
            at: 0,
            case: 'root',
            definition: calls,
            variables: { n: size },
          });
          const root = population.cases.get('root') as Draft;
          for (const [id, draft] of [...population.cases]) {
            if (id === 'root') continue;
            const [task] = draft.waits.values();
            const occurrence: Occurrence = { type: 'taskCompleted', at: 1, task: task?.id ?? '' };
            rows += send(population, { type: 'occurrence', at: 1, case: id, occurrence });
          }
          if (population.cases.size !== size + 1) throw new Error(`${population.cases.size} cases`);
          mustEnd(root);
          return { units: size, rows };
        },
      };
    },
  };
}

function send(population: Population, input: Parameters<typeof advance>[1]): number {
  let rows = 0;
  let more = take(advance(population, input).effects);
  function take(effects: Effect[]): Set<string> {
    const unfinished = new Set<string>();
    for (const { case: id, command } of effects) {
      if (command.type === 'record') rows += command.rows.length;
      if (command.type === 'continueStep') unfinished.add(id);
    }
    return unfinished;
  }
  while (more.size) {
    const next = new Set<string>();
    for (const id of more) {
      const occurrence: Occurrence = { type: 'continued', at: input.at };
      for (const each of take(advance(population, { type: 'occurrence', at: input.at, case: id, occurrence }).effects))
        next.add(each);
    }
    more = next;
  }
  return rows;
}

/** What a host asks each turn: which timers are due. Among so many cases that wait for one each, or so many tasks of one case. */
const hostTurn = (what: string, cases: boolean): Size => ({
  what,
  unit: cases ? 'case' : 'turn',
  sizes: HUNDRED_UP,
  prepare(size) {
    const definition = cases ? waits(1, 'timer') : runs(false, false);
    const population = createPopulation(() => undefined, {}, true);
    const start = { type: 'start', at: 0, definition, variables: { n: size } } as const;
    for (let index = 0; index < (cases ? size : 1); index++) send(population, { ...start, case: `c${index}` });
    return {
      run() {
        if (timers(population, 1).length) throw new Error('a timer is due too early');
        return { units: cases ? size : 1, rows: 0 };
      },
    };
  },
});

const FAMILIES: Size[] = [
  family('cases called by one case, ended one by one', false),
  family('  and then all undone', true),
  hostTurn('a turn of a host looks for due timers: in so many cases', true),
  hostTurn('  of a case with so many open tasks', false),
];

/** On plain data every step reads and writes the whole case: linear in its size. */
const onPlainData: Size = {
  what: '`step` on plain data: one completion among N open tasks',
  unit: 'open task',
  sizes: HUNDRED_UP,
  prepare(size) {
    const definition = runs(false, false);
    const instance = commit(opened(definition, { n: size }).draft);
    const [task] = Object.keys(instance.waits);
    return {
      run() {
        const { answer, commands } = step(definition, instance, { type: 'taskCompleted', at: 1, task: task ?? '' });
        if (!answer.ok) throw new Error(answer.code);
        return { units: size, rows: commands.length };
      },
    };
  },
};

export const SIZES: Size[] = [
  ...BRANCHES,
  compiling('parallelGateway'),
  compiling('inclusiveGateway'),
  ...RUNS,
  ...NESTED,
  ...VARIABLES,
  ...WAITS,
  ...UNDONE,
  ...FAMILIES,
  onPlainData,
];

type Measured = { size: number; micros: number; rows: number; ms: number };

/** What is known to be far from linear would take hours: the next size is left out where, growing as so far, a run would take longer. */
const PATIENCE_MS = 20_000;
const tooLong = (found: Measured[]): boolean => {
  const [before, last] = found.slice(-2);
  return before !== undefined && last !== undefined && (last.ms * last.ms) / before.ms > PATIENCE_MS;
};

/** Processor time of this process: other work on the machine does not count. */
const cpuMs = (since: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1_000;
};

/** Best of some samples, each of as many runs as fill 20 ms. */
function measure(bench: Size, size: number): Measured {
  const { run } = bench.prepare(size);
  let best: Measured = { size, micros: Number.POSITIVE_INFINITY, rows: 0, ms: 0 };
  const begun = process.cpuUsage();
  for (let samples = 0; samples < 5 || cpuMs(begun) < 500; samples++) {
    const start = process.cpuUsage();
    const all: Done = { units: 0, rows: 0 };
    let runs = 0;
    for (; runs === 0 || cpuMs(start) < 20; runs++) {
      const { units, rows } = run();
      all.units += units;
      all.rows += rows;
    }
    const ms = cpuMs(start);
    const micros = (ms * 1_000) / all.units;
    if (micros < best.micros) best = { size, micros, rows: all.rows / all.units, ms: ms / runs };
    if (cpuMs(begun) > 5_000) break;
  }
  return best;
}

const LIMIT = 2;
const number = (value: number) => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));

/** One row a bench: microseconds a unit at each size, and the ratio. */
export function sizesBench(only?: string, say: (row: string[]) => void = () => {}): string[][] {
  const rows: string[][] = [];
  for (const bench of SIZES) {
    if (only && !bench.what.includes(only)) continue;
    const found: Measured[] = [];
    let stopped = '';
    for (const size of bench.sizes) {
      if (tooLong(found)) stopped = `  ${size.toLocaleString('en')}: too long`;
      else found.push(measure(bench, size));
      if (stopped) break;
    }
    const [before, last] = found.slice(-2);
    const ratio = (last?.micros ?? 0) / (before?.micros ?? 1);
    const row = [
      bench.what,
      bench.unit,
      found.map(({ size, micros }) => `${size.toLocaleString('en')}: ${number(micros)}`).join('  ') + stopped,
      last?.rows ? number(last.rows) : '',
      `× ${ratio.toFixed(2)}${ratio > LIMIT || stopped ? '  NOT LINEAR' : ''}`,
    ];
    rows.push(row);
    say(row);
  }
  return rows;
}
