// What is wrong with a page before it is published: it names what the shop does not have, or says what no reader would get.
import { isInEnglish, quizFaults } from './course.ts';
import { namesOf } from './names.ts';
import type { Page } from './page.ts';
import { readPage } from './read.ts';

/** A published process as pages may speak of it. */
export type Spoken = {
  key: string;
  /** Its steps, by id. */
  steps: string[];
  /** Its data: names, and what people call them in any language. */
  data: string[];
};
export type PageWorld = {
  parameters: { key: string; blank: boolean }[];
  processes: Spoken[];
  pages: Pick<Page, 'key' | 'kind' | 'see'>[];
  registers: { key: string; views: { key: string }[] }[];
  /** Keys of published tables. */
  decisions: string[];
};
export type PageProblem = { severity: 'error' | 'warning'; code: string; args: Record<string, unknown> };

export function pageProblems(
  body: Page,
  { parameters, processes, pages, registers, decisions }: PageWorld,
): PageProblem[] {
  const found: PageProblem[] = [];
  const say = (severity: PageProblem['severity'], code: string, args: Record<string, unknown> = {}): void =>
    void found.push({ severity, code, args });
  if (body.text.zh.trim() === '') say('error', 'pageEmpty');
  for (const text of [body.text.zh, body.text.en ?? ''])
    for (const fault of readPage(text).faults) say('error', fault.code, { text: fault.text });
  if ((body.title.en?.trim() ? 1 : 0) !== (body.text.en?.trim() ? 1 : 0)) say('warning', 'pageEnglish');
  else if (body.title.en?.trim() && body.quiz && !isInEnglish(body.quiz)) say('warning', 'quizEnglish');
  courseProblems(body, pages, say);
  const names = namesOf(body);
  for (const key of names.parameters) {
    const known = parameters.find((one) => one.key === key);
    if (!known) say('error', 'pageParameter', { key });
    else if (known.blank) say('error', 'pageParameterBlank', { key });
  }
  for (const { process, element } of names.steps) {
    const known = processes.find(({ key }) => key === process);
    if (!known) say('error', 'pageProcess', { process });
    else if (element !== undefined && !known.steps.includes(element)) say('error', 'pageStep', { process, element });
  }
  for (const { of, key, view } of names.views) {
    const register = registers.find((one) => one.key === key);
    if (of === 'decision' && !decisions.includes(key)) say('error', 'pageDecision', { key });
    if (of !== 'register') continue;
    if (!register) say('error', 'pageRegister', { key });
    else if (view !== undefined && !register.views.some((one) => one.key === view))
      say('error', 'pageRegisterView', { key, view });
  }
  // Where it offers itself, all of them have to know what it speaks of; anywhere else one is enough.
  const offered = [...new Set(body.scene.map((one) => one.split('#')[0]))];
  const held = processes.filter(({ key }) => offered.includes(key));
  for (const name of names.variables) {
    const [first = name] = name.split('.');
    const knows = ({ data }: Spoken): boolean => data.includes(name) || data.includes(first);
    if (held.length > 0 ? !held.every(knows) : !processes.some(knows)) say('error', 'pageVariable', { name });
  }
  if (body.read && !body.see.includes('all')) {
    const unseen = body.read.who.filter((ref) => !body.see.includes(ref));
    if (unseen.length > 0) say('error', 'pageUnseen');
  }
  return found;
}

type Say = (severity: PageProblem['severity'], code: string, args?: Record<string, unknown>) => void;
function courseProblems(
  { key, kind, see, read, chapters = [], quiz }: Page,
  pages: PageWorld['pages'],
  say: Say,
): void {
  if (kind !== 'course' && (chapters.length > 0 || quiz)) say('error', 'courseOnly');
  for (const { code, n } of quiz ? quizFaults(quiz) : []) say('error', code, { n });
  const readers = [...see, ...(read?.who ?? [])];
  for (const chapter of chapters) {
    const page = pages.find((one) => one.key === chapter);
    if (!page) say('error', 'courseChapter', { key: chapter });
    else if (chapter === key || page.kind === 'course') say('error', 'courseOfCourses', { key: chapter });
    else if (!page.see.includes('all') && readers.some((ref) => !page.see.includes(ref)))
      say('error', 'courseUnseen', { key: chapter });
  }
}
