// What a scenario file says must hold, looked up in a population: the same for the core and for a shop on Temporal.
import type { DecisionTable } from '../dmn/schema.ts';
import type { IncidentKind, Instant, Value, Variables, Wait } from './instance.ts';
import { isHeld } from './parking.ts';
import type { Population } from './population.ts';
import type { Directory } from './scenario-directory.ts';
import type { Surroundings } from './scenario-people.ts';
import type { Ask, World, WorldStage } from './scenario-world.ts';

export type ScenarioFile = {
  id: string;
  title?: string;
  files?: string[];
  feelFiles?: string[];
  informative?: boolean;
  scenarios: Scenario[];
} & Surroundings;
/** `zone`: the shop's, `+08:00`; if absent, that of a shop which has not set its own, on the core as on Temporal. */
export type Scenario = {
  name: string;
  now?: string;
  zone?: string;
  /** What the shop has before the story begins, by register. */
  records?: Record<string, Variables[]>;
  balances?: { ledger: string; account: string; measure: string; value: number }[];
  /** Values of parameters, by key; those of a pack stand unless they are said here. */
  parameters?: Variables;
  /** Decision tables of the shop; those of a pack stand unless they are said here. */
  decisions?: DecisionTable[];
  steps: Step[];
} & Surroundings;
export type Step = Action | Assertion;
export type Action = { do: string; [field: string]: unknown };
export type Assertion = { expect: string; [field: string]: unknown };

export type Failure = { step: number; what: string; expected: Value; found: Value };
export type Played = { scenario: string; failure?: Failure; completed: string[] };

/** A scenario on its way. */
export type Run = {
  population: Population;
  now: Instant;
  names: Map<string, string>;
  first?: string | undefined;
  started: number;
  passed: Map<string, number>;
  /** How often a step was entered, by `case/scope/element`. */
  entered: Map<string, number>;
  /** Kinds of the incidents that the action at hand has opened. */
  incidents: IncidentKind[];
  refusal?: string | undefined;
  /** Registers and ledgers of a scenario on the core. */
  world?: World | undefined;
  /** Services that nobody has answered yet; `serving`: they are being answered. */
  asked: { case: string; wait: string; ask: Ask }[];
  serving: boolean;
  /** Who is there; without, everybody is who he is called. */
  directory?: Directory | undefined;
  /** To whom open tasks are offered, and who has claimed them, by `case/wait`. */
  offers: Map<string, string[]>;
  holders: Map<string, string>;
  /** Who is away, of tasks that another has for him. */
  standsFor: Map<string, string>;
  /** Tasks that somebody has opened or claimed, by case and wait. */
  touched: Set<string>;
  /** What the ladder of a step has done, and what has become of its limits, by element (and kind). */
  acts: Map<string, string[]>;
  clocks: Map<string, string>;
  /** Who may read along, and in which cases. */
  copies: Map<string, Set<string>>;
  /** What cases have begun many of. */
  many: { id: string; from: string; process: string }[];
};

export type Found = Omit<Failure, 'step'>;
export const text = (value: unknown): string => (typeof value === 'string' ? value : '');
export const idOf = (run: Run, name: unknown): string =>
  typeof name === 'string'
    ? (run.names.get(name) ?? name)
    : // What a change of a record or ledger has begun was named by no step.
      (run.first ?? [...run.population.cases.keys()][0] ?? '');

/** Was the action refused, or has it left an incident, just where the scenario expects it? */
export function judge(run: Run, step: Action): Found | undefined {
  const expected = step.expectError as string | undefined;
  const seen = run.refusal ?? run.incidents[0];
  if (expected) {
    const met = seen !== undefined && (seen === expected || expected === 'runtimeError');
    return met
      ? undefined
      : { what: `${step.do} should be refused or leave an incident`, expected, found: seen ?? null };
  }
  if (run.refusal) return { what: `${step.do} was refused`, expected: null, found: run.refusal };
  return undefined;
}

