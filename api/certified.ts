// Who may be given a task whose step asks for certificates: only who holds them now.
import { certificateLacking, courseTitle } from '../db/courses.ts';
import { namesOf } from '../db/people.ts';
import type { TaskDetail } from '../db/tasks.ts';
import type { Language } from '../words/message.ts';
import type { Deps } from './deps.ts';
import { type ProblemError, problem } from './problem.ts';

type Lacking = { person: string; course: string };
export async function lackingFor(
  { sql, definitions }: Pick<Deps, 'sql' | 'definitions'>,
  task: Pick<TaskDetail, 'process' | 'version' | 'element'>,
  people: string[],
  at: number,
): Promise<Lacking | undefined> {
  const published = await definitions.get(task.process, task.version);
  const courses = published?.definition.elements[task.element]?.zf?.certificates ?? [];
  return certificateLacking(sql, people, courses, at);
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
