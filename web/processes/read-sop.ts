// Reads a shipped SOP in the browser: its picture, its tables and its forms, each a file of its folder.
import type { Model } from '../../bpmn/definition.ts';
import { parseBpmn } from '../../bpmn/xml.ts';
import { readDecisions, withDecisions } from '../../dmn/decision-files.ts';
import { Form } from '../../forms/form.ts';

const pictures = import.meta.glob<string>('../../sops/*/*/*.bpmn', { query: '?raw', import: 'default' });
const tables = import.meta.glob<string>('../../sops/*/*/*.dmn', { query: '?raw', import: 'default' });
const papers = import.meta.glob<unknown>('../../sops/*/*/forms/*.json', { import: 'default' });

const within = <T>(files: Record<string, () => Promise<T>>, folder: string): Promise<T[]> =>
  Promise.all(
    Object.entries(files)
      .filter(([path]) => path.includes(`/${folder}/`))
      .map(([, load]) => load()),
  );

export async function readSop(folder: string): Promise<{ model: Model; forms: Record<string, Form> }> {
  const [[xml], dmns, jsons] = await Promise.all([
    within(pictures, folder),
    within(tables, folder),
    within(papers, folder),
  ]);
  if (!xml) throw new Error(`there is no SOP ${folder}`);
  const { model } = await parseBpmn(xml);
  const decisions = readDecisions(dmns);
  const [first, ...rest] = model.processes;
  const forms = jsons.map((json) => Form.parse(json));
  return {
    model: {
      ...model,
      processes: first ? [withDecisions(first, decisions), ...rest] : rest,
    },
    forms: Object.fromEntries(forms.map((form) => [form.key, form])),
  };
}
