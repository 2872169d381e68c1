// BPMN 2.0 XML ⇄ Model: the one door; only this file and xml/ know XML.
import type { Model, Problem } from './definition.ts';
import { decodeXml } from './xml/decode.ts';
import { readDocument } from './xml/document.ts';
import { readModel } from './xml/read.ts';

/** Throws XmlRefused where the file is no BPMN or may not be read; everything else is a Problem. */
export async function parseBpmn(input: string | Uint8Array): Promise<{ model: Model; problems: Problem[] }> {
  const source = decodeXml(input);
  const { root, problems } = await readDocument(source);
  const read = readModel(root);
  return { model: { ...read.model, source }, problems: [...problems, ...read.problems] };
}
