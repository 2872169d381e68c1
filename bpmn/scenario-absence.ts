// Who of a scenario's people is away, and who has his work meanwhile. A shop does the same where tasks are recorded, and as absences
// begin and end (db/absences.ts).
import { standIn } from './absence.ts';
import { parseInstant } from './duration.ts';
import type { Instant, Resolved, Wait } from './instance.ts';
import type { Run } from './scenario-checks.ts';
import { type Directory, isActive, refsOf } from './scenario-directory.ts';
import { notInstead } from './voting.ts';

type UserTask = Extract<Wait, { kind: 'userTask' }>;

/** @throws Error where an instant cannot be read */
const instant = (text: string): Instant => {
  const at = parseInstant(text);
  if (at === null) throw new Error(`an absence has the instant "${text}"; write 2026-01-05T00:00:00Z`);
  return at;
};

/** The proxy of whoever is away now. */
export const proxiesAt =
  ({ absences = [] }: Directory, now: Instant) =>
  (person: string): string | undefined =>
    absences.find((one) => one.person === person && instant(one.from) <= now && now < instant(one.to))?.proxy;

const isHere = ({ people }: Directory, person: string): boolean => {
  const known = people[person];
  return known !== undefined && isActive(known);
};

/** The one whom the directory means, or who stands in for him. */
export function present(directory: Directory, now: Instant, person: string): Resolved {
  const instead = standIn(person, proxiesAt(directory, now), (one) => isHere(directory, one));
  return instead === undefined || instead === person ? { person } : { person: instead, for: person };
}

/** For whom this person stands in at this task; with nothing excluded, at any. */
export function absentBehind(run: Run, person: string, wait?: UserTask, not?: string): string[] {
  const { directory } = run;
  if (!directory?.absences) return [];
  const proxyOf = proxiesAt(directory, run.now);
  return Object.keys(directory.people).filter(
    (one) =>
      one !== person &&
      proxyOf(one) !== undefined &&
      standIn(
        one,
        proxyOf,
        (other) => isHere(directory, other) && other !== not && !wait?.excluded?.includes(other),
      ) === person,
  );
}

/** Every open task is with whoever has it now: who is away has none, who is back has his own again. */
export function settleAbsences(run: Run) {
  const { directory } = run;
  if (!directory?.absences) return;
  const proxyOf = proxiesAt(directory, run.now);
  for (const [id, draft] of run.population.cases) {
    for (const wait of draft.waits.values()) {
      if (wait.kind !== 'userTask') continue;
      const key = `${id}/${wait.id}`;
      const held = run.standsFor.get(key) ?? run.holders.get(key) ?? wait.person;
      const whose = held === undefined ? undefined : idOfPerson(directory, held);
      if (whose === undefined || (proxyOf(whose) === undefined && !run.standsFor.has(key))) continue;
      const not = notInstead(draft, draft.node(wait.element));
      const may = (one: string) => isHere(directory, one) && one !== not && !wait.excluded?.includes(one);
      const now = standIn(whose, proxyOf, may);
      run.standsFor.delete(key);
      const others = (run.offers.get(key) ?? []).some((ref) => ref !== `person:${whose}`);
      if (now === undefined && others) run.holders.delete(key);
      else run.holders.set(key, now ?? whose);
      if (now !== undefined && now !== whose) run.standsFor.set(key, whose);
    }
  }
}

/** The model may name him as it likes. */
const idOfPerson = (directory: Directory, name: string): string | undefined =>
  directory.people[name]
    ? name
    : Object.keys(directory.people).find((one) => refsOf(directory, one).includes(`person:${name}`));
