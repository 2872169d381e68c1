// Of several who could do it, the one who gets it: the directory says how much each holds, who had the last one, what they can and when
// they work; who it is, is decided here.
import type { Instant, Resolved } from './instance.ts';

export const SPREADS = ['leastOpen', 'roundRobin', 'sticky'] as const;
/** `sticky`: whoever had the one before with the same key, as long as he is among them. */
export type Spread = { by: (typeof SPREADS)[number]; key?: string };
export const STICKY = 'sticky:';

/** `step`: process and element. `key`: of what the same one is to get again. */
export type FactsAsked = { step: string; key?: string };
/** By the key of the course that gives them: until when they hold, null for good. */
export type Certificates = Record<string, Instant | null>;
/** `turn`: 0, or the larger the later he was given one of this step. `shift`: a calendar. */
export type Facts = {
  open: number;
  turn: number;
  sticks?: true;
  skills?: string[];
  certificates?: Certificates;
  shift?: string;
};

/** Work of one turn, that the directory cannot know of yet. */
export type Given = FactsAsked & { person: string };

/** The first of these certificates that does not hold at `at`. */
export const lacking = (
  needed: string[] | undefined,
  held: Certificates | undefined,
  at: Instant,
): string | undefined =>
  needed?.find((course) => {
    const until = held?.[course];
    return until === undefined || (until !== null && until <= at);
  });

type Needed = {
  skills?: string[] | undefined;
  certificates?: string[] | undefined;
  onShift?: boolean | undefined;
};
/** Who has the skills and certificates, and of these who is on duty now; nobody is on duty: all of them, for the work is not to be lost. */
export function ableAmong(
  people: Resolved[],
  { skills = [], certificates, onShift = false }: Needed,
  at: Instant,
  isOn: (shift: string) => boolean,
): Resolved[] {
  const skilled = people.filter(
    ({ facts }) =>
      skills.every((skill) => facts?.skills?.includes(skill)) &&
      lacking(certificates, facts?.certificates, at) === undefined,
  );
  if (!onShift) return skilled;
  const there = skilled.filter(({ facts }) => facts?.shift === undefined || isOn(facts.shift));
  return there.length > 0 ? there : skilled;
}

/** Who is away gets nothing new while others are there. Of equals the first in the directory. */
export function choose(people: Resolved[], { by }: Spread): Resolved | undefined {
  const here = people.filter((one) => one.for === undefined);
  const among = here.length > 0 ? here : people;
  if (by === 'sticky') {
    const same = among.find(({ facts }) => facts?.sticks);
    if (same) return same;
  }
  const of = (facts: Facts | undefined): number => (by === 'roundRobin' ? facts?.turn : facts?.open) ?? 0;
  return among.reduce<Resolved | undefined>(
    (best, one) => (best === undefined || of(one.facts) < of(best.facts) ? one : best),
    undefined,
  );
}

const LATER = 1e12;
/** What the directory said, and what this turn has given since. */
export function withGiven(asked: FactsAsked | undefined, people: Resolved[], given: Given[]): Resolved[] {
  if (!asked || given.length === 0) return people;
  const same = given.findLast(({ step, key }) => step === asked.step && key !== undefined && key === asked.key);
  return people.map((one) => {
    if (!one.facts) return one;
    const last = given.findLastIndex(({ person, step }) => person === one.person && step === asked.step);
    const { sticks, ...facts } = one.facts;
    return {
      ...one,
      facts: {
        ...facts,
        open: facts.open + given.filter(({ person }) => person === one.person).length,
        ...(last >= 0 && { turn: LATER + last }),
        ...((same ? same.person === one.person : sticks) && { sticks: true as const }),
      },
    };
  });
}
