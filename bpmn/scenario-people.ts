// The people of a scenario: whom its steps mean, who could take which task, what has been voted. Roles, departments and the rest are
// those of the file; the shop stage puts the same people into a real directory.
import type { Calendar, Shift } from './calendar.ts';
import type { Draft } from './draft.ts';
import { type Above, type HeadsAsked, headsAmong } from './heads.ts';
import type { Asked, Clock, Resolved, Value, Variables, Wait } from './instance.ts';
import { isHeld } from './parking.ts';
import { absentBehind, present } from './scenario-absence.ts';
import { type Assertion, type Found, idOf, type Run, running, text } from './scenario-checks.ts';
import { above, certificatesOf, type Directory, isActive, type Person, refsOf } from './scenario-directory.ts';
import { notInstead } from './voting.ts';

/** What a scenario, or a file for all of its own, says of the people and their time. */
export type Surroundings = Partial<Directory> & { calendars?: Record<string, Hours> };

/** In the order of the references, those of one by name, as a shop's directory gives them. */
export const meantIn =
  (directory: Directory, run: Run) =>
  (asked: Asked): Resolved[] => {
    const { refs, heads, owner } = asked;
    const here = (person: string) => withFacts(run, directory, asked, present(directory, run.now, person));
    if (owner !== undefined)
      return Object.entries(directory.owners ?? {}).flatMap(([key, one]) => (key === owner ? [here(one)] : []));
    if (heads) return headsAmong(heads, aboveIn(directory, heads)).map(here);
    const all = Object.entries(directory.people)
      .filter(([, person]) => isActive(person))
      .map(([id, { name = id }]) => ({ id, name, refs: refsOf(directory, id) }))
      .sort((a, b) => (a.name < b.name || (a.name === b.name && a.id < b.id) ? -1 : 1));
    const ids = refs.flatMap((ref) => all.filter((one) => one.refs.includes(ref)).map(({ id }) => id));
    return [...new Set(ids)].map(here);
  };

/** As a shop's directory tells it, of the work that is there now. */
function withFacts(run: Run, { people, departments }: Directory, { facts: asked }: Asked, one: Resolved): Resolved {
  if (!asked) return one;
  const person = people[one.person] ?? {};
  const { skills, shift, department = '' } = person;
  const works = shift ?? departments?.[department]?.shift;
  const { given } = run.population;
  const same = given.findLast(({ step, key }) => step === asked.step && key !== undefined && key === asked.key);
  return {
    ...one,
    facts: {
      open: openTasks(run, undefined, undefined).filter(
        ({ case: id, wait }) => (run.holders.get(`${id}/${wait.id}`) ?? wait.person) === one.person,
      ).length,
      turn: given.findLastIndex(({ person, step }) => person === one.person && step === asked.step) + 1,
      ...(same?.person === one.person && { sticks: true as const }),
      ...(skills && { skills }),
      ...(person.certificates && { certificates: certificatesOf(person) }),
      ...(works !== undefined && { shift: works }),
    },
  };
}

function aboveIn({ people, departments = {} }: Directory, { of }: HeadsAsked): Above {
  const start = 'person' in of ? people[of.person]?.department : of.department;
  return above(start, departments).map((id) => {
    const person = departments[id]?.head;
    const known = person === undefined ? undefined : people[person];
    return person !== undefined && known && isActive(known) ? { person, roles: known.roles ?? [] } : null;
  });
}

type Task = { case: string; wait: Extract<Wait, { kind: 'userTask' }> };
function openTasks(run: Run, element: string | undefined, instance: unknown): Task[] {
  return running(run).flatMap(([id, draft]) =>
    instance !== undefined && id !== idOf(run, instance)
      ? []
      : [...draft.waits.values()].flatMap((wait) =>
          wait.kind === 'userTask' && !isHeld(draft, wait) && (element === undefined || wait.element === element)
            ? [{ case: id, wait }]
            : [],
        ),
  );
}

/** Who could do it now: whoever holds it, else everybody to whom it is offered and who is not shut out. */
function ableTo(run: Run, { case: id, wait }: Task): string[] {
  const holder = run.holders.get(`${id}/${wait.id}`) ?? wait.person;
  if (holder) return [holder];
  const { directory } = run;
  if (!directory) return [];
  return Object.keys(directory.people).filter((one) => standsAt(run, { case: id, wait }, one) !== undefined);
}

