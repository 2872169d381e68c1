// DMN XML ⇄ decision tables. The library reads DMN 1.3; the namespaces of other versions are mapped to it first.
import { type DmnElement, DmnModdle } from 'dmn-moddle';
import type { DecisionTable } from './schema.ts';

const DMN13 = 'https://www.omg.org/spec/DMN/20191111/MODEL/';
const NAMESPACES =
  /(http:\/\/www\.omg\.org\/spec\/DMN\/20151101\/dmn(?:11)?\.xsd|http:\/\/www\.omg\.org\/spec\/DMN\/20180521\/MODEL\/|https:\/\/www\.omg\.org\/spec\/DMN\/(?:20191111|20211108|20230324|20240513)\/MODEL\/)/g;

/** The decision tables of a file, by decision id. @throws Error where the file is no DMN. */
export async function parseDmn(xml: string): Promise<Record<string, DecisionTable>> {
  const { rootElement } = await new DmnModdle().fromXML(xml.replace(NAMESPACES, DMN13));
  const tables: Record<string, DecisionTable> = {};
  for (const element of (rootElement.drgElement ?? []) as DmnElement[]) {
    const logic = element.decisionLogic as DmnElement | undefined;
    if (element.$type === 'dmn:Decision' && logic?.$type === 'dmn:DecisionTable')
      tables[element.id ?? ''] = readTable(element, logic);
  }
  return tables;
}

const textOf = (element: DmnElement | undefined): string => String(element?.text ?? '');
const unquoted = (text: unknown): string | undefined => (typeof text === 'string' && text !== '' ? text : undefined);

function readTable(decision: DmnElement, table: DmnElement): DecisionTable {
  const name = unquoted(decision.name);
  return {
    id: decision.id ?? '',
    ...(name && { name }),
    hitPolicy: (table.hitPolicy ?? 'UNIQUE') as DecisionTable['hitPolicy'],
    ...(table.aggregation && { aggregation: table.aggregation as NonNullable<DecisionTable['aggregation']> }),
    inputs: ((table.input ?? []) as DmnElement[]).map((input, index) => ({
      id: input.id ?? `input${index + 1}`,
      ...(unquoted(input.label) && { label: String(input.label) }),
      expression: textOf(input.inputExpression),
      ...(unquoted(input.inputExpression?.typeRef) && { type: String(input.inputExpression.typeRef) }),
      ...(input.inputValues && { values: textOf(input.inputValues) }),
    })),
    outputs: ((table.output ?? []) as DmnElement[]).map((output, index) => ({
      id: output.id ?? `output${index + 1}`,
      name: unquoted(output.name) ?? unquoted(decision.variable?.name) ?? name ?? decision.id ?? 'result',
      ...(unquoted(output.label) && { label: String(output.label) }),
      ...(unquoted(output.typeRef) && { type: String(output.typeRef) }),
      ...(output.outputValues && { values: textOf(output.outputValues) }),
      ...(output.defaultOutputEntry && { default: textOf(output.defaultOutputEntry) }),
    })),
    rules: ((table.rule ?? []) as DmnElement[]).map((rule, index) => ({
      id: rule.id ?? `rule${index + 1}`,
      inputs: ((rule.inputEntry ?? []) as DmnElement[]).map(textOf),
      outputs: ((rule.outputEntry ?? []) as DmnElement[]).map(textOf),
      ...(unquoted(rule.description) && { annotation: String(rule.description) }),
    })),
  };
}

/** A file with these decisions, each a table. */
export async function serializeDmn(id: string, tables: DecisionTable[]): Promise<string> {
  const moddle = new DmnModdle();
  const literal = (text: string) => moddle.create('dmn:LiteralExpression', { text });
  const tests = (text: string) => moddle.create('dmn:UnaryTests', { text });
  const drgElement = tables.map((table) => {
    const logic = moddle.create('dmn:DecisionTable', {
      id: `${table.id}_table`,
      hitPolicy: table.hitPolicy,
      ...(table.aggregation && { aggregation: table.aggregation }),
      input: table.inputs.map((input) =>
        moddle.create('dmn:InputClause', {
          id: input.id,
          label: input.label,
          inputExpression: moddle.create('dmn:LiteralExpression', { text: input.expression, typeRef: input.type }),
          ...(input.values && { inputValues: tests(input.values) }),
        }),
      ),
      output: table.outputs.map((output) =>
        moddle.create('dmn:OutputClause', {
          id: output.id,
          name: output.name,
          label: output.label,
          typeRef: output.type,
          ...(output.values && { outputValues: tests(output.values) }),
          ...(output.default && { defaultOutputEntry: literal(output.default) }),
        }),
      ),
      rule: table.rules.map((rule) =>
        moddle.create('dmn:DecisionRule', {
          id: rule.id,
          description: rule.annotation,
          inputEntry: rule.inputs.map(tests),
          outputEntry: rule.outputs.map(literal),
        }),
      ),
    });
    return moddle.create('dmn:Decision', { id: table.id, name: table.name ?? table.id, decisionLogic: logic });
  });
  const root = moddle.create('dmn:Definitions', { id, name: id, namespace: 'urn:zhangfa:dmn', drgElement });
  return (await moddle.toXML(root, { format: true })).xml;
}
