// DMN XML 1.1 to 1.5 → decision model. The versions differ in namespaces and in what they add; what is read here means the same in all.
import type { BoxedExpression, BoxedFunction, DecisionModel, ItemDefinition } from '../decision-model.ts';
import type { DecisionTable } from '../schema.ts';
import { parseXml, tell, type XmlElement, XmlError } from './tree.ts';

/** Flowable writes the one of DMN 1.1 without the name of the schema. */
const MODEL = /^https?:\/\/www\.omg\.org\/spec\/DMN\/\d{8}(?:\/dmn(?:11)?\.xsd|\/MODEL\/?|\/?)$/;
const FEEL = /^(?:http:\/\/www\.omg\.org\/spec\/FEEL\/\d{8}|https?:\/\/www\.omg\.org\/spec\/DMN\/\d{8}\/FEEL\/)$/;

export const ZF = 'urn:zhangfa:bpmn:1';

/** @throws XmlError where the text is no DMN. */
export function readDefinitions(xml: string): XmlElement {
  const root = parseXml(xml);
  if (root.name !== 'definitions' || !MODEL.test(root.namespace))
    throw new XmlError(
      tell('file.notDmn', { root: `<${root.name}${root.namespace ? ` xmlns="${root.namespace}"` : ''}>` }),
    );
  return root;
}

/** DMN elements only, so that what others add is passed over. */
const all = (element: XmlElement, name: string): XmlElement[] =>
  element.children.filter((child) => child.name === name && MODEL.test(child.namespace));
const one = (element: XmlElement, name: string): XmlElement | undefined => all(element, name)[0];
const given = (text: string | undefined): string | undefined =>
  text === undefined || text.trim() === '' ? undefined : text;
const spaced = (text: string) => text.trim().replace(/\s+/g, ' ');
/** Flowable's tables compare with signs of Java, which FEEL does not have. */
const plainTest = (cell: string): string =>
  cell.replace(/^\s*==\s*(\S[\s\S]*)$/, '$1').replace(/^\s*!=\s*(\S[\s\S]*)$/, 'not($1)');

const textOf = (element: XmlElement | undefined): string => (element && one(element, 'text')?.text) ?? '';
const reference = (element: XmlElement): string => element.attributes.href ?? '';

/** What a reader of one file needs to know: how prefixes of type names are meant. */
type Reader = { namespace: string; imports: DecisionModel['imports'] };

function typeName(reader: Reader, element: XmlElement | undefined, text: string | undefined): string | undefined {
  const name = given(text)?.trim();
  if (!name || !element) return undefined;
  const braced = /^\{(.*)\}(.*)$/.exec(name);
  const colon = name.indexOf(':');
  if (!braced && colon < 0) return name;
  const namespace = braced ? braced[1] : element.scope[name.slice(0, colon)];
  const local = braced ? (braced[2] ?? '') : name.slice(colon + 1);
  if (namespace === undefined || namespace === reader.namespace || FEEL.test(namespace)) return local;
  const imported = reader.imports.find((other) => other.namespace === namespace);
  return imported ? `${imported.name}.${local}` : local;
}

const typeOf = (reader: Reader, element: XmlElement | undefined): { typeRef?: string } => {
  const typeRef = typeName(reader, element, element?.attributes.typeRef);
  return typeRef ? { typeRef } : {};
};

export function readModel(root: XmlElement): DecisionModel {
  const namespace = root.attributes.namespace ?? '';
  const imports = all(root, 'import').map(({ attributes }) => ({
    name: attributes.name ?? '',
    namespace: attributes.namespace ?? '',
    importType: attributes.importType ?? '',
  }));
  const reader: Reader = { namespace, imports };
  const named = (element: XmlElement) => ({
    id: element.attributes.id ?? element.attributes.name ?? '',
    name: spaced(one(element, 'variable')?.attributes.name ?? element.attributes.name ?? ''),
    ...typeOf(reader, one(element, 'variable')),
  });
  return {
    id: root.attributes.id ?? '',
    name: root.attributes.name ?? '',
    namespace,
    imports,
    itemDefinitions: all(root, 'itemDefinition').map((item) => readItem(reader, item)),
    inputData: all(root, 'inputData').map(named),
    decisions: all(root, 'decision').map((element) => {
      const expression = firstExpression(element);
      const identity = named(element);
      const logic =
        expression && readExpression(reader, expression, { ...identity, name: identity.name || identity.id });
      const text = readTexts(element);
      if (text && logic?.type === 'decisionTable') logic.table.text = text;
      return { ...identity, requires: requirements(element), ...(logic && { logic }) };
    }),
    knowledge: all(root, 'businessKnowledgeModel').map((element) => {
      const logic = one(element, 'encapsulatedLogic');
      return {
        ...named(element),
        requires: requirements(element),
        ...(logic && { logic: readFunction(reader, logic, named(element)) }),
      };
    }),
    services: all(root, 'decisionService').map((element) => ({
      ...named(element),
      outputDecisions: all(element, 'outputDecision').map(reference),
      encapsulatedDecisions: all(element, 'encapsulatedDecision').map(reference),
      inputDecisions: all(element, 'inputDecision').map(reference),
      inputData: all(element, 'inputData').map(reference),
    })),
  };
}

