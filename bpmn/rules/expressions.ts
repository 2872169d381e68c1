// Every FEEL text of a process with the part that holds it.
import { readsOf } from '../../feel/calls.ts';
import { feel } from '../../feel/expression.ts';
import type { Definition, Element } from '../definition.ts';

/** Without a format a script is FEEL, as the engine runs it; one that is none, or whose result goes nowhere, was written for another engine. */
export function isForeignScript(element: Element): boolean {
  if (element.type !== 'scriptTask' || !element.script?.trim()) return false;
  if (element.scriptFormat) return !/feel/i.test(element.scriptFormat);
  const text = element.script.replace(/^\s*=/, '');
  return !element.zf?.resultVariable || feel(text).error !== undefined || readsOf(text)?.functions.length !== 0;
}

export type Expression = { element: string; field: string; text: string };

/** Texts that are FEEL only where marked are found by their `=`; names and documents are not looked at. */
export function expressionsOf(process: Definition): Expression[] {
  const before = known.get(process);
  if (before) return before;
  const found = read(process);
  known.set(process, found);
  return found;
}
/** Definitions are not changed, they are replaced; several rules look at the same. */
const known = new WeakMap<Definition, Expression[]>();

function read(process: Definition): Expression[] {
  const found: Expression[] = [];
  const look = (element: string, field: string, value: unknown): void => {
    if (typeof value === 'string') {
      if (value.startsWith('=')) found.push({ element, field, text: value.slice(1) });
    } else if (value && typeof value === 'object')
      for (const [key, inner] of Object.entries(value))
        if (!SKIPPED.has(key)) look(element, key === 'source' && 'optional' in value ? 'optional' : key, inner);
  };
  for (const element of Object.values(process.elements)) look(element.id, '', element);
  for (const flow of Object.values(process.flows)) look(flow.id, '', flow);
  look(process.processId, '', process.zf);
  for (const { title } of Object.values(process.zf.text ?? {})) look(process.processId, 'title', title);
  for (const element of Object.values(process.elements))
    if (element.zf?.correlationKey === undefined)
      for (const ref of messagesOf(element))
        look(element.id, 'correlationKey', process.messages[ref]?.zf?.correlationKey);
  for (const element of Object.values(process.elements))
    if (element.type === 'scriptTask' && !isForeignScript(element) && element.script?.trim())
      found.push({ element: element.id, field: 'script', text: element.script.replace(/^\s*=/, '') });
  return found;
}

const SKIPPED = new Set([
  'name',
  'documentation',
  'imported',
  'script',
  'text',
  'doc',
  'instruction',
  'label',
  'id',
  'scope',
]);

/** Whose messages it waits for. */
const messagesOf = (element: Element): string[] => {
  if (element.type === 'receiveTask') return element.messageRef ? [element.messageRef] : [];
  if (!/^(start|boundary|intermediateCatch)Event$/.test(element.type) || !('eventDefinitions' in element)) return [];
  return element.eventDefinitions.flatMap((one) => (one.type === 'messageEventDefinition' && one.messageRef) || []);
};
