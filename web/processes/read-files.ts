// Files of other tools, read by the server: a BPMN file with the decisions and forms that it uses, or decisions alone.

import type { Model, Problem } from '../../bpmn/definition.ts';
import type { Form } from '../../forms/form.ts';
import { ask } from '../reach/client.ts';
import type { Setting } from './import-groups.ts';

export type Read = {
  model: Model;
  forms: Record<string, Form>;
  problems: Problem[];
  report: Setting[];
  decisions: string[];
};

export const ACCEPTED = '.bpmn,.bpmn2,.xml,.dmn,.form,.json';

export async function readFiles(files: File[]): Promise<Read> {
  const body = new FormData();
  for (const file of files) body.append('file', file);
  const answer = fetch('/api/bpmn/import', {
    method: 'POST',
    headers: { 'accept-language': document.documentElement.lang },
    body,
  });
  return (await ask(answer)) as Read;
}
