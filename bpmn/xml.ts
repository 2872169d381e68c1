// BPMN 2.0 XML ⇄ Model: the one door; only this file and xml/ know XML.
import type { ModdleElement } from 'bpmn-moddle';
import type { Model, Problem } from './definition.ts';
import { decodeXml } from './xml/decode.ts';
import { moddle, readDocument } from './xml/document.ts';
import { equal } from './xml/equal.ts';
import { graft } from './xml/graft.ts';
import { readPlain } from './xml/plain.ts';
import { printDocument } from './xml/print.ts';
import { type Report, readModel } from './xml/read.ts';
import { freshDocument, writeModel } from './xml/write.ts';

/**
 * Throws XmlRefused where the file is no BPMN or may not be read; everything else is a Problem. `report` says of each
 * setting of another engine whether it was translated.
 */
export async function parseBpmn(
  input: string | Uint8Array,
): Promise<{ model: Model; problems: Problem[]; report: Report[] }> {
  const source = decodeXml(input);
  const { root, problems } = await readDocument(source);
  const read = readModel(root);
  return { model: { ...read.model, source }, problems: [...problems, ...read.problems], report: read.report };
}

/** An imported document is patched, so that what we do not know stays; an unchanged one is returned as it came. */
export async function serializeBpmn(model: Model): Promise<string> {
  const { source, ...now } = model;
  if (source === undefined) {
    const root = freshDocument(model);
    writeModel(root, model);
    return toXml(root, true);
  }
  const { root, plain, byMark } = await readDocument(source);
  if (equal(readModel(root).model, now)) return inUtf8(source);
  const before = await toXml(root);
  writeModel(root, model);
  const after = await toXml(root);
  return printDocument({ ...plain, root: graft(byMark, readPlain(before).root, readPlain(after).root) });
}

/** What is returned is text, whose bytes will be UTF-8. */
const inUtf8 = (source: string): string =>
  source.replace(/^(\s*<\?xml[^>]*encoding\s*=\s*)(["'])[^"']*\2/, '$1"UTF-8"');

/** moddle writes tabs and carriage returns bare, which a reader would take for blanks. */
const toXml = async (root: ModdleElement, format = false): Promise<string> =>
  (await moddle.toXML(root, { format })).xml.replace(/[\t\r]/g, (c) => (c === '\t' ? '&#9;' : '&#13;'));