const sorted = (list: string[]): string[] => [...list].sort();
const differs = (what: string, expected: unknown, found: unknown): Found | undefined =>
  JSON.stringify(expected) === JSON.stringify(found)
    ? undefined
    : { what, expected: expected as Value, found: found as Value };

export const running = (run: Run) => [...run.population.cases].filter(([, draft]) => draft.meta.status !== 'ended');
function waits(run: Run, kind: Wait['kind'], instance?: unknown): Wait[] {
  return running(run).flatMap(([id, draft]) =>
    instance !== undefined && id !== idOf(run, instance)
      ? []
      : [...draft.waits.values()].filter((wait) => wait.kind === kind && !isHeld(draft, wait)),
  );
}

/** Of registers, ledgers and parameters. undefined: the expectation is of another kind. */
export async function checkWorld(
  world: WorldStage,
  step: Assertion,
): Promise<{ found: Found | undefined } | undefined> {
  switch (step.expect) {
    case 'record': {
      const found = await world.record(text(step.register), text(step.key));
      const wanted = step.values as Variables | null;
      if (wanted === null)
        return { found: differs(`record ${text(step.register)}/${text(step.key)}`, null, found ?? null) };
      if (!found)
        return { found: { what: 'record', expected: `${text(step.register)}/${text(step.key)}`, found: null } };
      const wrong = Object.entries(wanted).find(
        ([id, value]) => JSON.stringify(ordered(found[id] ?? null)) !== JSON.stringify(ordered(value)),
      );
      return {
        found: wrong && {
          what: `field ${wrong[0]} of ${text(step.register)}/${text(step.key)}`,
          expected: wrong[1],
          found: found[wrong[0]] ?? null,
        },
      };
    }
    case 'balance':
      return {
        found: differs(
          `balance ${text(step.ledger)}/${text(step.account)}/${text(step.measure)}`,
          step.value,
          await world.balance(text(step.ledger), text(step.account), text(step.measure)),
        ),
      };
    case 'parameter':
      return {
        found: differs(`parameter ${text(step.key)}`, step.value, (await world.parameter(text(step.key))) ?? null),
      };
    default:
      return undefined;
  }
}

