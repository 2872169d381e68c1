// Reads a shipped SOP: its folder holds one .bpmn, its .dmn decisions, forms/ and scenarios/.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Definition, Model } from '../bpmn/definition.ts';
import { XmlRefused } from '../bpmn/xml/decode.ts';
import { parseBpmn } from '../bpmn/xml.ts';
import { readDecisions, withDecisions } from '../dmn/decision-files.ts';
import type { DecisionTable } from '../dmn/schema.ts';
import { Form } from '../forms/form.ts';
import { sayOfModel } from '../words/model.ts';

export type Sop = {
  folder: string;
  model: Model;
  definition: Definition;
  forms: Record<string, Form>;
  decisions: Record<string, DecisionTable>;
};

/** @throws Error that names the file where one cannot be read. */
export async function loadSop(folder: string): Promise<Sop> {
  const names = await readdir(folder);
  const bpmn = names.find((name) => name.endsWith('.bpmn'));
  if (!bpmn) throw new Error(`${folder} holds no .bpmn file`);
  const bytes = await readFile(path.join(folder, bpmn));
  const { model, forms: inside } = await inFile(path.join(folder, bpmn), () => parseBpmn(bytes));
  const files = names.filter((each) => each.endsWith('.dmn')).sort();
  const texts = await Promise.all(files.map((name) => readFile(path.join(folder, name), 'utf8')));
  const read = await inFile(files.map((name) => path.join(folder, name)).join(', '), () => readDecisions(texts));
  const [process] = model.processes;
  if (!process) throw new Error(`${path.join(folder, bpmn)} holds no process`);
  const definition: Definition = withDecisions(process, read);
  return {
    folder,
    model: { ...model, processes: [definition, ...model.processes.slice(1)] },
    definition,
    // Forms of other engines may stand in the file itself.
    forms: { ...inside, ...(await loadForms(path.join(folder, 'forms'))) },
    decisions: read.decisions,
  };
}

/** @throws Error in words, with the file, where it is none that can be read */
export async function inFile<T>(file: string, read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw new Error(`${file}: ${error instanceof XmlRefused ? sayOfModel(error.why, 'en') : (error as Error).message}`);
  }
}

async function loadForms(folder: string): Promise<Record<string, Form>> {
  const forms: Record<string, Form> = {};
  for (const name of await readdir(folder).catch(() => [])) {
    if (!name.endsWith('.json')) continue;
    const parsed = Form.safeParse(JSON.parse(await readFile(path.join(folder, name), 'utf8')));
    if (!parsed.success)
      throw new Error(
        `${path.join(folder, name)} is not a form: ${parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; ')}`,
      );
    forms[parsed.data.key] = parsed.data;
  }
  return forms;
}

/** Folders below `root` that hold a .bpmn file. */
export async function findSops(root: string): Promise<string[]> {
  const entries = await readdir(root, { withFileTypes: true });
  const own = entries.some((entry) => entry.isFile() && entry.name.endsWith('.bpmn')) ? [root] : [];
  const below = await Promise.all(
    entries.filter((entry) => entry.isDirectory()).map((entry) => findSops(path.join(root, entry.name))),
  );
  return [...own, ...below.flat()].sort();
}
