// Whatever is added, changed or taken away, the file stays valid by the schema and reads back as the model says.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Definition, type Element, Element as ElementSchema, type Model } from '../../bpmn/definition.ts';
import { equal } from '../../bpmn/xml/equal.ts';
import { parseBpmn, serializeBpmn } from '../../bpmn/xml.ts';
import { schemaFaults } from './bpmn-schema.ts';
import { differences, said } from './semantic-xml.ts';

const text = readFileSync(join(import.meta.dirname, 'fixtures/xml-everything.bpmn'), 'utf8');
const { model: original } = await parseBpmn(text);

type Edit = (process: Definition, model: Model) => void;
const each =
  (change: (element: Element) => void): Edit =>
  (process) => {
    for (const element of Object.values(process.elements)) change(element);
  };
const type =
  (to: Element['type'], from: RegExp): Edit =>
  (process) => {
    for (const element of Object.values(process.elements))
      if (from.test(element.type)) process.elements[element.id] = ElementSchema.parse({ ...element, type: to });
  };
const events =
  (...eventDefinitions: Extract<Element, { type: 'startEvent' }>['eventDefinitions']): Edit =>
  (process) => {
    for (const element of Object.values(process.elements))
      if ('eventDefinitions' in element && element.type !== 'startEvent') {
        element.eventDefinitions = eventDefinitions;
        if (
          element.type === 'boundaryEvent' &&
          !eventDefinitions.some(({ type }) => type === 'compensateEventDefinition')
        )
          delete element.handler;
      }
  };

const EDITS: Record<string, Edit> = {
  'a text on everything': each((element) => {
    element.documentation = 'new text';
  }),
  'our settings on everything': (process) => {
    for (const part of [
      ...Object.values(process.elements),
      ...Object.values(process.flows),
      ...Object.values(process.lanes),
    ])
      part.zf = {
        ...part.zf,
        instruction: 'so & so',
        checklist: [{ text: 'a' }, { text: 'b', photo: true }],
        color: 'red',
      };
    process.zf = { title: '="x"', variable: [{ name: 'a', type: 'string' }] };
  },
  'several runs everywhere': each((element) => {
    if (/[tT]ask$|ubProcess|callActivity|transaction/.test(element.type))
      (element as { loopCharacteristics?: unknown }).loopCharacteristics = {
        type: 'multiInstanceLoopCharacteristics',
        isSequential: false,
        loopCardinality: '3',
        completionCondition: '=done',
        behavior: 'One',
        oneBehaviorEvent: { type: 'signalEventDefinition', signalRef: 'Closed' },
        complexBehavior: [{ condition: '=a', event: { type: 'escalationEventDefinition', escalationRef: 'Late' } }],
        zf: { collection: '=list', item: 'one' },
      };
  }),
  'loops everywhere': each((element) => {
    if (/[tT]ask$|ubProcess|callActivity|transaction/.test(element.type))
      (element as { loopCharacteristics?: unknown }).loopCharacteristics = {
        type: 'standardLoopCharacteristics',
        testBefore: true,
        loopMaximum: 4,
        loopCondition: '=again',
      };
  }),
  'no loops at all': each((element) => {
    if ('loopCharacteristics' in element) delete element.loopCharacteristics;
  }),
  'all events timers': events({ type: 'timerEventDefinition', timeCycle: 'R3/PT1H' }),
  'all events several things': events(
    { type: 'messageEventDefinition', messageRef: 'OrderMessage' },
    { type: 'signalEventDefinition', signalRef: 'Closed' },
    { type: 'errorEventDefinition', errorRef: 'OutOfStock', errorCodeVariable: 'code' },
    { type: 'escalationEventDefinition', escalationRef: 'Late', escalationCodeVariable: 'code' },
    { type: 'conditionalEventDefinition', condition: '=x > 1' },
    { type: 'linkEventDefinition', name: 'l' },
    { type: 'compensateEventDefinition', activityRef: 'Check', waitForCompletion: false },
    { type: 'terminateEventDefinition' },
    { type: 'cancelEventDefinition' },
  ),
  'all events plain': events(),
  'all tasks user tasks': type('userTask', /[tT]ask$/),
  'all tasks scripts': type('scriptTask', /[tT]ask$/),
  'all tasks sub-processes': type('subProcess', /[tT]ask$/),
  'all gateways exclusive': type('exclusiveGateway', /Gateway$/),
  'all gateways inclusive': type('inclusiveGateway', /Gateway$/),
  'sub-processes ad hoc': type('adHocSubProcess', /^(subProcess|transaction)$/),
  'conditions, names and defaults on lines': (process) => {
    for (const flow of Object.values(process.flows)) {
      flow.condition = '=a < b';
      flow.name = 'named "so"';
    }
    (process.elements.Decide as { default?: string }).default = 'ToPack';
  },
  'conditions gone': (process) => {
    for (const flow of Object.values(process.flows)) delete flow.condition;
  },
  'lines the other way round in order': (process) => {
    for (const flow of Object.values(process.flows)) flow.order = -flow.order;
  },
  'new parts of the file': (process, model) => {
    process.messages.new_message = { id: 'new_message', name: 'New', zf: { correlationKey: '=a' } };
    process.signals.new_signal = { id: 'new_signal', name: 'New' };
    process.errors.new_error = { id: 'new_error', errorCode: 'NEW' };
    process.escalations.new_escalation = { id: 'new_escalation', escalationCode: 'NEW' };
    process.dataObjects.new_data = { id: 'new_data', scope: process.processId, name: 'data', value: [1, { a: 'b' }] };
    process.globalTasks!.new_global = { id: 'new_global', type: 'scriptTask', script: '2', scriptFormat: 'feel' };
    process.globalTasks!.GlobalScript!.script = 'a < b';
    model.participants.new_pool = { id: 'new_pool', name: 'New' };
    process.lanes.new_lane = { id: 'new_lane', scope: process.processId, name: 'New', nodes: ['End'] };
    process.lanes.new_part = { id: 'new_part', scope: 'Storage', name: 'Part', nodes: ['Pack'] };
    const scope = process.processId;
    for (const artifact of [
      { id: 'new_note', type: 'textAnnotation', scope, text: 'a <b>' },
      { id: 'new_link', type: 'association', scope, source: 'new_note', target: 'Check', associationDirection: 'One' },
      { id: 'new_group', type: 'group', scope, name: 'Group' },
      { id: 'new_ref', type: 'dataObjectReference', scope, name: 'Ref' },
      { id: 'new_store', type: 'dataStoreReference', scope: 'Pack', name: 'Store' },
      { id: 'new_order', type: 'messageFlow', source: 'new_pool', target: 'Start' },
    ] as const)
      model.artifacts[artifact.id] = artifact;
  },
  'a process and its pool': (_, model) => {
    model.processes.push({
      ...structuredClone(original.processes[0]!),
      key: 'second',
      processId: 'second',
      elements: { only: ElementSchema.parse({ type: 'task', id: 'only', scope: 'second' }) },
      flows: {},
      lanes: {},
      dataObjects: {},
      zf: {},
    });
    model.participants.second_pool = { id: 'second_pool', processRef: 'second' };
  },
  'a step inside what has a picture of its own': (process, model) => {
    process.elements.inner = ElementSchema.parse({ type: 'task', id: 'inner', scope: 'Pack' });
    process.flows.inner_flow = { id: 'inner_flow', source: 'PackIt', target: 'inner', scope: 'Pack', order: 50 };
    model.diagram.shapes.inner = { x: 260, y: 10, width: 100, height: 80 };
    model.diagram.edges.inner_flow = {
      waypoints: [
        { x: 210, y: 50 },
        { x: 260, y: 50 },
      ],
    };
  },
  'called by an expression': (process) => {
    (process.elements.Call as { calledElement?: string }).calledElement = '=which';
  },
  'moved into a sub-process': (process) => {
    process.elements.Rule!.scope = 'Pack';
    process.elements.Work!.scope = 'Extras';
  },
};

