// Who may be given a task whose step asks for certificates: only who holds them now.
import { certificateLacking, courseTitle } from '../db/courses.ts';
import { namesOf } from '../db/people.ts';
import type { TaskDetail } from '../db/tasks.ts';
import type { Language } from '../words/message.ts';
import type { Deps } from './deps.ts';
import { type ProblemError, problem } from './problem.ts';

type Lacking = { person: string; course: string };
type At = Pick<TaskDetail, 'process' | 'version' | 'element'>;
export async function lackingFor(
  { sql, definitions }: Pick<Deps, 'sql' | 'definitions'>,
  task: At,
  people: string[],
  at: number,
): Promise<Lacking | undefined> {
  const published = await definitions.get(task.process, task.version);
  const courses = published?.definition.elements[task.element]?.zf?.certificates ?? [];
  return certificateLacking(sql, people, courses, at);
}

/** Those of these tasks whose step asks for a certificate that this person lacks; each step is asked about once. */
export async function lackedBy<T extends At>(
  deps: Pick<Deps, 'sql' | 'definitions'>,
  tasks: T[],
  person: string | null,
  at: number,
): Promise<Set<T>> {
  if (person === null) return new Set();
  const steps = new Map<string, T[]>();
  for (const task of tasks) {
    const step = JSON.stringify([task.process, task.version, task.element]);
    steps.set(step, [...(steps.get(step) ?? []), task]);
  }
  const lacked: T[] = [];
  for (const group of steps.values()) {
    const [first] = group;
    if (first && (await lackingFor(deps, first, [person], at))) lacked.push(...group);
  }
  return new Set(lacked);
}

/** Says which course comes first. */
export async function uncertified(
  { sql }: Pick<Deps, 'sql'>,
  { person, course }: Lacking,
  language: Language,
): Promise<ProblemError> {
  const [names, title] = await Promise.all([namesOf(sql, [person]), courseTitle(sql, course)]);
  return problem(
    'uncertified',
    { who: names[person] ?? person, course: (language === 'en' && title?.en) || title?.zh || course },
    { course },
  );
}
