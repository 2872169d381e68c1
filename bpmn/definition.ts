// The schema of a process definition: BPMN 2.0 local names verbatim, one flat map of elements, nesting by `scope`.
// Every model type of the project is inferred from here. Expressions are strings: after `=` FEEL, otherwise literal.
import { z } from 'zod';
import { DecisionModel } from '../dmn/decision-model.ts';
import { DecisionTable } from '../dmn/schema.ts';
import type { Message } from '../words/message.ts';
import { RETURN_MODES, SEVERAL } from './votes.ts';

/** `=amount > 3` is FEEL, `PT1H` is itself. */
export const Expression = z.string();
export type Expression = z.infer<typeof Expression>;

/** Texts by language tag; the plain attribute holds the zh-CN one. */
const Texts = z.record(z.string(), z.object({ name: z.string().optional(), documentation: z.string().optional() }));

const Script = z.object({ title: z.string(), text: z.string() });
/** What a step or process says in another language: `checklist` and `scripts` have an entry for each of the step's, in the same order. */
const StepTexts = z.record(
  z.string(),
  z.object({
    name: z.string().optional(),
    documentation: z.string().optional(),
    instruction: z.string().optional(),
    checklist: z.array(z.string()).optional(),
    scripts: z.array(Script).optional(),
    title: Expression.optional(),
  }),
);

/** `source` is an expression read in the one scope, `target` a variable written in the other.
 * `optional`: what is not there gives null. `local`: the result stays with the activity (results of calls). */
export const Mapping = z.object({
  source: Expression,
  target: z.string(),
  optional: z.boolean().optional(),
  local: z.boolean().optional(),
});
export type Mapping = z.infer<typeof Mapping>;

/** Who a user task is offered to. `role`, `department` and `person` name a directory entry; `variable` and `field` data with people in it;
 * `handlerOf` whoever did a step last; `head` the n-th head of the starter or of a department, `headsUntil` all of them up to one. */
export const Participants = z.object({
  rule: z.enum([
    'person',
    'role',
    'department',
    'starter',
    'variable',
    'expression',
    'field',
    'handlerOf',
    'head',
    'headsUntil',
  ]),
  value: z.string().default(''),
  holds: z.boolean().optional().describe('has the task from its beginning; the others could take it over'),
  weight: z.number().optional(),
  veto: z
    .enum(['refuse', 'pass', 'true'])
    .optional()
    .describe('whose refusal refuses (`true` is that, too), or whose agreement passes, at once'),
  exclude: z
    .array(z.string())
    .optional()
    .describe('who may not do it: `starter`, whoever did a step (its id), or whom a variable names'),
});
export type Participants = z.infer<typeof Participants>;

/** One step of the ladder. `at` is `80%` of the target, `-PT4H` before it is due, `+PT4H` after that, `P1D` after the start. */
export const DeadlineStep = z.object({
  at: z.string(),
  act: z.string().describe('remind | cc | escalate | reassign | escalation:CODE | vote:agree | vote:refuse'),
  to: z.string().optional(),
});

/** A clock on a step: `target` is a duration (working time where `calendar` is set), an instant `=expr`, or an anchor's offset. */
export const DeadlineRule = z.object({
  kind: z.enum(['response', 'resolution', 'wait']).default('resolution'),
  target: Expression,
  calendar: z.string().optional(),
  cap: Expression.optional(),
  anchor: z.string().optional(),
  steps: z.array(DeadlineStep).default([]),
});
export type DeadlineRule = z.infer<typeof DeadlineRule>;

