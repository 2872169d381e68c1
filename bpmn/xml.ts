// BPMN 2.0 XML ⇄ Model: the one door; only this file and xml/ know XML.
import type { ModdleElement } from 'bpmn-moddle';
import type { Form } from '../forms/form.ts';
import type { Model, Problem } from './definition.ts';
import { decodeXml } from './xml/decode.ts';
import { moddle, readDocument } from './xml/document.ts';
import { graft } from './xml/graft.ts';
import { elementsOf, everyElement, type PlainDocument, readPlain } from './xml/plain.ts';
import { printDocument } from './xml/print.ts';
import { type Report, readModel } from './xml/read.ts';
import { freshDocument, saysTheSame, writeModel } from './xml/write.ts';

/**
 * Throws XmlRefused where the file is no BPMN or may not be read; everything else is a Problem. `report` says of each
 * setting of another engine whether it was translated; `forms` are those that stood in the file.
 */
export async function parseBpmn(
  input: string | Uint8Array,
): Promise<{ model: Model; problems: Problem[]; report: Report[]; forms: Record<string, Form> }> {
  const source = decodeXml(input);
  const { root, problems } = await readDocument(source);
  const read = readModel(root);
  read.readRest();
  return {
    model: { ...read.model, source },
    problems: [...problems, ...read.problems],
    report: read.report,
    forms: read.forms,
  };
}

/** An imported document is patched, so that what we do not know stays; an unchanged one is returned as it came. */
export async function serializeBpmn(model: Model): Promise<string> {
  const { source } = model;
  if (source === undefined) {
    const root = freshDocument(model);
    writeModel(root, model, readModel(root));
    return printDocument(await spelt(root, true));
  }
  const { root, plain, byMark } = await readDocument(source);
  const read = readModel(root);
  if (saysTheSame(read.model, model)) return inUtf8(source);
  const before = await spelt(root);
  writeModel(root, model, read);
  const after = await spelt(root);
  return printDocument({ ...plain, root: graft(byMark, before.root, after.root) });
}

/** What is returned is text, whose bytes will be UTF-8. */
const inUtf8 = (source: string): string =>
  source.replace(/^(\s*<\?xml[^>]*encoding\s*=\s*)(["'])[^"']*\2/, '$1"UTF-8"');

/** moddle writes tabs and carriage returns bare, which a reader would take for blanks, and calls some parts by their type. */
async function spelt(root: ModdleElement, format = false): Promise<PlainDocument> {
  const { xml } = await moddle.toXML(root, { format });
  const document = readPlain(xml.replace(/[\t\r]/g, (c) => (c === '\t' ? '&#9;' : '&#13;')));
  for (const element of everyElement(document.root)) {
    const script = element.local === 'globalScriptTask' && element.attributes.find(({ name }) => name === 'script');
    if (script) {
      element.attributes.splice(element.attributes.indexOf(script), 1);
      element.children.push({
        ...element,
        name: element.name.replace(element.local, 'script'),
        local: 'script',
        attributes: [],
        children: [{ is: 'text', text: script.value }],
      });
    }
    if (element.local === 'complexBehaviorDefinition')
      for (const child of elementsOf(element)) {
        const local = { formalExpression: 'condition', implicitThrowEvent: 'event' }[child.local];
        if (local === undefined) continue;
        child.name = child.name.replace(child.local, local);
        child.local = local;
      }
  }
  return document;
}
