// Decision tables → DMN XML: as a file of their own, or into a file that was read, where everything else stays as it came.
import type { DecisionTable } from '../schema.ts';
import { readDefinitions, readModel, ZF } from './read.ts';
import type { XmlElement } from './tree.ts';

const NAMESPACE = 'https://www.omg.org/spec/DMN/20230324/MODEL/';

const escaped = (text: string) =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] as string);

/** White space inside a text is part of it: only lines that begin with mark-up move. */
const indent = (xml: string, by: string) => xml.replace(/^(?=<)/gm, by);

/** Writes elements with the prefix that the file uses. */
type Writer = (name: string, attributes: Record<string, string | undefined>, inside?: string[]) => string;

const writer =
  (prefix: string): Writer =>
  (name, attributes, inside = []) => {
    const tag = prefix ? `${prefix}:${name}` : name;
    const list = Object.entries(attributes)
      .filter((entry): entry is [string, string] => entry[1] !== undefined)
      .map(([key, value]) => ` ${key}="${escaped(value)}"`)
      .join('');
    if (inside.length === 0) return `<${tag}${list}/>`;
    if (inside.length === 1 && !inside[0]?.startsWith('<')) return `<${tag}${list}>${inside[0]}</${tag}>`;
    return [`<${tag}${list}>`, ...inside.map((part) => indent(part, '  ')), `</${tag}>`].join('\n');
  };

function tableXml(table: DecisionTable, write: Writer, id: string): string {
  const text = (name: string, source: string, attributes: Record<string, string | undefined> = {}) =>
    write(name, attributes, [write('text', {}, source === '' ? [] : [escaped(source)])]);
  return write('decisionTable', { id, hitPolicy: table.hitPolicy, aggregation: table.aggregation }, [
    ...table.inputs.map((input) =>
      write('input', { id: input.id, label: input.label }, [
        ...textsXml(input, write),
        text('inputExpression', input.expression, { typeRef: input.type }),
        ...(input.values ? [text('inputValues', input.values)] : []),
      ]),
    ),
    ...table.outputs.map((output) =>
      write('output', { id: output.id, name: output.name, label: output.label, typeRef: output.type }, [
        ...textsXml(output, write),
        ...(output.values ? [text('outputValues', output.values)] : []),
        ...(output.default ? [text('defaultOutputEntry', output.default)] : []),
      ]),
    ),
    ...table.rules.map((rule) =>
      write('rule', { id: rule.id }, [
        ...(rule.annotation ? [write('description', {}, [escaped(rule.annotation)])] : []),
        ...rule.inputs.map((test) => text('inputEntry', test)),
        ...rule.outputs.map((output) => text('outputEntry', output)),
      ]),
    ),
  ]);
}

/** As processes say it, in our namespace. */
function textsXml({ text }: Pick<DecisionTable, 'text'>, write: Writer): string[] {
  const named = Object.entries(text ?? {}).flatMap(([lang, { name }]) => (name ? [{ lang, name }] : []));
  if (named.length === 0) return [];
  const inside = named.map(
    ({ lang, name }) => `<zf:text xmlns:zf="${ZF}" lang="${escaped(lang)}" name="${escaped(name)}"/>`,
  );
  return [write('extensionElements', {}, inside)];
}

/** A file with these decisions, each a table. */
export function serializeDmn(id: string, tables: DecisionTable[]): string {
  const write = writer('');
  const root = write(
    'definitions',
    { xmlns: NAMESPACE, id, name: id, namespace: 'urn:zhangfa:dmn' },
    tables.map((table) =>
      write('decision', { id: table.id, name: table.name ?? table.id }, [
        ...textsXml(table, write),
        write('variable', { name: table.name ?? table.id }),
        tableXml(table, write, `${table.id}_table`),
      ]),
    ),
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root}\n`;
}

/**
 * The source with the tables that differ from it put in their places. What is not a changed table (other decisions, types,
 * diagrams, extensions, comments, the version of DMN) is the same to the last character.
 */
export function patchDmn(source: string, tables: Record<string, DecisionTable>): string {
  const root = readDefinitions(source);
  const edits: { element: XmlElement; text: string }[] = [];
  for (const { id, logic } of readModel(root).decisions) {
    const table = tables[id];
    if (!table || logic?.type !== 'decisionTable' || JSON.stringify(table) === JSON.stringify(logic.table)) continue;
    const decision = root.children.find((child) => child.name === 'decision' && child.attributes.id === id);
    const element = decision?.children.find((child) => child.name === 'decisionTable');
    if (element) edits.push({ element, text: replacement(source, element, table) });
  }
  return edits
    .sort((a, b) => b.element.start - a.element.start)
    .reduce((text, { element, text: put }) => text.slice(0, element.start) + put + text.slice(element.end), source);
}

/** Indented as the element was that it takes the place of. */
function replacement(source: string, element: XmlElement, table: DecisionTable): string {
  const line = source.slice(source.lastIndexOf('\n', element.start) + 1, element.start);
  const margin = /^\s*$/.test(line) ? line : '';
  const xml = tableXml(table, writer(element.prefix), element.attributes.id ?? `${table.id}_table`);
  return indent(xml, margin).slice(margin.length);
}