/** Our extension namespace `urn:zhangfa:bpmn:1`; each field is allowed where docs/extension.md says so. */
const extension = z.object({
  // texts
  text: StepTexts.optional(),
  color: z.string().optional(),
  // people
  form: z.string().optional(),
  participants: z.array(Participants).optional(),
  deadline: z.array(DeadlineRule).optional(),
  instruction: z.string().optional(),
  checklist: z
    .array(
      // Once, an entry was its text alone; what was stored then is read as well.
      z.preprocess(
        (entry) => (typeof entry === 'string' ? { text: entry } : entry),
        z.object({ text: z.string(), photo: z.boolean().optional().describe('ticked with a photo only') }),
      ),
    )
    .optional(),
  scripts: z.array(Script).optional(),
  page: z.array(z.string()).optional().describe('pages of the handbook shown beside the step'),
  summary: z.array(z.string()).optional().describe('variables shown in the row of a list, at most five'),
  permission: z.array(z.object({ field: z.string(), mode: z.enum(['edit', 'read', 'hidden']) })).optional(),
  mode: z.enum([...SEVERAL, 'pool']).optional(),
  ratio: z.string().optional(),
  onRefusal: z.enum(['now', 'wait']).optional(),
  refusal: z.string().optional().describe('what a refusal does: flow | end | return:ELEMENT'),
  result: z.string().optional(),
  empty: z.string().optional().describe('where nobody is found: block | pass | person:ID | role:ID | owner | head'),
  spread: z.string().optional().describe('who of several gets it: leastOpen | roundRobin | sticky:KEY'),
  skills: z.array(z.string()).optional().describe('only who has all of these'),
  certificates: z.array(z.string()).optional().describe('keys of courses: only who holds the certificate of each'),
  onShift: z.boolean().optional().describe('who is on duty now, while anybody is'),
  dedupe: z
    .enum(['no', 'consecutive', 'any', 'first'])
    .optional()
    .describe('who has agreed just before, or anywhere before, agrees by himself; `first`: is not asked again'),
  starterApproves: z
    .enum(['ask', 'auto', 'head'])
    .optional()
    .describe('whoever began the case, among those who decide: is asked, agrees by himself, or his head is asked'),
  verbs: z.array(z.string()).optional(),
  opinion: z
    .array(z.enum(['agree', 'refuse', 'abstain', 'complete']))
    .optional()
    .describe('what has to be said with words; `complete`: of a step that decides nothing'),
  returnTo: z.array(z.string()).optional().describe('steps it may be sent back to; absent: every one that is done'),
  returnMode: z
    .enum(RETURN_MODES)
    .optional()
    .describe('what comes afterwards, where whoever sends it back says nothing'),
  returnBy: z.enum(['any', 'majority']).optional().describe('of several who decide: who may send it back'),
  watch: z.array(z.string()).optional().describe('fields that are looked at again when they have changed'),
  pauses: z.string().optional().describe('ids of steps whose clocks stand meanwhile, or `case`'),
  cc: z.array(z.string()).optional().describe('who may read along: references, `starter`, FEEL'),
  ccAt: z.enum(['entry', 'decided']).optional().describe('when they are told; `decided` if absent'),
  guest: z.boolean().optional().describe('whoever has the step may have its form filled in by one outside, by a link'),
  priority: Expression.optional(),
  formKey: z.string().optional().describe('a foreign engine’s form reference, kept'),
  // automatic work
  connector: z.string().optional(),
  topic: z.string().optional(),
  retries: z.number().optional(),
  backoff: z.string().optional(),
  timeout: z.string().optional(),
  onExhausted: z.string().optional().describe('incident | error:CODE'),
  compensateLate: z.boolean().optional(),
  irreversible: z.boolean().optional(),
  decision: z.string().optional(),
  binding: z.enum(['latest', 'version', 'versionTag', 'deployment']).optional(),
  resultVariable: z.string().optional(),
  resultMapping: z.enum(['singleEntry', 'singleResult', 'collectEntries', 'resultList']).optional(),
  input: z.array(Mapping).optional(),
  output: z.array(Mapping).optional(),
  prepare: z.array(Mapping).optional().describe('calls: what the step itself knows meanwhile, before `input`'),
  conclude: z.array(Mapping).optional().describe('calls: what of the step reaches the case, after `output`'),
  errorMessage: Expression.optional(),
  header: z.array(z.object({ name: z.string(), value: Expression })).optional(),
  errorMap: z.array(z.object({ when: Expression, code: z.string() })).optional(),
  lenient: z.boolean().optional(),
  propagate: z.enum(['all', 'mapped']).optional(),
  // calls
  process: z.string().optional(),
  version: z.string().optional().describe('number or tag of the version that is called, as `binding` says'),
  versionTag: z.string().optional(),
  businessKey: Expression.optional(),
  propagateIn: z.boolean().optional(),
  propagateOut: z.boolean().optional(),
  returnAcrossCall: z
    .boolean()
    .optional()
    .describe('who works in the called case may send back to a step before the call'),
  // events
  correlationKey: Expression.optional(),
  onAmbiguous: z.enum(['refuse', 'oldest']).optional(),
  when: Expression.optional().describe('FEEL on the message: heard only where it is true'),
  ttl: z.string().optional().describe('how long a message that nobody has heard is kept'),
  calendar: z.string().optional(),
  anchor: z.string().optional(),
  offset: z.string().optional(),
  missed: z.enum(['all', 'once', 'skip']).optional(),
  // repetition
  collection: Expression.optional(),
  item: z.string().optional(),
  collect: Expression.optional(),
  collectInto: z.string().optional(),
  counterFrom: z
    .union([z.literal(0), z.literal(1)])
    .optional()
    .describe('loopCounter of the first run, 1 if absent'),
  startWith: Expression.optional(),
  // process
  title: Expression.optional().describe('what a list calls one case'),
  parameterScope: Expression.optional().describe(
    'scopes whose parameters come before those of the shop: a text or a list',
  ),
  subject: z.string().optional().describe('the register of what a case is about'),
  subjectKey: Expression.optional().describe('key of the record it is about'),
  hosting: z.enum(['dedicated', 'pooled']).optional(),
  recall: z.string().optional(),
  eraseAfter: z.number().min(0).optional().describe('days after the end of a case'),
  starters: z.array(z.string()).optional(),
  department: z.string().optional().describe('whose work its cases are: who sees that of this department sees them'),
  private: z.boolean().optional().describe('only the people of a case see it'),
  watchers: z
    .array(z.string())
    .optional()
    .describe('who sees private cases beside their own people: role:ID, person:ID'),
  variable: z
    .array(
      z.object({
        name: z.string(),
        type: z.string().default('any'),
        label: z.string().optional(),
        text: Texts.optional(),
        required: z.boolean().optional(),
        secret: z.boolean().optional(),
        personal: z.boolean().optional().describe('about a person: erased after `eraseAfter`'),
        option: z
          .array(z.object({ value: z.string(), label: z.string(), text: Texts.optional() }))
          .optional()
          .describe('what its values are called, where no form asks for it'),
      }),
    )
    .optional(),
  // where it came from
  imported: z
    .array(
      z.object({
        ns: z.string(),
        name: z.string(),
        text: z.string(),
        state: z.enum(['mapped', 'kept', 'lost']),
        why: z.string().optional(),
      }),
    )
    .optional(),
});
export interface Extension extends z.infer<typeof extension> {}
/** Named, so that the thirty elements which carry it name its type instead of repeating it. */
interface ExtensionSchema extends z.ZodType<Extension> {
  readonly shape: (typeof extension)['shape'];
}
export const Extension: ExtensionSchema = extension;

