// What became of an imported file, by cause: many rows of one kind are one line with the steps it concerns. Pure.
import type { Model, Problem } from '../../bpmn/definition.ts';
import type { Language } from '../words/language.ts';
import { named } from '../words/useWords.ts';

export type Setting = { element: string; ns: string; name: string; text: string; state: 'mapped' | 'kept' | 'lost' };
/** `where`: names of the steps, each once. */
export type Group = { words: string; count: number; where: string[] };

/** Messages that differ in the quoted value only are one. */
export function byCause(problems: Problem[], model: Model, language: Language): Group[] {
  const groups = new Map<string, { alone: string; together: string; elements: string[] }>();
  for (const { rule, element, message } of problems) {
    const together = withoutNames(message[language]);
    const key = `${rule} ${together}`;
    const before = groups.get(key) ?? { alone: message[language], together, elements: [] };
    groups.set(key, { ...before, elements: [...before.elements, element ?? ''] });
  }
  return [...groups.values()]
    .map(({ alone, together, elements }) => ({
      words: elements.length > 1 ? together : sentence(alone),
      count: elements.length,
      // Alone, it names its step itself.
      where: namesOf(elements, model, language).filter((name) => elements.length > 1 || !alone.includes(name)),
    }))
    .sort((a, b) => b.count - a.count);
}

const withoutNames = (message: string): string => {
  const bare = message.replace(/\s?[「“][^」”]*[」”]|^未命名的步骤|^the unnamed step/g, '').trim();
  return sentence(bare);
};

/** Begins with a capital, unless with the name of a setting. */
const sentence = (words: string): string =>
  /^\w+:/.test(words) ? words : words.charAt(0).toUpperCase() + words.slice(1);

/** Settings that are carried out here, by their name. */
export function takenOver(report: Setting[], model: Model, language: Language): Group[] {
  const groups = new Map<string, string[]>();
  for (const { ns, name, element, state } of report)
    if (state === 'mapped') groups.set(`${ns}:${name}`, [...(groups.get(`${ns}:${name}`) ?? []), element]);
  return [...groups]
    .map(([words, elements]) => ({ words, count: elements.length, where: namesOf(elements, model, language) }))
    .sort((a, b) => b.count - a.count);
}

function namesOf(elements: string[], { processes }: Model, language: Language): string[] {
  const names = elements.flatMap((id) => {
    const found = processes.flatMap((process) => process.elements[id] ?? [])[0];
    return found ? [named({ name: found.name || id, texts: found.zf?.text ?? null }, language)] : id ? [id] : [];
  });
  return [...new Set(names)];
}
