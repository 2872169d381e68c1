// Files of others survive an edit: what was not edited says the same afterwards, and the schema finds no new fault. The
// comparison reads both files with a parser of its own; an export that is the untouched source would prove nothing, so
// every case goes through the writer.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Model } from '../../bpmn/definition.ts';
import { decodeXml } from '../../bpmn/xml/decode.ts';
import { equal } from '../../bpmn/xml/equal.ts';
import { parseBpmn, serializeBpmn } from '../../bpmn/xml.ts';
import { schemaFaults } from './bpmn-schema.ts';
import { differences, type Said, said } from './semantic-xml.ts';

const here = import.meta.dirname;
const shared = join(here, '../../../shared/conformance');
const folders = [
  join(here, 'fixtures'),
  join(here, '../../sops'),
  ...['interchange', 'bpmn', 'patterns'].map((name) => join(shared, name)),
].filter((folder) => {
  if (existsSync(folder)) return true;
  console.log(`skipped: the reference files of ${folder} are not beside this checkout`);
  return false;
});

const bpmnFiles = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? bpmnFiles(path) : name.endsWith('.bpmn') ? [path] : [];
  });

type Case = { path: string; text: string; model: Model };

const MODEL = '{http://www.omg.org/spec/BPMN/20100524/MODEL}';

function* everyone(element: Said): Generator<Said> {
  yield element;
  for (const child of element.children) yield* everyone(child);
}

/** Elements and attributes of BPMN and its pictures whose whole value is this id; what a setting of ours names is for lint to tell. */
function mentions(root: Said, id: string): string[] {
  const found: string[] = [];
  for (const { name, attributes, text, children } of everyone(root)) {
    if (!name.startsWith('{http://www.omg.org/spec/')) continue;
    for (const [key, value] of Object.entries(attributes))
      if (key !== 'name' && !key.startsWith('{') && value.replace(/^\w+:/, '') === id) found.push(`${name}@${key}`);
    if (children.length === 0 && text.replace(/^\w+:/, '') === id && name !== `${MODEL}text`) found.push(name);
  }
  return found;
}

for (const folder of folders)
  describe(basename(folder), { timeout: 120_000 }, () => {
    const cases: Case[] = [];
    const exports: Record<string, string> = {};
    beforeAll(async () => {
      for (const path of bpmnFiles(folder)) {
        const bytes = readFileSync(path);
        cases.push({ path, text: decodeXml(bytes), model: (await parseBpmn(bytes)).model });
      }
    });

    it('comes back as it was, where nothing was edited', async () => {
      for (const { path, text, model } of cases)
        expect(differences(said(inUtf8(text)), said(await serializeBpmn(model))), path).toEqual([]);
    });

    it('says the same apart from the names and places that were edited', async () => {
      for (const { path, text, model } of cases) {
        const edited = structuredClone(model);
        edited.name = 'edited';
        for (const { elements } of edited.processes)
          for (const element of Object.values(elements)) element.name = `${element.name ?? ''}!`;
        for (const shape of Object.values(edited.diagram.shapes)) shape.x += 10;
        const xml = await serializeBpmn(edited);
        exports[`${path} renamed`] = xml;
        const nodes = edited.processes.flatMap(({ elements }) => Object.keys(elements)).length;
        const left = differences(said(inUtf8(text)), said(xml)).filter((one) => !/@name: |\/Bounds@x: /.test(one));
        expect(left, path).toEqual([]);
        const renamed = [...everyone(said(xml))].filter(({ attributes }) => attributes.name?.endsWith('!')).length;
        expect(renamed, path).toBeGreaterThanOrEqual(nodes);
        const again = (await parseBpmn(xml)).model;
        expect(equal({ ...again, source: undefined }, { ...edited, source: undefined }), path).toBe(true);
      }
    });

    it('gains one step and its line, and nothing else', async () => {
      for (const { path, text, model } of cases) {
        const edited = structuredClone(model);
        const process = edited.processes.find(({ elements }) => Object.keys(elements).length > 0);
        if (!process) continue;
        const from = Object.values(process.elements).find((one) => one.scope === process.processId)!;
        process.elements.added = { type: 'userTask', id: 'added', scope: process.processId, name: 'Added' };
        process.flows.added_flow = {
          id: 'added_flow',
          source: from.id,
          target: 'added',
          scope: process.processId,
          order: 1e6,
          condition: '=a > 1',
        };
        edited.diagram.shapes.added = { x: 1, y: 2, width: 144, height: 72 };
        edited.diagram.edges.added_flow = {
          waypoints: [
            { x: 0, y: 0 },
            { x: 1, y: 2 },
          ],
        };
        const xml = await serializeBpmn(edited);
        exports[`${path} with a step`] = xml;
        const left = differences(said(inUtf8(text)), said(xml)).filter((one) => !/ gained <outgoing>/.test(one));
        const drawn = left.filter((one) => /<BPMN(Shape|Edge|Diagram)/.test(one));
        expect(left.filter((one) => !drawn.includes(one)).map(gained), path).toEqual([
          'gained <userTask added>',
          'gained <sequenceFlow added_flow>',
        ]);
        expect(
          drawn.every((one) => / gained /.test(one)),
          path,
        ).toBe(true);
      }
    });

    it('loses one step with everything that speaks of it, and gets it back', async () => {
      for (const { path, model } of cases) {
        const edited = structuredClone(model);
        const process = edited.processes.find(({ elements }) => Object.keys(elements).length > 1);
        const gone = process && Object.values(process.elements).find(({ type }) => /[tT]ask$/.test(type));
        if (!process || !gone) continue;
        delete process.elements[gone.id];
        delete edited.diagram.shapes[gone.id];
        const xml = await serializeBpmn(edited);
        exports[`${path} without a step`] = xml;
        expect(mentions(said(xml), gone.id), path).toEqual([]);
        process.elements[gone.id] = gone;
        const shape = model.diagram.shapes[gone.id];
        if (shape) edited.diagram.shapes[gone.id] = shape;
        expect(differences(said(await serializeBpmn(model)), said(await serializeBpmn(edited))), path).toEqual([]);
      }
    });

    it('can be written from the model alone, and read again', async () => {
      for (const { path, model } of cases) {
        const fresh: Model = { ...model, source: undefined };
        const xml = await serializeBpmn(fresh);
        exports[`${path} from the model`] = xml;
        expect(equal({ ...(await parseBpmn(xml)).model, source: undefined }, fresh), path).toBe(true);
      }
    });

    it('is valid by the schema of BPMN 2.0 wherever the file was', async () => {
      const faults = await schemaFaults(Object.fromEntries(cases.map(({ path, text }) => [path, inUtf8(text)])));
      const after = await schemaFaults(exports);
      for (const [name, found] of Object.entries(after))
        if (faults[name.slice(0, name.indexOf('.bpmn') + 5)]!.length === 0) expect(found, name).toEqual([]);
    });
  });

const inUtf8 = (text: string): string => text.replace(/^(\s*<\?xml[^>]*encoding\s*=\s*)(["'])[^"']*\2/, '$1"UTF-8"');
const gained = (line: string): string => line.slice(line.indexOf(' gained') + 1);