export const EventDefinition = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('timerEventDefinition'),
    timeDate: Expression.optional(),
    timeDuration: Expression.optional(),
    timeCycle: Expression.optional(),
  }),
  z.object({ type: z.literal('messageEventDefinition'), messageRef: z.string().optional() }),
  z.object({ type: z.literal('signalEventDefinition'), signalRef: z.string().optional() }),
  z.object({
    type: z.literal('errorEventDefinition'),
    errorRef: z.string().optional(),
    errorCodeVariable: z.string().optional(),
    errorMessageVariable: z.string().optional(),
  }),
  z.object({
    type: z.literal('escalationEventDefinition'),
    escalationRef: z.string().optional(),
    escalationCodeVariable: z.string().optional(),
  }),
  z.object({ type: z.literal('conditionalEventDefinition'), condition: Expression.optional() }),
  z.object({ type: z.literal('linkEventDefinition'), name: z.string().optional() }),
  z.object({
    type: z.literal('compensateEventDefinition'),
    activityRef: z.string().optional(),
    waitForCompletion: z.boolean().optional(),
  }),
  z.object({ type: z.literal('cancelEventDefinition') }),
  z.object({
    type: z.literal('terminateEventDefinition'),
    terminateAll: z.boolean().optional().describe('the whole family of cases'),
    terminateMultiInstance: z.boolean().optional().describe('the repetition around it, also one that called this case'),
  }),
]);
export type EventDefinition = z.infer<typeof EventDefinition>;

export const LoopCharacteristics = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('multiInstanceLoopCharacteristics'),
    isSequential: z.boolean().default(false),
    loopCardinality: Expression.optional(),
    completionCondition: Expression.optional(),
    /** When a run that ends throws an event for the boundary of the activity: `All` (absent) never, else see below. */
    behavior: z.enum(['All', 'None', 'One', 'Complex']).optional(),
    /** `One`: thrown when the first run ends. */
    oneBehaviorEvent: EventDefinition.optional(),
    /** `None`: thrown whenever a run ends. */
    noneBehaviorEvent: EventDefinition.optional(),
    /** `Complex`: each is thrown when its condition holds as a run ends. */
    complexBehavior: z
      .array(z.object({ condition: Expression.optional(), event: EventDefinition.optional() }))
      .optional(),
    zf: Extension.optional(),
  }),
  z.object({
    type: z.literal('standardLoopCharacteristics'),
    testBefore: z.boolean().default(false),
    loopMaximum: z.number().optional(),
    loopCondition: Expression.optional(),
    zf: Extension.optional(),
  }),
]);
export type LoopCharacteristics = z.infer<typeof LoopCharacteristics>;

