// Every FEEL text of a process with the part that holds it.
import type { Definition } from '../definition.ts';

/** Without a format a script is FEEL, as the engine runs it. */
const isFeel = ({ scriptFormat }: { scriptFormat?: string | undefined }): boolean =>
  !scriptFormat || /feel/i.test(scriptFormat);

export type Expression = { element: string; field: string; text: string };

/** Texts that are FEEL only where marked are found by their `=`; names and documents are not looked at. */
export function expressionsOf(process: Definition): Expression[] {
  const found: Expression[] = [];
  const look = (element: string, field: string, value: unknown): void => {
    if (typeof value === 'string') {
      if (value.startsWith('=')) found.push({ element, field, text: value.slice(1) });
    } else if (value && typeof value === 'object')
      for (const [key, inner] of Object.entries(value)) if (!SKIPPED.has(key)) look(element, key, inner);
  };
  for (const element of Object.values(process.elements)) look(element.id, '', element);
  for (const flow of Object.values(process.flows)) look(flow.id, '', flow);
  look(process.processId, '', process.zf);
  for (const element of Object.values(process.elements))
    if (element.type === 'scriptTask' && isFeel(element) && element.script?.trim())
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
