// Who there is in a scenario: its people, their departments, who is away. The shop stage puts the same into a real directory.
import { parseInstant } from './duration.ts';
import type { Certificates } from './spread.ts';

/** `shift`: the calendar by which he works, else that of his department. */
export type Person = {
  name?: string;
  roles?: string[];
  department?: string;
  username?: string;
  active?: boolean;
  skills?: string[];
  /** By the key of a course: until when, null for good. */
  certificates?: Record<string, string | null>;
  shift?: string;
};
export type Directory = {
  people: Record<string, Person>;
  departments?: Record<string, { head?: string; parent?: string; shift?: string }>;
  /** Who looks after a process, by its key. */
  owners?: Record<string, string>;
  /** Who is away from when to when, and who stands in for him. */
  absences?: { person: string; from: string; to: string; proxy: string }[];
};
/** @throws Error where an instant cannot be read */
export const certificatesOf = ({ certificates = {} }: Person): Certificates =>
  Object.fromEntries(
    Object.entries(certificates).map(([course, until]) => {
      const at = until === null ? null : parseInstant(until);
      if (until !== null && at === null)
        throw new Error(`a certificate holds until "${until}"; write 2026-01-05T00:00:00Z, or null`);
      return [course, at];
    }),
  );
export const isActive = ({ active = true }: Person) => active;

/** The department and all above it. */
export function above(department: string | undefined, departments: Directory['departments'] = {}): string[] {
  const found: string[] = [];
  for (let at = department; at !== undefined && !found.includes(at); at = departments[at]?.parent) found.push(at);
  return found;
}

/** Everything by which this person can be meant. */
export function refsOf({ people, departments }: Directory, id: string): string[] {
  const { roles = [], department, username, name } = people[id] ?? {};
  const known = [id, ...(username === undefined ? [] : [username]), ...(name === undefined ? [] : [name])];
  return [
    ...known.map((one) => `person:${one}`),
    ...roles.map((role) => `role:${role}`),
    ...above(department, departments).map((one) => `department:${one}`),
  ];
}
