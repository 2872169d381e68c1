// BPMN 2.0 XML ⇄ Model: the one door; only this file and xml/ know XML.
import type { ModdleElement } from 'bpmn-moddle';
import type { Model, Problem } from './definition.ts';
import { decodeXml } from './xml/decode.ts';
import { keepDefaults, moddle, readDocument } from './xml/document.ts';
import { equal } from './xml/equal.ts';
import { readModel } from './xml/read.ts';
import { freshDocument, writeModel } from './xml/write.ts';

/** Throws XmlRefused where the file is no BPMN or may not be read; everything else is a Problem. */
export async function parseBpmn(input: string | Uint8Array): Promise<{ model: Model; problems: Problem[] }> {
  const source = decodeXml(input);
  const { root, problems } = await readDocument(source);
  const read = readModel(root);
  return { model: { ...read.model, source }, problems: [...problems, ...read.problems] };
}

/** An imported document is patched, so that what we do not know stays; an unchanged one is returned as it came. */
export async function serializeBpmn(model: Model): Promise<string> {
  const { source, ...now } = model;
  if (source === undefined) {
    const root = freshDocument(model);
    writeModel(root, model);
    return toXml(root);
  }
  const { root } = await readDocument(source);
  const { model: before } = readModel(root);
  if (equal(before, now)) return source.replace(/^(\s*<\?xml[^>]*encoding\s*=\s*)(["'])[^"']*\2/, '$1"UTF-8"');
  const fresh = await readDocument(source);
  writeModel(fresh.root, model);
  return toXml(fresh.root);
}

async function toXml(root: ModdleElement): Promise<string> {
  keepDefaults(root);
  return (await moddle.toXML(root, { format: true })).xml;
}