/** What it is called in other languages, as processes say it (docs/extension.md). */
function readTexts(element: XmlElement): DecisionTable['text'] {
  const texts = (one(element, 'extensionElements')?.children ?? []).flatMap(({ name, namespace, attributes }) =>
    name === 'text' && namespace === ZF && attributes.lang && attributes.name
      ? [[attributes.lang, { name: attributes.name }] as const]
      : [],
  );
  return texts.length > 0 ? Object.fromEntries(texts) : undefined;
}

const spokenAs = (element: XmlElement): Pick<DecisionTable, 'text'> => {
  const text = readTexts(element);
  return text ? { text } : {};
};

const requirements = (element: XmlElement): string[] =>
  element.children
    .filter(({ name }) => name === 'informationRequirement' || name === 'knowledgeRequirement')
    .flatMap(({ children }) => children.filter(({ name }) => name.startsWith('required')).map(reference));

function readItem(reader: Reader, element: XmlElement): ItemDefinition {
  const typeRef = typeName(reader, one(element, 'typeRef'), one(element, 'typeRef')?.text);
  const components = all(element, 'itemComponent').map((item) => readItem(reader, item));
  const [allowed, constraint] = [one(element, 'allowedValues'), one(element, 'typeConstraint')];
  const signature = one(element, 'functionItem');
  const result = typeName(reader, signature, signature?.attributes.outputTypeRef);
  return {
    name: spaced(element.attributes.name ?? ''),
    ...(typeRef && { typeRef }),
    ...(element.attributes.isCollection === 'true' && { isCollection: true }),
    ...(components.length && { components }),
    ...(allowed && { allowedValues: textOf(allowed) }),
    ...(constraint && { typeConstraint: textOf(constraint) }),
    ...(signature && {
      function: {
        parameters: all(signature, 'parameters').map((parameter) => readParameter(reader, parameter)),
        ...(result && { result }),
      },
    }),
  };
}

const readParameter = (reader: Reader, element: XmlElement) => ({
  name: spaced(element.attributes.name ?? ''),
  ...typeOf(reader, element),
});

/** The name that outputs without one take. */
type Owner = { id: string; name: string };
type Read = (reader: Reader, element: XmlElement, owner: Owner) => BoxedExpression;

const EXPRESSIONS: Record<string, Read> = {
  literalExpression: (_, element) => ({
    type: 'literalExpression',
    text: textOf(element),
    ...(given(element.attributes.expressionLanguage) && { language: element.attributes.expressionLanguage }),
  }),
  decisionTable: (reader, element, owner) => ({ type: 'decisionTable', table: readTable(reader, element, owner) }),
  context: (reader, element, owner) => ({
    type: 'context',
    entries: all(element, 'contextEntry').map((entry) => {
      const variable = one(entry, 'variable');
      const name = given(variable?.attributes.name);
      return {
        ...(name && { name: spaced(name) }),
        ...typeOf(reader, variable),
        value: readFirst(reader, entry, { id: owner.id, name: name ?? owner.name }),
      };
    }),
  }),
  invocation: (reader, element, owner) => ({
    type: 'invocation',
    function: readFirst(reader, element, owner),
    bindings: all(element, 'binding').map((binding) => ({
      name: spaced(one(binding, 'parameter')?.attributes.name ?? ''),
      value: readFirst(reader, binding, owner),
    })),
  }),
  list: (reader, element, owner) => ({
    type: 'list',
    items: expressionsOf(element).map((item) => readExpression(reader, item, owner)),
  }),
  relation: (reader, element, owner) => ({
    type: 'relation',
    columns: all(element, 'column').map((column) => readParameter(reader, column)),
    rows: all(element, 'row').map((row) => expressionsOf(row).map((cell) => readExpression(reader, cell, owner))),
  }),
  functionDefinition: (reader, element, owner) => readFunction(reader, element, owner),
  conditional: (reader, element, owner) => ({
    type: 'conditional',
    test: readChild(reader, element, 'if', owner),
    yes: readChild(reader, element, 'then', owner),
    no: readChild(reader, element, 'else', owner),
  }),
  filter: (reader, element, owner) => ({
    type: 'filter',
    in: readChild(reader, element, 'in', owner),
    match: readChild(reader, element, 'match', owner),
  }),
  for: (reader, element, owner) => ({
    type: 'for',
    iterator: spaced(element.attributes.iteratorVariable ?? ''),
    in: readChild(reader, element, 'in', owner),
    return: readChild(reader, element, 'return', owner),
  }),
  some: (reader, element, owner) => readQuantified(reader, element, owner, 'some'),
  every: (reader, element, owner) => readQuantified(reader, element, owner, 'every'),
};