const base = {
  id: z.string(),
  /** The element that holds this one: a sub-process, or the process itself. */
  scope: z.string(),
  name: z.string().optional(),
  documentation: z.string().optional(),
  zf: Extension.optional(),
};
const activity = {
  ...base,
  default: z.string().optional(),
  isForCompensation: z.boolean().optional(),
  startQuantity: z.number().optional(),
  completionQuantity: z.number().optional(),
  loopCharacteristics: LoopCharacteristics.optional(),
};
const event = {
  ...base,
  eventDefinitions: z.array(EventDefinition).default([]),
  parallelMultiple: z.boolean().optional(),
};
const gateway = { ...base, default: z.string().optional() };

export const Element = z.discriminatedUnion('type', [
  z.object({ type: z.literal('startEvent'), ...event, isInterrupting: z.boolean().default(true) }),
  z.object({ type: z.literal('endEvent'), ...event }),
  z.object({ type: z.literal('intermediateCatchEvent'), ...event }),
  z.object({ type: z.literal('intermediateThrowEvent'), ...event }),
  z.object({
    type: z.literal('boundaryEvent'),
    ...event,
    attachedToRef: z.string(),
    cancelActivity: z.boolean().default(true),
    /** Compensation only: the activity at the other end of the association. */
    handler: z.string().optional(),
  }),
  z.object({ type: z.literal('task'), ...activity }),
  z.object({ type: z.literal('manualTask'), ...activity }),
  z.object({ type: z.literal('userTask'), ...activity }),
  z.object({ type: z.literal('serviceTask'), ...activity }),
  z.object({ type: z.literal('sendTask'), ...activity, messageRef: z.string().optional() }),
  z.object({
    type: z.literal('receiveTask'),
    ...activity,
    messageRef: z.string().optional(),
    instantiate: z.boolean().optional(),
  }),
  z.object({
    type: z.literal('scriptTask'),
    ...activity,
    script: z.string().optional(),
    scriptFormat: z.string().optional(),
  }),
  z.object({ type: z.literal('businessRuleTask'), ...activity }),
  z.object({ type: z.literal('callActivity'), ...activity, calledElement: z.string().optional() }),
  z.object({ type: z.literal('subProcess'), ...activity, triggeredByEvent: z.boolean().default(false) }),
  z.object({ type: z.literal('transaction'), ...activity, triggeredByEvent: z.boolean().default(false) }),
  z.object({
    type: z.literal('adHocSubProcess'),
    ...activity,
    triggeredByEvent: z.boolean().default(false),
    ordering: z.enum(['Parallel', 'Sequential']).default('Parallel'),
    completionCondition: Expression.optional(),
    cancelRemainingInstances: z.boolean().default(true),
  }),
  z.object({ type: z.literal('exclusiveGateway'), ...gateway }),
  z.object({ type: z.literal('parallelGateway'), ...gateway }),
  z.object({ type: z.literal('inclusiveGateway'), ...gateway }),
  z.object({ type: z.literal('complexGateway'), ...gateway, activationCondition: Expression.optional() }),
  z.object({
    type: z.literal('eventBasedGateway'),
    ...gateway,
    instantiate: z.boolean().optional(),
    eventGatewayType: z.enum(['Exclusive', 'Parallel']).default('Exclusive'),
  }),
]);
export type Element = z.infer<typeof Element>;
export type ElementType = Element['type'];
export type ElementOf<T extends ElementType> = Extract<Element, { type: T }>;

export const Flow = z.object({
  id: z.string(),
  name: z.string().optional(),
  source: z.string(),
  target: z.string(),
  condition: Expression.optional(),
  scope: z.string(),
  /** Document order of the sequenceFlow elements; engines decide by it. */
  order: z.number(),
  zf: Extension.optional(),
});
export type Flow = z.infer<typeof Flow>;

export const Lane = z.object({
  id: z.string(),
  name: z.string().optional(),
  /** The process or sub-process whose lane set holds it, or the lane it is nested in. */
  scope: z.string(),
  /** Flow nodes that stand directly in this lane. */
  nodes: z.array(z.string()).default([]),
  zf: Extension.optional(),
});
export type Lane = z.infer<typeof Lane>;

