// Which settings are carried out, and since when. Lint refuses the others, the designer does not offer them, docs/extension.md marks them ○.
import type { Extension } from './definition.ts';

type Words = { zh: string; en: string };
/** `only`: the values that are carried out. `notOn`: where it is not. `parts`: settings inside a record. */
export type Fate = {
  since: string | null;
  words?: Words;
  only?: readonly string[];
  notOn?: 'process';
  parts?: Record<string, Words>;
};

const yes: Fate = { since: '0.1.0' };
const not = (zh: string, en: string): Fate => ({ since: null, words: { zh, en } });

export const CARRIED_OUT: Record<keyof Extension, Fate> = {
  text: yes,
  color: yes,
  form: yes,
  participants: {
    ...yes,
    parts: {
      weight: { zh: '票数', en: 'number of votes' },
      veto: { zh: '一票否决', en: 'veto' },
      exclude: { zh: '回避', en: 'exclusion' },
    },
  },
  deadline: {
    ...yes,
    parts: {
      cap: { zh: '最迟时刻', en: 'latest moment' },
      anchor: { zh: '起算点', en: 'anchor' },
      steps: { zh: '催办与升级', en: 'reminders and escalations' },
    },
  },
  instruction: yes,
  checklist: yes,
  scripts: yes,
  summary: yes,
  permission: yes,
  mode: { ...yes, only: ['pool'], words: { zh: '几个人怎么算做完', en: 'way of deciding together' } },
  ratio: not('同意的比例', 'ratio of agreement'),
  onRefusal: not('有人拒绝时', 'setting for a refusal'),
  refusal: not('什么算拒绝', 'meaning of a refusal'),
  result: not('会签的结果', 'result of deciding together'),
  verbs: not('可用的动作', 'list of verbs'),
  pauses: not('暂停计时', 'pause of the clock'),
  priority: yes,
  formKey: yes,
  connector: yes,
  topic: yes,
  retries: yes,
  backoff: yes,
  timeout: yes,
  onExhausted: yes,
  compensateLate: yes,
  irreversible: not('不可撤销', 'mark “irreversible”'),
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
  businessKey: { ...yes, notOn: 'process', words: { zh: '单号公式', en: 'formula of the case number' } },
  propagateIn: yes,
  propagateOut: yes,
  correlationKey: yes,
  onAmbiguous: { ...yes, only: ['refuse'], words: { zh: '对上几个时', en: 'choice among several waits' } },
  ttl: not('消息的有效期', 'lifetime of the message'),
  calendar: yes,
  anchor: not('起算点', 'anchor'),
  offset: not('提前或推后', 'offset'),
  missed: yes,
  collection: yes,
  item: yes,
  collect: yes,
  collectInto: yes,
  counterFrom: yes,
  startWith: yes,
  title: yes,
  hosting: { ...yes, only: ['dedicated'], words: { zh: '托管方式', en: 'hosting' } },
  recall: not('撤回', 'recall'),
  eraseAfter: yes,
  starters: yes,
  variable: { ...yes, parts: { required: { zh: '必填', en: 'mark “required”' } } },
  imported: yes,
};

/** `without`: the settings to put in its place; null takes one away (and outlives JSON). */
export type Idle = { setting: keyof Extension; words: Words; without: Record<string, unknown> };

/** What of these settings would not be carried out, and what would stand there `without` it. */
export function idleIn(zf: Extension | undefined, on: 'process' | 'other' = 'other'): Idle[] {
  const found: Idle[] = [];
  for (const [name, value] of Object.entries(zf ?? {})) {
    const setting = name as keyof Extension;
    const fate = CARRIED_OUT[setting];
    if (value === undefined || !fate) continue;
    const idle = fate.since === null || fate.notOn === on || (fate.only && !fate.only.includes(String(value)));
    if (idle && fate.words) found.push({ setting, words: fate.words, without: { [setting]: null } });
    for (const [part, words] of Object.entries(fate.parts ?? {})) {
      const records = value as Record<string, unknown>[];
      if (!records.some((record) => isSet(record[part]))) continue;
      const rest = records.map((record) => without(record, part));
      found.push({ setting, words, without: { [setting]: rest } });
    }
  }
  return found;
}

const isSet = (value: unknown): boolean =>
  value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0);

const without = (record: Record<string, unknown>, part: string): Record<string, unknown> => {
  const { [part]: taken, ...rest } = record;
  return Array.isArray(taken) ? { ...rest, [part]: [] } : rest;
};