const readQuantified = (
  reader: Reader,
  element: XmlElement,
  owner: Owner,
  type: 'some' | 'every',
): BoxedExpression => ({
  type,
  iterator: spaced(element.attributes.iteratorVariable ?? ''),
  in: readChild(reader, element, 'in', owner),
  satisfies: readChild(reader, element, 'satisfies', owner),
});

const expressionsOf = (element: XmlElement) =>
  element.children.filter(({ name, namespace }) => Object.hasOwn(EXPRESSIONS, name) && MODEL.test(namespace));
const firstExpression = (element: XmlElement): XmlElement | undefined => expressionsOf(element)[0];

/** Absent logic is null. */
const NOTHING: BoxedExpression = { type: 'literalExpression', text: 'null' };

function readFirst(reader: Reader, element: XmlElement, owner: Owner): BoxedExpression {
  const found = firstExpression(element);
  return found ? readExpression(reader, found, owner) : NOTHING;
}

function readChild(reader: Reader, element: XmlElement, name: string, owner: Owner): BoxedExpression {
  const child = one(element, name);
  if (!child) return NOTHING;
  const expression = readFirst(reader, child, owner);
  const { typeRef } = typeOf(reader, child);
  return typeRef && !expression.typeRef ? { ...expression, typeRef } : expression;
}

function readExpression(reader: Reader, element: XmlElement, owner: Owner): BoxedExpression {
  const read = EXPRESSIONS[element.name] as Read;
  return { ...read(reader, element, owner), ...typeOf(reader, element) };
}

function readFunction(reader: Reader, element: XmlElement, owner: Owner): BoxedFunction {
  const body = firstExpression(element);
  return {
    type: 'functionDefinition',
    kind: element.attributes.kind ?? 'FEEL',
    parameters: all(element, 'formalParameter').map((parameter) => readParameter(reader, parameter)),
    ...typeOf(reader, element),
    ...(body && { body: readExpression(reader, body, owner) }),
  };
}

/** Aggregators as DMN 1.1 files write them, too. */
const AGGREGATIONS: Record<string, DecisionTable['aggregation']> = {
  SUM: 'SUM',
  COUNT: 'COUNT',
  MIN: 'MIN',
  MAX: 'MAX',
};

function readTable(reader: Reader, element: XmlElement, owner: Owner): DecisionTable {
  const { attributes } = element;
  const aggregation = AGGREGATIONS[attributes.aggregation ?? ''];
  const outputs = all(element, 'output');
  return {
    id: owner.id,
    ...(owner.name && { name: owner.name }),
    hitPolicy: (attributes.hitPolicy ?? 'UNIQUE') as DecisionTable['hitPolicy'],
    ...(aggregation && { aggregation }),
    inputs: all(element, 'input').map((input, index) => {
      const expression = one(input, 'inputExpression');
      const type = typeName(reader, expression, expression?.attributes.typeRef);
      const values = one(input, 'inputValues');
      return {
        id: input.attributes.id ?? `input${index + 1}`,
        ...(given(input.attributes.label) && { label: input.attributes.label }),
        ...spokenAs(input),
        expression: textOf(expression),
        ...(type && { type }),
        ...(values && { values: textOf(values) }),
      };
    }),
    outputs: outputs.map((output, index) => {
      const type = typeName(reader, output, output.attributes.typeRef);
      const [values, otherwise] = [one(output, 'outputValues'), one(output, 'defaultOutputEntry')];
      return {
        id: output.attributes.id ?? `output${index + 1}`,
        name: spaced(given(output.attributes.name) ?? (owner.name || owner.id || 'result')),
        ...(given(output.attributes.label) && { label: output.attributes.label }),
        ...spokenAs(output),
        ...(type && { type }),
        ...(values && { values: textOf(values) }),
        ...(otherwise && { default: textOf(one(otherwise, 'literalExpression') ?? otherwise) }),
      };
    }),
    rules: all(element, 'rule').map((rule, index) => {
      const note = given(one(rule, 'description')?.text) ?? given(textOf(one(rule, 'annotationEntry')));
      return {
        id: rule.attributes.id ?? `rule${index + 1}`,
        inputs: all(rule, 'inputEntry').map((entry) => plainTest(textOf(entry))),
        outputs: all(rule, 'outputEntry').map(textOf),
        ...(note && { annotation: note }),
      };
    }),
  };
}