/** As whom this person could take it: as himself, or for somebody who is away. undefined: not at all. */
function standsAt(run: Run, { case: id, wait }: Task, one: string): string | undefined {
  const directory = run.directory as Directory;
  const offers = run.offers.get(`${id}/${wait.id}`) ?? [];
  const draft = run.population.cases.get(id);
  const not = draft && notInstead(draft, draft.node(wait.element));
  const isOffered = (who: string) =>
    (offers.length === 0 || refsOf(directory, who).some((ref) => offers.includes(ref))) &&
    !wait.excluded?.includes(who);
  if (!isActive(directory.people[one] as Person) || wait.excluded?.includes(one)) return undefined;
  if (isOffered(one) && present(directory, run.now, one).person === one) return one;
  return absentBehind(run, one, wait, not).find(isOffered);
}

/** Who is away, where `by` does this in his place. */
export function forOf(run: Run, task: Task, by: string | undefined): { for?: string } {
  if (by === undefined || !run.directory?.absences) return {};
  const key = `${task.case}/${task.wait.id}`;
  const holder = run.holders.get(key) ?? task.wait.person;
  const absent = !holder ? standsAt(run, task, by) : holder === by ? run.standsFor.get(key) : undefined;
  return absent === undefined || absent === by ? {} : { for: absent };
}

/** The open task at this element that `by` would do, else why not; without people, his own or the first. */
export function taskOf(
  run: Run,
  element: string,
  by: string | undefined,
  instance: unknown,
): Task | 'notOpen' | 'notAllowed' {
  const open = openTasks(run, element, instance);
  const holderOf = ({ case: id, wait }: Task) => run.holders.get(`${id}/${wait.id}`) ?? wait.person;
  const his = by === undefined ? [] : open.filter((task) => holderOf(task) === by);
  // What is his own comes before what he has for somebody who is away.
  const own = his.find(({ case: id, wait }) => !run.standsFor.has(`${id}/${wait.id}`)) ?? his[0];
  if (own || by === undefined || !run.directory) return own ?? open[0] ?? 'notOpen';
  const able = open.find((task) => ableTo(run, task).includes(by));
  if (able) return able;
  // Whose turn has not come yet finds nothing open; anybody else has no part in it.
  return open.length === 0 || votesAt(run, element, instance)[by] === 'later' ? 'notOpen' : 'notAllowed';
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
    case 'attempt':
      return { found: same(`attempt of ${element}`, step.value as Value, attemptOf(run, element, step.instance)) };
    case 'parked': {
      const waiting = casesOf(run, step.instance).flatMap((draft) =>
        [...draft.waits.values()].flatMap((wait) =>
          wait.kind === 'userTask' && isHeld(draft, wait) ? [wait.element] : [],
        ),
      );
      return { found: same('steps that wait for a correction', sorted(step.ids as string[]), sorted(waiting)) };
    }
    case 'due': {
      const due = clockOf(run, step)?.due;
      const found = due === undefined ? null : `${new Date(due).toISOString().slice(0, 19)}Z`;
      return { found: same(`${element} is due`, step.value as Value, found) };
    }
    case 'clock':
      return { found: same(`clock of ${element}`, step.state as Value, stateOf(run, step)) };
    case 'acts':
      return { found: same(`ladder of ${element}`, step.fired as Value, run.acts.get(element) ?? []) };
    case 'copied': {
      const person = text(step.person);
      return { found: same(`copies of ${person}`, step.cases as Value, run.copies.get(person)?.size ?? 0) };
    }
    default:
      return undefined;
  }
}

/** The limit of an open step, or of the case: of this kind, else that by which it has to be done, else the first. */
function clockOf(run: Run, { task, kind, instance }: Assertion): Clock | undefined {
  const open = casesOf(run, instance).flatMap((draft) =>
    [...draft.waits.values()].filter(
      (wait) =>
        (wait.kind === 'userTask' || wait.kind === 'clock') &&
        (task === undefined || task === 'case' ? 'scope' in wait.owner : wait.element === task),
    ),
  );
  const clocks = open.flatMap((wait) => ('clocks' in wait ? (wait.clocks ?? []) : []));
  if (kind !== undefined) return clocks.find((clock) => clock.kind === kind);
  return clocks.find((clock) => clock.kind === 'resolution') ?? clocks[0];
}

