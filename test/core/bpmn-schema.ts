// The BPMN 2.0 schema of the OMG, as bpmn-moddle ships it, on libxml2.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { validateXML } from 'xmllint-wasm';

const folder = join(import.meta.dirname, '../../node_modules/bpmn-moddle/resources/bpmn/xsd');
const schema = (fileName: string) => ({ fileName, contents: readFileSync(join(folder, fileName), 'utf8') });

/** What the schema has against each document, by its name; many at once, since libxml2 starts slowly. */
export async function schemaFaults(documents: Record<string, string>): Promise<Record<string, string[]>> {
  const names = Object.keys(documents);
  const { errors, rawOutput } = await validateXML({
    xml: names.map((name, index) => ({ fileName: `document${index}.bpmn`, contents: documents[name]! })),
    schema: [schema('BPMN20.xsd')],
    preload: ['BPMNDI.xsd', 'DC.xsd', 'DI.xsd', 'Semantic.xsd'].map(schema),
    initialMemoryPages: 1024,
    maxMemoryPages: 16384,
  });
  const faults: Record<string, string[]> = Object.fromEntries(names.map((name) => [name, []]));
  for (const { message, loc, rawMessage } of errors) {
    if (/fails to validate$/.test(rawMessage)) continue;
    const index = Number(/^document(\d+)/.exec(loc?.fileName ?? rawMessage)?.[1]);
    if (!Number.isInteger(index)) throw new Error(rawMessage);
    faults[names[index]!]!.push(`line ${loc?.lineNumber ?? '?'}: ${message}`);
  }
  names.forEach((name, index) => {
    const verdict = new RegExp(`^document${index}\\.bpmn (validates|fails to validate)`, 'm').exec(rawOutput)?.[1];
    if (verdict !== 'validates' && faults[name]!.length === 0) throw new Error(`The schema was not tried on ${name}.`);
  });
  return faults;
}
