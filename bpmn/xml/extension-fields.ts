// How each field of Extension is written in our namespace. One table for reading and writing, so that they agree.
import type { Extension } from '../definition.ts';

type Attribute = { as: 'text' | 'number' | 'flag' | 'words' };
/** A nested element of a record: its tag, its attributes, its body. */
export type RecordShape = {
  tag: string;
  attributes: Record<string, 'text' | 'number' | 'flag' | 'words'>;
  /** The property that is the element's text. */
  body?: string;
  /** A list property whose items are child elements. */
  list?: { property: string; shape: RecordShape; optional?: true };
  /** A property that holds texts by language. */
  texts?: string;
};
export type FieldShape =
  | Attribute
  | { as: 'body' }
  | { as: 'bodies'; tag: string }
  | { as: 'records'; shape: RecordShape }
  | { as: 'texts' };

const text: Attribute = { as: 'text' };
const number: Attribute = { as: 'number' };
const flag: Attribute = { as: 'flag' };
const words: Attribute = { as: 'words' };
const records = (shape: RecordShape): FieldShape => ({ as: 'records', shape });
const mapping = (tag: string): FieldShape =>
  records({ tag, attributes: { source: 'text', target: 'text', optional: 'flag', local: 'flag' } });

export const FIELDS: Record<keyof Extension, FieldShape> = {
  text: { as: 'texts' },
  color: text,
  form: text,
  participants: records({
    tag: 'participants',
    attributes: { rule: 'text', value: 'text', holds: 'flag', weight: 'number', veto: 'text', exclude: 'words' },
  }),
  deadline: records({
    tag: 'deadline',
    attributes: { kind: 'text', target: 'text', calendar: 'text', cap: 'text', anchor: 'text' },
    list: { property: 'steps', shape: { tag: 'step', attributes: { at: 'text', act: 'text', to: 'text' } } },
  }),
  instruction: { as: 'body' },
  checklist: records({ tag: 'checklist', attributes: { photo: 'flag' }, body: 'text' }),
  scripts: records({ tag: 'script', attributes: { title: 'text' }, body: 'text' }),
  page: words,
  summary: words,
  permission: records({ tag: 'permission', attributes: { field: 'text', mode: 'text' } }),
  mode: text,
  ratio: text,
  onRefusal: text,
  refusal: text,
  result: text,
  empty: text,
  spread: text,
  skills: words,
  certificates: words,
  onShift: flag,
  dedupe: text,
  starterApproves: text,
  verbs: words,
  opinion: words,
  returnTo: words,
  returnMode: text,
  returnBy: text,
  watch: words,
  guest: flag,
  pauses: text,
  cc: { as: 'bodies', tag: 'cc' },
  ccAt: text,
  priority: text,
  formKey: text,
  connector: text,
  topic: text,
  retries: number,
  backoff: text,
  timeout: text,
  onExhausted: text,
  compensateLate: flag,
  irreversible: flag,
  decision: text,
  binding: text,
  resultVariable: text,
  resultMapping: text,
  input: mapping('input'),
  output: mapping('output'),
  prepare: mapping('prepare'),
  conclude: mapping('conclude'),
  errorMessage: text,
  header: records({ tag: 'header', attributes: { name: 'text', value: 'text' } }),
  errorMap: records({ tag: 'errorMap', attributes: { when: 'text', code: 'text' } }),
  lenient: flag,
  propagate: text,
  process: text,
  version: text,
  versionTag: text,
  businessKey: text,
  propagateIn: flag,
  propagateOut: flag,
  returnAcrossCall: flag,
  correlationKey: text,
  onAmbiguous: text,
  when: text,
  ttl: text,
  calendar: text,
  anchor: text,
  offset: text,
  missed: text,
  collection: text,
  item: text,
  collect: text,
  collectInto: text,
  counterFrom: number,
  startWith: text,
  title: text,
  parameterScope: text,
  subject: text,
  subjectKey: text,
  hosting: text,
  recall: text,
  eraseAfter: number,
  starters: { as: 'bodies', tag: 'starters' },
  department: text,
  private: flag,
  watchers: { as: 'bodies', tag: 'watchers' },
  variable: records({
    tag: 'variable',
    attributes: { name: 'text', type: 'text', label: 'text', required: 'flag', secret: 'flag', personal: 'flag' },
    texts: 'text',
    list: {
      property: 'option',
      shape: { tag: 'option', attributes: { value: 'text', label: 'text' }, texts: 'text' },
      optional: true,
    },
  }),
  imported: records({
    tag: 'imported',
    attributes: { ns: 'text', name: 'text', state: 'text', why: 'text' },
    body: 'text',
  }),
};

/** Attribute that lists fields taken back from a foreign extension: without it they would come again on import. */
export const CLEARED = 'cleared';
/** Attribute for the process that a call activity calls, where it is an expression: BPMN's own must be a name. */
export const CALLED = 'calledElement';