function stateOf(run: Run, step: Assertion): Value {
  const { task, kind } = step;
  const clock = clockOf(run, step);
  if (clock?.missed) return 'missed';
  if (clock) return clock.met ? 'met' : clock.stands ? 'paused' : 'running';
  const named = casesOf(run, step.instance).flatMap(
    ({ model }) => model.definition.elements[text(task)]?.zf?.deadline ?? [],
  );
  const meant = kind ?? named.find((rule) => rule.kind === 'resolution')?.kind ?? named[0]?.kind;
  return run.clocks.get(`${task}/${meant}`) === 'missed' ? 'missed' : (run.clocks.get(`${task}/`) ?? null);
}

/** Which activation of the step is open: the runs of several people are one. */
function attemptOf(run: Run, element: string, instance: unknown): Value {
  const [task] = openTasks(run, element, instance);
  const draft = task && run.population.cases.get(task.case);
  const token = draft && 'token' in task.wait.owner ? draft.tokens.get(task.wait.owner.token) : undefined;
  const around = token && draft?.scopes.get(token.scope);
  const scope = around?.kind === 'body' && around.element === element ? around.parent : around?.id;
  const times = run.entered.get(`${task?.case}/${scope}/${element}`);
  // The beginning of the case is not entered: it is there.
  return times === undefined ? null : times + (draft?.node(element).type === 'startEvent' ? 1 : 0);
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
    return byName(
      slots.map((slot, index) => {
        const vote = votes.find((one) => one.slot === index);
        return {
          ...slot,
          ...(vote && { person: vote.person }),
          for: slot.for ?? vote?.for ?? slot.person,
          verdict: vote?.verdict ?? (index < started ? 'open' : 'later'),
        };
      }),
    );
  }
  return byName((resultAt(run, element, instance)?.votes ?? []) as Said[]);
}

type Said = { person: string; for?: string; verdict: string };
/** By whoever has voted, and by whoever he has stood in for; what is his own comes first. */
const byName = (votes: Said[]): Record<string, string> => ({
  ...Object.fromEntries(votes.map(({ person, verdict }) => [person, verdict])),
  ...Object.fromEntries(votes.flatMap((one) => (one.for === undefined ? [] : [[one.for, one.verdict]]))),
  ...Object.fromEntries(
    votes.flatMap((one) => (one.for === undefined || one.for === one.person ? [[one.person, one.verdict]] : [])),
  ),
});

/** As a scenario writes working time: `{"zone": "+08:00", "weekly": {"mon-fri": ["09:00-12:00"]}, "days": {"2026-10-01": []}}`. */
export type Hours = { zone?: string; weekly?: Record<string, string[]>; days?: Record<string, string[]> };
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** @throws Error where a day or a shift cannot be read */
export function calendarOf(id: string, { zone = '+08:00', weekly = {}, days = {} }: Hours): Calendar {
  const [, sign, hours, minutes] = /^([+-])(\d\d):(\d\d)$/.exec(zone) ?? [];
  if (hours === undefined) throw new Error(`the calendar "${id}" has the zone "${zone}"; write +08:00`);
  const minute = (text: string): number => {
    const [, hour, rest] = /^(\d\d):(\d\d)$/.exec(text) ?? [];
    if (hour === undefined) throw new Error(`the calendar "${id}" has the shift "${text}"; write 09:00-12:00`);
    return Number(hour) * 60 + Number(rest);
  };
  const shifts = (list: string[]): Shift[] =>
    list.map((one) => {
      const [from = '', to = ''] = one.split('-');
      return [minute(from), minute(to)];
    });
  const week: Shift[][] = WEEKDAYS.map(() => []);
  for (const [span, list] of Object.entries(weekly)) {
    const [first = -1, last = first] = span.split('-').map((day) => WEEKDAYS.indexOf(day));
    if (first < 0 || last < 0) throw new Error(`the calendar "${id}" has the days "${span}"; write mon-fri`);
    // Monday to Sunday, too.
    for (let day = first; ; day = (day + 1) % 7) {
      week[day] = shifts(list);
      if (day === last) break;
    }
  }
  return {
    id,
    version: 1,
    offset: (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)),
    week,
    days: Object.fromEntries(Object.entries(days).map(([day, list]) => [day, shifts(list)])),
  };
}
