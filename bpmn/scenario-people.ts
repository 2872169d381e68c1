// The people of a scenario: whom its steps mean, who could take which task, what has been voted. Roles, departments and the rest are
// those of the file; the shop stage puts the same people into a real directory.
import type { Draft } from './draft.ts';
import type { Asked, Resolved, Value, Variables, Wait } from './instance.ts';
import { type Assertion, type Found, idOf, type Run, running, text } from './scenario-checks.ts';

export type Person = { name?: string; roles?: string[]; department?: string; username?: string; active?: boolean };
export type Directory = {
  people: Record<string, Person>;
  departments?: Record<string, { head?: string; parent?: string }>;
};

const isActive = ({ active = true }: Person) => active;

/** The department and all above it. */
function above(department: string | undefined, departments: Directory['departments'] = {}): string[] {
  const found: string[] = [];
  for (let at = department; at !== undefined && !found.includes(at); at = departments[at]?.parent) found.push(at);
  return found;
}

/** Everything by which this person can be meant. */
function refsOf({ people, departments }: Directory, id: string): string[] {
  const { roles = [], department, username, name } = people[id] ?? {};
  const known = [id, ...(username === undefined ? [] : [username]), ...(name === undefined ? [] : [name])];
  return [
    ...known.map((one) => `person:${one}`),
    ...roles.map((role) => `role:${role}`),
    ...above(department, departments).map((one) => `department:${one}`),
  ];
}

/** In the order of the references, those of one by name, as a shop's directory gives them. */
export const meantIn =
  (directory: Directory) =>
  ({ refs }: Asked): Resolved[] => {
    const all = Object.entries(directory.people)
      .filter(([, person]) => isActive(person))
      .map(([id, { name = id }]) => ({ id, name, refs: refsOf(directory, id) }))
      .sort((a, b) => (a.name < b.name || (a.name === b.name && a.id < b.id) ? -1 : 1));
    const ids = refs.flatMap((ref) => all.filter((one) => one.refs.includes(ref)).map(({ id }) => id));
    return [...new Set(ids)].map((person) => ({ person }));
  };

type Task = { case: string; wait: Extract<Wait, { kind: 'userTask' }> };
function openTasks(run: Run, element: string | undefined, instance: unknown): Task[] {
  return running(run).flatMap(([id, draft]) =>
    instance !== undefined && id !== idOf(run, instance)
      ? []
      : [...draft.waits.values()].flatMap((wait) =>
          wait.kind === 'userTask' && (element === undefined || wait.element === element) ? [{ case: id, wait }] : [],
        ),
  );
}

/** Who could do it now: whoever holds it, else everybody to whom it is offered and who is not shut out. */
function ableTo(run: Run, { case: id, wait }: Task): string[] {
  if (wait.person !== undefined) return [wait.person];
  const { directory } = run;
  if (!directory) return [];
  const offers = run.offers.get(`${id}/${wait.id}`) ?? [];
  return Object.keys(directory.people).filter((one) => {
    const person = directory.people[one] as Person;
    const isOffered = offers.length === 0 || refsOf(directory, one).some((ref) => offers.includes(ref));
    return isActive(person) && isOffered && !wait.excluded?.includes(one);
  });
}

/** The open task at this element that `by` would do; without people, his own or the first. */
export function taskOf(run: Run, element: string, by: string | undefined, instance: unknown): Task | undefined {
  const open = openTasks(run, element, instance);
  const own = by === undefined ? undefined : open.find(({ wait }) => wait.person === by);
  if (own || by === undefined || !run.directory) return own ?? open[0];
  return open.find((task) => ableTo(run, task).includes(by));
}

const sorted = (list: string[]): string[] => [...list].sort();
const same = (what: string, expected: Value, found: Value): Found | undefined =>
  JSON.stringify(expected) === JSON.stringify(found) ? undefined : { what, expected, found };

/** undefined: the expectation is of another kind. */
export function checkPeople(run: Run, step: Assertion): { found: Found | undefined } | undefined {
  const element = text(step.task);
  switch (step.expect) {
    case 'tasksOf': {
      const person = text(step.person);
      const mine = openTasks(run, undefined, step.instance).filter((task) => ableTo(run, task).includes(person));
      return {
        found: same(`tasks of ${person}`, sorted(step.ids as string[]), sorted(mine.map(({ wait }) => wait.element))),
      };
    }
    case 'offered': {
      const could = openTasks(run, element, step.instance).flatMap((task) => ableTo(run, task));
      return { found: same(`who could do ${element}`, sorted(step.to as string[]), sorted([...new Set(could)])) };
    }
    case 'votes': {
      const wanted = step.values as Record<string, string>;
      const seen = votesAt(run, element, step.instance);
      const found = Object.fromEntries(Object.keys(wanted).map((person) => [person, seen[person] ?? 'open']));
      return { found: same(`votes of ${element}`, wanted, found) };
    }
    case 'result': {
      const told = resultAt(run, element, step.instance);
      const { result = null, tally = null } = (told ?? {}) as { result?: Value; tally?: Value };
      return {
        found:
          same(`result of ${element}`, step.value as Value, result) ??
          (step.tally === undefined ? undefined : same(`tally of ${element}`, step.tally as Value, tally)),
      };
    }
    default:
      return undefined;
  }
}

function casesOf(run: Run, instance: unknown): Draft[] {
  if (instance === undefined) return [...run.population.cases.values()];
  const one = run.population.cases.get(idOf(run, instance));
  return one ? [one] : [];
}

function resultAt(run: Run, element: string, instance: unknown): Variables | undefined {
  for (const draft of casesOf(run, instance)) {
    const name = draft.model.nodes[element]?.voting?.result;
    if (name === undefined) continue;
    for (const { variables } of draft.scopes.values())
      if (Object.hasOwn(variables, name)) return variables[name] as Variables;
  }
  return undefined;
}

/** Of the body that stands, else of the last one. */
function votesAt(run: Run, element: string, instance: unknown): Record<string, string> {
  for (const draft of casesOf(run, instance)) {
    const body = [...draft.scopes.values()].find((scope) => scope.kind === 'body' && scope.element === element)?.body;
    if (!body?.slots) continue;
    const { slots, votes = [], started } = body;
    return Object.fromEntries(
      slots.map(({ person }, index) => [
        person,
        votes.find(({ slot }) => slot === index)?.verdict ?? (index < started ? 'open' : 'later'),
      ]),
    );
  }
  const votes = (resultAt(run, element, instance)?.votes ?? []) as { person: string; verdict: string }[];
  return Object.fromEntries(votes.map(({ person, verdict }) => [person, verdict]));
}