/** A task outside of any process, which call activities call by its id (BPMN 2.0.2 10.3.6). */
export const GlobalTask = z.object({
  id: z.string(),
  /** The kind of task that a call of it is. */
  type: z.enum(['task', 'userTask', 'manualTask', 'scriptTask', 'businessRuleTask']),
  name: z.string().optional(),
  documentation: z.string().optional(),
  script: z.string().optional(),
  scriptFormat: z.string().optional(),
  zf: Extension.optional(),
});
export type GlobalTask = z.infer<typeof GlobalTask>;

const Root = z.object({ id: z.string(), name: z.string().optional(), zf: Extension.optional() });

/** One executable process, published: immutable, named by {key, version, sha256}. */
export const Definition = z.object({
  key: z.string(),
  version: z.number().int().nonnegative(),
  sha256: z.string(),
  name: z.string().optional(),
  processId: z.string(),
  documentation: z.string().optional(),
  isExecutable: z.boolean().optional(),
  elements: z.record(z.string(), Element),
  flows: z.record(z.string(), Flow),
  lanes: z.record(z.string(), Lane).default({}),
  messages: z.record(z.string(), Root).default({}),
  signals: z.record(z.string(), Root).default({}),
  errors: z.record(z.string(), Root.extend({ errorCode: z.string().optional() })).default({}),
  escalations: z.record(z.string(), Root.extend({ escalationCode: z.string().optional() })).default({}),
  dataObjects: z.record(z.string(), Root.extend({ scope: z.string(), value: z.unknown().optional() })).default({}),
  decisions: z.record(z.string(), DecisionTable).default({}),
  /** Models with requirement graphs, and those that they import. */
  decisionModels: z.array(DecisionModel).optional(),
  /** Global tasks of the file, by id. */
  globalTasks: z.record(z.string(), GlobalTask).optional(),
  /** By process: the version that was the newest when this one was published, for calls with `binding` deployment. */
  pinned: z.record(z.string(), z.number().int().positive()).optional(),
  zf: Extension.default({}),
});
export type Definition = z.infer<typeof Definition>;

export const Point = z.object({ x: z.number(), y: z.number() });
export type Point = z.infer<typeof Point>;
export const Bounds = Point.extend({ width: z.number(), height: z.number() });
export type Bounds = z.infer<typeof Bounds>;

/** BPMN DI, absolute coordinates in pixels. Keys are the ids of elements, flows, lanes, participants, artifacts. */
export const Diagram = z.object({
  shapes: z
    .record(
      z.string(),
      Bounds.extend({
        isExpanded: z.boolean().optional(),
        isHorizontal: z.boolean().optional(),
        /** As another tool has drawn its border, `#rrggbb`; `zf:color` goes before. */
        color: z
          .string()
          .regex(/^#[0-9a-f]{6}$/i)
          .optional(),
        label: Bounds.optional(),
      }),
    )
    .default({}),
  edges: z.record(z.string(), z.object({ waypoints: z.array(Point), label: Bounds.optional() })).default({}),
});
export type Diagram = z.infer<typeof Diagram>;

/** What is drawn but never executed: annotations, associations, data, groups. */
export const Artifact = z.object({
  id: z.string(),
  type: z.enum(['textAnnotation', 'association', 'group', 'dataObjectReference', 'dataStoreReference', 'messageFlow']),
  scope: z.string().optional(),
  name: z.string().optional(),
  text: z.string().optional(),
  source: z.string().optional(),
  target: z.string().optional(),
  associationDirection: z.string().optional(),
});
export type Artifact = z.infer<typeof Artifact>;

/** A BPMN document as the designer edits it: its processes, pools and picture. `source` is the imported text, so that export keeps what we do not know. */
export const Model = z.object({
  id: z.string(),
  name: z.string().optional(),
  targetNamespace: z.string().default('urn:zhangfa:model'),
  processes: z.array(Definition),
  participants: z
    .record(z.string(), z.object({ id: z.string(), name: z.string().optional(), processRef: z.string().optional() }))
    .default({}),
  artifacts: z.record(z.string(), Artifact).default({}),
  diagram: Diagram,
  source: z.string().optional(),
});
export type Model = z.infer<typeof Model>;

/** What lint, import and publish say of a model: data, never exceptions. */
export type Problem = {
  rule: string;
  severity: 'error' | 'warning' | 'info';
  element?: string;
  /** The culprit, why, and the cure: a code of words/zh/lint.ts or import.ts. */
  message: Message;
  /** A one-click cure, where one exists: the name of an edit and its arguments. */
  fix?: { label: Message; edit: unknown };
};
