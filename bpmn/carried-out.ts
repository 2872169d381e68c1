// Which settings are carried out, and since when. Lint refuses the others, the designer does not offer them, docs/extension.md marks them ○.
import type { lint } from '../words/zh/lint.ts';
import type { Extension } from './definition.ts';

/** What people call it: a code of words/zh/lint.ts. */
type Word = Extract<keyof typeof lint, `setting.${string}`>;
/** `only`: the values that are carried out. `parts`: settings inside a record. */
export type Fate = {
  since: string | null;
  word?: Word;
  only?: readonly string[] | RegExp;
  parts?: Record<string, Word>;
};

const yes: Fate = { since: '0.1.0' };
const not = (word: Word): Fate => ({ since: null, word });

export const CARRIED_OUT: Record<keyof Extension, Fate> = {
  text: yes,
  color: yes,
  form: yes,
  participants: yes,
  deadline: {
    ...yes,
    parts: {
      anchor: 'setting.anchor',
    },
  },
  instruction: yes,
  checklist: yes,
  scripts: yes,
  page: yes,
  summary: yes,
  permission: yes,
  mode: yes,
  ratio: yes,
  onRefusal: yes,
  refusal: { ...yes, only: /^(?:flow|end|return:.+)$/, word: 'setting.refusal' },
  result: yes,
  dedupe: yes,
  starterApproves: yes,
  empty: { ...yes, only: /^(?:block|pass|owner|head|(?:person|role):.+)$/, word: 'setting.empty' },
  spread: { ...yes, only: /^(?:leastOpen|roundRobin|sticky:.+)$/, word: 'setting.spread' },
  skills: yes,
  certificates: yes,
  onShift: yes,
  verbs: {
    ...yes,
    only: /^(?:(?:agree|refuse|abstain|complete|return|transfer|delegate|addSigners|removeSigners|takeBack)(?:,|$))+$/,
    word: 'setting.verbs',
  },
  opinion: yes,
  returnTo: yes,
  returnMode: yes,
  returnBy: yes,
  watch: yes,
  pauses: yes,
  cc: yes,
  ccAt: yes,
  guest: yes,
  priority: yes,
  formKey: yes,
  connector: yes,
  topic: yes,
  retries: yes,
  backoff: yes,
  timeout: yes,
  onExhausted: yes,
  compensateLate: yes,
  irreversible: yes,
  decision: yes,
  binding: yes,
  resultVariable: yes,
  resultMapping: yes,
  input: yes,
  output: yes,
  prepare: yes,
  conclude: yes,
  errorMessage: yes,
  header: yes,
  errorMap: yes,
  lenient: yes,
  propagate: yes,
  process: yes,
  version: yes,
  versionTag: yes,
  businessKey: yes,
  propagateIn: yes,
  propagateOut: yes,
  returnAcrossCall: yes,
  correlationKey: yes,
  onAmbiguous: yes,
  when: yes,
  ttl: yes,
  calendar: yes,
  anchor: not('setting.anchor'),
  offset: not('setting.offset'),
  missed: yes,
  collection: yes,
  item: yes,
  collect: yes,
  collectInto: yes,
  counterFrom: yes,
  startWith: yes,
  title: yes,
  parameterScope: yes,
  subject: yes,
  subjectKey: yes,
  hosting: { ...yes, only: ['dedicated'], word: 'setting.hosting' },
  recall: { ...yes, only: ['no', 'untilFirstVerdict', 'anytime'], word: 'setting.recall' },
  eraseAfter: yes,
  starters: yes,
  department: yes,
  private: yes,
  watchers: yes,
  variable: { ...yes, parts: { required: 'setting.required' } },
  imported: yes,
};

/** `without`: the settings to put in its place; null takes one away (and outlives JSON). */
export type Idle = { setting: keyof Extension; word: Word; without: Record<string, unknown> };

/** What of these settings would not be carried out, and what would stand there `without` it. */
export function idleIn(zf: Extension | undefined): Idle[] {
  const found: Idle[] = [];
  for (const [name, value] of Object.entries(zf ?? {})) {
    const setting = name as keyof Extension;
    const fate = CARRIED_OUT[setting];
    if (value === undefined || !fate) continue;
    const idle = fate.since === null || !isCarriedOut(fate, String(value));
    if (idle && fate.word) found.push({ setting, word: fate.word, without: { [setting]: null } });
    for (const [part, word] of Object.entries(fate.parts ?? {})) {
      const records = value as Record<string, unknown>[];
      if (!records.some((record) => isSet(record[part]))) continue;
      const rest = records.map((record) => without(record, part));
      found.push({ setting, word, without: { [setting]: rest } });
    }
  }
  return found;
}

const isCarriedOut = ({ only }: Fate, value: string): boolean =>
  only === undefined || (only instanceof RegExp ? only.test(value) : only.includes(value));

const isSet = (value: unknown): boolean =>
  value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0);

const without = (record: Record<string, unknown>, part: string): Record<string, unknown> => {
  const { [part]: taken, ...rest } = record;
  return Array.isArray(taken) ? { ...rest, [part]: [] } : rest;
};
