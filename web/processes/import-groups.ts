// What became of an imported file, by cause: many rows of one kind are one line with the steps it concerns. Pure.

import type { Model, Problem } from '../../bpmn/definition.ts';
import type { Language } from '../../words/message.ts';
import { sayOfModel } from '../../words/model.ts';
import { named } from '../words/useWords.ts';

export type Setting = { element: string; ns: string; name: string; text: string; state: 'mapped' | 'kept' | 'lost' };
/** `where`: names of the steps, each once. `cures`: those of its problems that have a one-click cure, by what the click is called. */
export type Group = { words: string; count: number; where: string[]; cures: [label: string, problems: Problem[]][] };

/** Messages that say one thing of several steps are one; what all of them name alike stays. */
export function byCause(problems: Problem[], model: Model, language: Language): Group[] {
  const groups = new Map<string, Problem[]>();
  for (const problem of problems) {
    const key = `${problem.rule} ${codesIn(problem.message).join(' ')}`;
    groups.set(key, [...(groups.get(key) ?? []), problem]);
  }
  return [...groups.values()]
    .map((all) => {
      const words = together(all, language);
      return {
        words,
        count: all.length,
        // Alone, it names its step itself.
        where: namesOf(
          all.map(({ element }) => element ?? ''),
          model,
          language,
        ).filter((name) => all.length > 1 || !words.includes(name)),
        cures: byLabel(all, language),
      };
    })
    .sort((a, b) => b.count - a.count);
}

const codesIn = ({ code, args }: Problem['message']): string[] => [
  code,
  ...Object.values(args).flatMap((value) =>
    typeof value === 'object' && value !== null && 'code' in value ? codesIn(value as Problem['message']) : [],
  ),
];

/** The one sentence that several have in common: an argument that is not the same in all of them is left out. */
function together(all: Problem[], language: Language): string {
  const [{ message: first }, ...others] = all as [Problem, ...Problem[]];
  const same = (name: string): boolean =>
    others.every(({ message }) => JSON.stringify(message.args[name]) === JSON.stringify(first.args[name]));
  const args = Object.fromEntries(Object.entries(first.args).map(([name, value]) => [name, same(name) ? value : '']));
  return sentence(sayOfModel({ code: first.code, args }, language).replace(EMPTY_QUOTES, '').trim());
}
const EMPTY_QUOTES = /\s?[「“][」”]/g;

function byLabel(problems: Problem[], language: Language): Group['cures'] {
  const labels = new Map<string, Problem[]>();
  for (const problem of problems) {
    const label = problem.fix && sayOfModel(problem.fix.label, language);
    if (label) labels.set(label, [...(labels.get(label) ?? []), problem]);
  }
  return [...labels];
}

/** Begins with a capital, unless with the name of a setting. */
const sentence = (words: string): string =>
  /^\w+:/.test(words) ? words : words.charAt(0).toUpperCase() + words.slice(1);

/** Settings that are carried out here, by their name. */
export function takenOver(report: Setting[], model: Model, language: Language): Group[] {
  const groups = new Map<string, string[]>();
  for (const { ns, name, element, state } of report)
    if (state === 'mapped') groups.set(`${ns}:${name}`, [...(groups.get(`${ns}:${name}`) ?? []), element]);
  return [...groups]
    .map(([words, elements]) => ({
      words,
      count: elements.length,
      where: namesOf(elements, model, language),
      cures: [],
    }))
    .sort((a, b) => b.count - a.count);
}

function namesOf(elements: string[], { processes }: Model, language: Language): string[] {
  const names = elements.flatMap((id) => {
    const found = processes.flatMap(({ elements, flows, lanes }) => elements[id] ?? flows[id] ?? lanes[id] ?? [])[0];
    return found ? [named({ name: found.name || id, texts: found.zf?.text ?? null }, language)] : id ? [id] : [];
  });
  return [...new Set(names)];
}
