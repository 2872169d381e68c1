// What is special about files of Camunda 8 as a whole: functions that its FEEL has beside the standard's, translated where ours has
// an equal, and data that an event sub-process keeps to itself.
import type { Definition } from '../definition.ts';

type Translate = (args: string[]) => string | undefined;
const FUNCTIONS: Record<string, Translate> = {
  'is empty': ([list]) => list && `(count(${list}) = 0)`,
  'is blank': ([text]) => text && `matches(${text}, "^\\s*$")`,
  trim: ([text]) => text && `replace(${text}, "^\\s+|\\s+$", "")`,
  put: ([context, key, value]) => (value === undefined ? undefined : `context put(${context}, ${key}, ${value})`),
  'put all': (contexts) => `context merge([${contexts.join(', ')}])`,
  'last day of month': ([day]) => day && `(date(${day}.year, ${day}.month, 1) + duration("P1M") - duration("P1D"))`,
};
const CALL = /(?:is\s+empty|is\s+blank|trim|put\s+all|put|last\s+day\s+of\s+month)\s*\(/y;

/** Calls of those functions in a FEEL text, outside of its texts. */
export function standardFeel(text: string): string {
  let result = '';
  for (let at = 0; at < text.length; ) {
    if (text[at] === '"') {
      const end = afterText(text, at);
      result += text.slice(at, end);
      at = end;
      continue;
    }
    CALL.lastIndex = at;
    const call = /[\p{L}\p{N}_.]$/u.test(result) || /\bcontext\s+$/.test(result) ? null : CALL.exec(text);
    const args = call && argumentsFrom(text, at + call[0].length);
    const name = call?.[0].replace(/\s*\($/, '').replace(/\s+/g, ' ');
    const translated = args && FUNCTIONS[name!]?.(args.list.map(standardFeel));
    if (translated) {
      result += translated;
      at = args.end;
    } else result += text[at++];
  }
  return result;
}

function afterText(text: string, at: number): number {
  for (let i = at + 1; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '"') return i + 1;
  }
  return text.length;
}

/** What stands between the brackets, and where they have closed; null where they never do. */
function argumentsFrom(text: string, from: number): { list: string[]; end: number } | null {
  const list: string[] = [];
  let depth = 0;
  let start = from;
  for (let i = from; i < text.length; ) {
    const c = text[i]!;
    if (c === '"') {
      i = afterText(text, i);
      continue;
    }
    if (c === '(' || c === '[' || c === '{') depth++;
    else if (depth > 0 && (c === ')' || c === ']' || c === '}')) depth--;
    else if (depth === 0 && (c === ',' || c === ')')) {
      list.push(text.slice(start, i).trim());
      start = i + 1;
      if (c === ')') return { list: list.length === 1 && list[0] === '' ? [] : list, end: i + 1 };
    }
    i++;
  }
  return null;
}

const TEXTS = new Set(['name', 'documentation', 'imported', 'id', 'scope', 'instruction', 'formKey']);

/** Every expression of the part, in place. */
export function translateFeel(part: unknown): void {
  if (!part || typeof part !== 'object') return;
  const holder = part as Record<string, unknown>;
  for (const [key, value] of Object.entries(holder)) {
    if (TEXTS.has(key)) continue;
    if (typeof value === 'string' && value.startsWith('=')) holder[key] = `=${standardFeel(value.slice(1))}`;
    else translateFeel(value);
  }
}

/** What the start event of an event sub-process brings is known to that run of it alone: data of the sub-process. */
export function keepInside({ elements, dataObjects }: Pick<Definition, 'elements' | 'dataObjects'>): void {
  for (const element of Object.values(elements)) {
    const around = elements[element.scope];
    if (element.type !== 'startEvent' || !around || !('triggeredByEvent' in around) || !around.triggeredByEvent)
      continue;
    for (const { target } of element.zf?.output ?? []) {
      const id = `${element.id}_${target}`;
      dataObjects[id] ??= { id, name: target, scope: around.id };
    }
  }
}
