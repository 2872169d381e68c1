// What became of an imported file, by cause: many rows of one kind are one line with the steps it concerns. Pure.

import type { Model, Problem } from '../../bpmn/definition.ts';
import type { Language } from '../../words/message.ts';
import { sayOfModel } from '../../words/model.ts';
import { named } from '../words/useWords.ts';

export type Setting = { element: string; ns: string; name: string; text: string; state: 'mapped' | 'kept' | 'lost' };
/** `where`: names of the steps, each once. `cures`: those of its problems that have a one-click cure, by what the click is called. */
export type Group = { words: string; count: number; where: string[]; cures: [label: string, problems: Problem[]][] };

/** Messages that differ in quoted names only are one. What all of them quote alike stays. */
export function byCause(problems: Problem[], model: Model, language: Language): Group[] {
  const groups = new Map<string, Problem[]>();
  for (const problem of problems) {
    const key = `${problem.rule} ${partsOf(sayOfModel(problem.message, language))
      .map(({ text, quoted }) => (quoted ? '' : text))
      .join('')}`;
    groups.set(key, [...(groups.get(key) ?? []), problem]);
  }
  return [...groups.values()]
    .map((all) => {
      const alone = sayOfModel(all[0]!.message, language);
      return {
        words: all.length > 1 ? together(all.map(({ message }) => sayOfModel(message, language))) : sentence(alone),
        count: all.length,
        // Alone, it names its step itself.
        where: namesOf(
          all.map(({ element }) => element ?? ''),
          model,
          language,
        ).filter((name) => all.length > 1 || !alone.includes(name)),
        cures: byLabel(all, language),
      };
    })
    .sort((a, b) => b.count - a.count);
}

function byLabel(problems: Problem[], language: Language): Group['cures'] {
  const labels = new Map<string, Problem[]>();
  for (const problem of problems) {
    const label = problem.fix && sayOfModel(problem.fix.label, language);
    if (label) labels.set(label, [...(labels.get(label) ?? []), problem]);
  }
  return [...labels];
}

const QUOTED = /(\s?[「“][^」”]*[」”]|^未命名的[^的往要由]*步骤|^the unnamed (?:step of a person|[a-z-]+(?: step)?))/g;

const partsOf = (message: string): { text: string; quoted: boolean }[] =>
  message.split(QUOTED).map((text, at) => ({ text: text ?? '', quoted: at % 2 === 1 }));

/** The one sentence that several messages have in common: a quote that is not the same in all of them is left out. */
function together(messages: string[]): string {
  const all = messages.map(partsOf);
  const [first = [], ...others] = all;
  const kept = first.filter(({ text, quoted }, at) => !quoted || others.every((parts) => parts[at]?.text === text));
  return sentence(
    kept
      .map(({ text }) => text)
      .join('')
      .trim(),
  );
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