const doing = (edit: Edit): Model => {
  const model = structuredClone(original);
  edit(model.processes[0]!, model);
  return model;
};
/** Order counts within a scope only. */
const comparable = (model: Model): unknown => {
  const copy: Model = structuredClone({ ...model, source: undefined });
  for (const { flows } of copy.processes) for (const flow of Object.values(flows)) flow.order = 0;
  return copy;
};

describe('every kind of edit', { timeout: 60_000 }, () => {
  const written: Record<string, string> = {};
  for (const [name, edit] of Object.entries(EDITS))
    it(`${name}: reads back`, async () => {
      const model = doing(edit);
      const xml = await serializeBpmn(model);
      written[name] = xml;
      expect(comparable((await parseBpmn(xml)).model)).toEqual(comparable(JSON.parse(JSON.stringify(model))));
      const { source: _, ...fresh } = model;
      written[`${name}, from the model alone`] = await serializeBpmn(fresh);
    });

  it('is valid by the schema', async () => {
    const faults = await schemaFaults(written);
    expect(Object.entries(faults).filter(([, found]) => found.length > 0)).toEqual([]);
  });

  it('and taken back leaves the file as it was', async () => {
    for (const [name, edit] of Object.entries(EDITS)) {
      const model = doing(edit);
      await serializeBpmn(model);
      expect(await serializeBpmn({ ...structuredClone(original), source: model.source! }), name).toBe(text);
    }
  });
});

describe('deleting', { timeout: 60_000 }, () => {
  const parts: [kind: string, remove: (process: Definition, model: Model, id: string) => void, ids: string[]][] = [
    ['element', (process, _, id) => delete process.elements[id], Object.keys(original.processes[0]!.elements)],
    ['flow', (process, _, id) => delete process.flows[id], Object.keys(original.processes[0]!.flows)],
    ['lane', (process, _, id) => delete process.lanes[id], Object.keys(original.processes[0]!.lanes)],
    ['message', (process, _, id) => delete process.messages[id], ['OrderMessage']],
    ['pool', (_, model, id) => delete model.participants[id], Object.keys(original.participants)],
    ['artifact', (_, model, id) => delete model.artifacts[id], Object.keys(original.artifacts)],
    ['process', (_, model) => model.processes.splice(0), ['Selling']],
  ];
  const written: Record<string, string> = {};
  it('takes every mention along', async () => {
    for (const [kind, remove, ids] of parts)
      for (const id of ids) {
        const model = structuredClone(original);
        remove(model.processes[0]!, model, id);
        delete model.diagram.shapes[id];
        delete model.diagram.edges[id];
        const xml = await serializeBpmn(model);
        written[`${kind} ${id}`] = xml;
        const mention = new RegExp(`="(?:me:)?${id}"|>(?:me:)?${id}</b:`);
        expect(xml.match(mention)?.[0], `${kind} ${id}`).toBeUndefined();
      }
  });
  it('leaves a valid file', async () => {
    const faults = await schemaFaults(written);
    expect(Object.entries(faults).filter(([, found]) => found.length > 0)).toEqual([]);
  });
});

it('a renamed step is the only difference', async () => {
  const model = structuredClone(original);
  model.processes[0]!.elements.Check!.name = 'Look';
  expect(differences(said(text), said(await serializeBpmn(model)))).toEqual([
    '/definitions#Everything/process#Selling/userTask#Check@name: Check the\norder → Look',
  ]);
  expect(equal(original, (await parseBpmn(text)).model)).toBe(true);
});
