// Finds scenario files and loads the models beside them.
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Definition } from '../bpmn/definition.ts';
import { lint } from '../bpmn/lint.ts';
import { ALONE } from '../bpmn/lint-context.ts';
import { OF_THE_LANGUAGE } from '../bpmn/rules/index.ts';
import type { ScenarioFile } from '../bpmn/scenario-checks.ts';
import { parseBpmn } from '../bpmn/xml.ts';
import type { DecisionModel } from '../dmn/decision-model.ts';
import { parseDmn, parseDmnModel } from '../dmn/xml.ts';

export type Loaded = { path: string; file: ScenarioFile };
/** One way to run a case: its files as they are, or the FEEL twins in their place. */
/** `refused`: breaks rules of the language, so publishing would refuse it. */
export type Variant = { label: string; definitions: Definition[]; error?: string; refused?: boolean };

/** Files and folders, searched through; other JSON files are passed over. */
export async function findScenarioFiles(paths: string[]): Promise<Loaded[]> {
  const found: Loaded[] = [];
  for (const start of paths) await search(start, found);
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function search(at: string, found: Loaded[]) {
  if ((await stat(at)).isDirectory()) {
    for (const name of (await readdir(at)).sort())
      if (name !== 'node_modules' && !name.startsWith('.')) await search(path.join(at, name), found);
    return;
  }
  if (!at.endsWith('.json')) return;
  const file = JSON.parse(await readFile(at, 'utf8')) as ScenarioFile;
  if (!Array.isArray(file.scenarios)) return;
  // What the file says of all of them, unless one says otherwise.
  const { people, departments, absences, owners, calendars } = file;
  const shared = {
    ...(people && { people }),
    ...(departments && { departments }),
    ...(absences && { absences }),
    ...(owners && { owners }),
    ...(calendars && { calendars }),
  };
  found.push({ path: at, file: { ...file, scenarios: file.scenarios.map((one) => ({ ...shared, ...one })) } });
}

/** Without `files`, the models are all .bpmn and .dmn files of the folder. */
export async function loadVariants({ path: at, file }: Loaded): Promise<Variant[]> {
  const folder = path.dirname(at);
  const files = file.files ?? (await readdir(folder)).filter((name) => /\.(bpmn|dmn)$/.test(name));
  const variants = [await load('', folder, files)];
  if (file.feelFiles?.length) {
    const twins = file.feelFiles;
    const base = (name: string) => name.replace(/\.feel\.bpmn$/, '.bpmn');
    const replaced = files.map((name) => twins.find((twin) => base(twin) === name) ?? name);
    variants.push(await load(' (FEEL)', folder, replaced));
  }
  return variants;
}

async function load(label: string, folder: string, files: string[]): Promise<Variant> {
  try {
    const definitions: Definition[] = [];
    const decisions: Definition['decisions'] = {};
    const decisionModels: DecisionModel[] = [];
    let refused = false;
    for (const name of files) {
      const bytes = await readFile(path.join(folder, name));
      if (name.endsWith('.dmn')) {
        Object.assign(decisions, await parseDmn(bytes.toString('utf8')));
        decisionModels.push(parseDmnModel(bytes.toString('utf8')));
      } else {
        const { model } = await parseBpmn(bytes);
        definitions.push(...model.processes);
        refused ||= lint(model, ALONE).some(({ rule, severity }) => severity === 'error' && OF_THE_LANGUAGE.has(rule));
      }
    }
    return {
      label,
      ...(refused && { refused }),
      definitions: definitions.map((definition) => ({
        ...definition,
        decisions: { ...definition.decisions, ...decisions },
        ...(decisionModels.length && { decisionModels }),
      })),
    };
  } catch (error) {
    return { label, definitions: [], error: (error as Error).message };
  }
}