/** Multiset inclusion; gives what is missing. */
function missing(all: string[], wanted: string[]): string[] {
  const left = [...all];
  return wanted.filter((id) => {
    const at = left.indexOf(id);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

export function check(run: Run, step: Assertion): Found | undefined {
  const ids = (step.ids ?? step.names ?? []) as string[];
  switch (step.expect) {
    case 'openTasks':
      return differs(
        'open tasks',
        sorted(ids),
        sorted(waits(run, 'userTask', step.instance).map((wait) => wait.element)),
      );
    case 'openJobs':
      return differs('open jobs', sorted(ids), sorted(waits(run, 'job', step.instance).map((wait) => wait.element)));
    case 'waitingAt': {
      const at = running(run).flatMap(([id, draft]) =>
        step.instance !== undefined && id !== idOf(run, step.instance)
          ? []
          : [
              ...[...draft.tokens.values()]
                .filter((token) => !token.child || draft.scopes.get(token.child)?.kind !== 'body')
                .map((token) => token.node),
              ...[...draft.scopes.values()]
                .filter((scope) => scope.kind === 'eventSubProcess' && !scope.owner)
                .map((scope) => scope.element),
            ],
      );
      const lacking = missing(at, ids);
      return lacking.length ? { what: 'waiting at', expected: ids, found: at } : undefined;
    }
    case 'allEnded':
      return differs(
        'running cases',
        [],
        running(run).map(([id]) => id),
      );
    case 'ended':
    case 'running': {
      const id = idOf(run, step.instance);
      const status = run.population.cases.get(id)?.meta.status === 'ended' ? 'ended' : 'running';
      return differs(`case ${id}`, step.expect, status);
    }
    case 'instances': {
      const found = running(run).filter(([, draft]) => draft.meta.definition.key === step.process).length;
      return differs(`running cases of ${text(step.process)}`, step.count, found);
    }
    case 'variables': {
      const root = run.population.cases.get(idOf(run, step.instance))?.scopes.get('k0')?.variables ?? {};
      for (const [name, expected] of Object.entries(step.values as Variables)) {
        const found = Object.hasOwn(root, name) ? root[name] : undefined;
        if (JSON.stringify(ordered(found)) !== JSON.stringify(ordered(expected)))
          return { what: `variable ${name}`, expected, found: found === undefined ? 'absent' : (found as Value) };
      }
      return undefined;
    }
    case 'timers': {
      const starts = [...run.population.starts.values()].flat().filter((wait) => wait.kind === 'timer').length;
      return differs('timers', step.count, waits(run, 'timer').length + starts);
    }
    case 'messageSubscriptions':
      return differs(
        'message subscriptions',
        sorted(ids),
        sorted(waits(run, 'message', step.instance).map((wait) => (wait.kind === 'message' ? wait.name : ''))),
      );
    case 'signalSubscriptions':
      return differs(
        'signal subscriptions',
        sorted(ids),
        sorted(waits(run, 'signal', step.instance).map((wait) => (wait.kind === 'signal' ? wait.name : ''))),
      );
    case 'completed': {
      const lacking = ids.filter((id) => !run.passed.has(id));
      return lacking.length ? { what: 'never completed', expected: ids, found: lacking } : undefined;
    }
    case 'neverActivated': {
      const seen = ids.filter(
        (id) =>
          run.passed.has(id) ||
          running(run).some(([, draft]) => [...draft.tokens.values()].some((token) => token.node === id)),
      );
      return seen.length ? { what: 'was activated', expected: [], found: seen } : undefined;
    }
    case 'passed': {
      const counts = step.counts as Record<string, number>;
      return differs(
        'passed',
        counts,
        Object.fromEntries(Object.keys(counts).map((id) => [id, run.passed.get(id) ?? 0])),
      );
    }
    case 'incidents': {
      const found = running(run).flatMap(([, draft]) =>
        [...draft.incidents.values()].map((incident) => `${incident.element}:${incident.kind}`),
      );
      return differs('incidents', sorted((step.kinds ?? []) as string[]), sorted(found));
    }
    case 'outcome':
      return differs('outcome', step.value, run.population.cases.get(idOf(run, step.instance))?.meta.outcome ?? null);
    case 'assignees':
      return differs('assignees', sorted(step.values as string[]), sorted(assignees(run, text(step.task))));
    case 'businessKey': {
      const found = [...run.population.cases.values()]
        .filter((draft) => draft.meta.definition.key === step.process)
        .map((draft) => draft.meta.businessKey ?? null);
      return found.includes(step.value as string)
        ? undefined
        : { what: `business key of ${text(step.process)}`, expected: step.value as Value, found };
    }
    case 'adHocEnabled': {
      const found = running(run).flatMap(([, draft]) =>
        [...draft.scopes.values()]
          .filter((scope) => scope.kind === 'adHoc' && scope.state === 'active')
          .flatMap((scope) => draft.model.holders[scope.element]?.entries.map((node) => node.id) ?? []),
      );
      return differs('enabled in ad-hoc', sorted(ids), sorted(found));
    }
    default:
      return { what: `expectation "${step.expect}" is not known`, expected: null, found: step.expect };
  }
}

/** Objects compare by content, whatever the order of their names. */
function ordered(value: Value | undefined): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(ordered);
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, ordered(inner)]),
  );
}

function assignees(run: Run, element: string): string[] {
  return running(run).flatMap(([, draft]) =>
    [...draft.waits.values()].flatMap((wait) => {
      if (wait.kind !== 'userTask' || wait.element !== element) return [];
      const key = `${draft.meta.case}/${wait.id}`;
      const who = run.standsFor.has(key) ? run.holders.get(key) : wait.person;
      return who === undefined ? [] : [who];
    }),
  );
}
