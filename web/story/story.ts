// What happened to a case, in words of the shop: rows of its history become sentences in both languages. Pure.

import { type Calendar, workingBetween } from '../../bpmn/calendar.ts';
import type { Definition, Element } from '../../bpmn/definition.ts';
import type { Why } from '../../bpmn/instance.ts';
import { readsOf } from '../../bpmn/reads-of.ts';
import { VERDICTS, type Verdict } from '../../bpmn/votes.ts';
import type { Field } from '../../forms/form.ts';
import { whyWords as incidentWhy, seenWords } from '../../words/incidents.ts';
import type { Language, Message } from '../../words/message.ts';
import { listed } from '../../words/say.ts';
import { storyIn } from '../../words/story.ts';
import { wordsIn } from '../forms/label.ts';
import type { Weighed } from '../reach/shapes.ts';
import { isoDay, type Zone } from '../time/shop-time.ts';
import { span, stamp } from '../time/time-words.ts';
import { type Reader, valueWords } from '../values/value-words.ts';

export type StoryRow = {
  seq: number;
  at: number;
  kind: string;
  element: string | null;
  by: { id: string; name: string } | null;
  /** Who is away, and was stood in for. */
  for?: { id: string; name: string } | null;
  /** Of several, who was given it. */
  to?: { id: string; name: string } | null;
  why: Why | null;
  data: unknown;
  parameters?: Record<string, Weighed>;
};
export type Line = {
  seq: number;
  at: number;
  /** Icon and colour follow from it. */
  tone:
    | 'done'
    | 'person'
    | 'system'
    | 'message'
    | 'clock'
    | 'choice'
    | 'bad'
    | 'over'
    | 'operator'
    | 'remark'
    | 'decision';
  element: string | null;
  title: string;
  who?: string | undefined;
  detail?: string | undefined;
};
export type StoryContext = {
  definition: Definition;
  language: Language;
  zone: Zone;
  nameOf?: Reader['nameOf'] | undefined;
  /** How a variable is shown. */
  fields: Record<string, { type: string; field: Field | null }>;
  /** Of the row that is told. */
  parameters?: Record<string, Weighed> | undefined;
  /** Of the working time that limits count in. */
  calendars?: Record<string, Calendar>;
};

type Saying = ReturnType<typeof storyIn>;
/** Of a step's holder: he asks more people, or fewer; he agrees, and whom he has asked after himself are asked now. */
const SIGNERS: Record<string, { said: 'signed' | 'unsigned' | 'agreedAsking'; tone: Line['tone'] }> = {
  addSigners: { said: 'signed', tone: 'operator' },
  removeSigners: { said: 'unsigned', tone: 'operator' },
  agree: { said: 'agreedAsking', tone: 'person' },
  submit: { said: 'agreedAsking', tone: 'person' },
};
const SPREADS = { leastOpen: 'spreadLeastOpen', roundRobin: 'spreadRoundRobin', sticky: 'spreadSticky' } as const;

/** Newest first, as the rows come; rows that say nothing to people are left out. */
export function storyOf(rows: StoryRow[], context: StoryContext): Line[] {
  return rows.flatMap((row, index) => {
    const line = lineOf(row, rows.slice(index + 1), context);
    return line ? [{ seq: row.seq, at: row.at, element: row.element, ...line }] : [];
  });
}

type Said = Pick<Line, 'tone' | 'title' | 'who' | 'detail'>;

/** Where it was sent back to. */
function toName({ data }: StoryRow, context: StoryContext): string {
  const { to = '' } = (data ?? {}) as { to?: string };
  const element = context.definition.elements[to];
  return element ? nameOf(element, context) : to;
}

/** To a step of the case that has called this one. */
const isAcross = ({ data }: StoryRow): boolean => (data as { across?: boolean } | null)?.across === true;
/** Of the case itself. */
const isWhole = ({ element }: StoryRow, { definition }: StoryContext): boolean => element === definition.processId;
const wholeName = ({ definition, language }: StoryContext): string =>
  (language === 'en' && definition.zf.text?.en?.name) || definition.name || definition.key;

function lineOf(row: StoryRow, earlier: StoryRow[], context: StoryContext): Said | undefined {
  const say = storyIn(context.language);
  const element = row.element ? context.definition.elements[row.element] : undefined;
  const name = element ? nameOf(element, context) : isWhole(row, context) ? wholeName(context) : (row.element ?? '');
  const because = whyOf(row, context);
  switch (row.kind) {
    case 'caseStarted':
      return row.by ? { tone: 'over', title: say('started'), who: row.by.name } : undefined;
    case 'caseEnded':
      return ended(row, say, context);
    case 'completed':
      return element ? completed(row, element, name, earlier, context) : undefined;
    case 'decided':
      return {
        tone: 'choice',
        title: say('decided', { name }),
        detail: [because, sharedWords(row.why, context)].filter(Boolean).join(say('semicolon')) || undefined,
      };
    case 'given':
      if (row.why?.is === 'person') {
        const { people = [] } = (row.data ?? {}) as { people?: string[] };
        const asking = SIGNERS[row.why.verb];
        if (asking)
          return {
            tone: asking.tone,
            title: say(asking.said, { name, count: people.length }),
            who: doerOf(row, context),
            detail: row.why.comment,
          };
      }
      if (row.why?.is === 'spread') {
        const to = row.to?.name ?? '—';
        return { tone: 'system', title: say(SPREADS[row.why.by], { name, to }) };
      }
      // From hand to hand is told by who held it when.
      return row.why?.is === 'person' && row.why.verb === 'answer'
        ? { tone: 'person', title: say('opinion', { name }), who: doerOf(row, context), detail: row.why.comment }
        : undefined;
    case 'recalled':
    case 'voided':
    case 'revived':
      return { tone: 'operator', title: say(row.kind), who: doerOf(row, context), detail: reason(row) };
    case 'urged':
      return { tone: 'person', title: say('urgedOn', { name }), who: doerOf(row, context) };
    case 'clock':
      return clockWords(row, name, context);
    case 'acted':
      return { tone: 'clock', title: say(actOf(row), { name }) };
    case 'touched':
      return { tone: 'person', title: say('looked', { name }), who: doerOf(row, context) };
    case 'copied': {
      const { to = [] } = (row.data ?? {}) as { to?: string[] };
      return {
        tone: 'message',
        title: say('copied', { count: to.length }),
        who: doerOf(row, context),
        detail: commentOf(row),
      };
    }
    case 'asked':
    case 'answered':
      return { tone: 'remark', title: say(row.kind, { name }), who: doerOf(row, context), detail: commentOf(row) };
    case 'takenBack':
      return { tone: 'operator', title: say('takenBack', { name }), who: doerOf(row, context) };
    case 'returned':
      return {
        tone: 'operator',
        title: isAcross(row) ? say('sentBackOver', { name }) : say('sentBack', { name, to: toName(row, context) }),
        who: doerOf(row, context),
        detail: commentOf(row),
      };
    case 'voted':
      // Where each does his part there is nothing to pass.
      return row.why?.is === 'vote' && row.why.mode !== 'work' && row.why.result !== 'returned'
        ? { tone: 'choice', title: say(`came.${row.why.result}`, { name }), detail: because }
        : undefined;
    case 'entered':
      return chosen(row, context, because);
    case 'triggered':
      return {
        tone: row.why?.is === 'timer' ? 'clock' : 'message',
        title: triggered(row.why, (element && textOf(element, context)) || errorName(row, context) || name, say),
        detail: reason(row),
      };
    case 'cancelled':
      return element && isWork(element)
        ? { tone: 'over', title: say('withdrawn', { name }), detail: reason(row) }
        : undefined;
    case 'incident':
      return {
        tone: 'bad',
        title: say('stuck', { name }),
        detail: incidentWords(row.data, context),
      };
    case 'resolved':
      return {
        tone: 'operator',
        title: say(actionOf(row) === 'throw' ? 'thrown' : actionOf(row) === 'skip' ? 'skipped' : 'moves', { name }),
        who: doerOf(row, context),
        detail: reason(row),
      };
    case 'raised':
      return {
        tone: 'bad',
        title: say('failed', { name }),
        detail: errorName(row, context),
      };
    case 'compensated':
      return {
        tone: 'system',
        title: say('undone', { name: undone(row, context) || name }),
      };
    case 'suspended':
      return { tone: 'operator', title: say('paused'), who: doerOf(row, context), detail: reason(row) };
    case 'resumed':
      return { tone: 'operator', title: say('resumed'), who: doerOf(row, context), detail: reason(row) };
    case 'moved':
      return {
        tone: 'operator',
        title: say('moved', { name }),
        who: doerOf(row, context),
        detail: reason(row),
      };
    case 'written':
      return corrected(row, context);
    case 'kept':
      return {
        tone: 'message',
        title: say('kept'),
      };
    case 'late':
      return {
        tone: 'system',
        title: say('late', { name }),
      };
    case 'limit':
      return { tone: 'bad', title: say('limit'), detail: because };
    default:
      return undefined;
  }
}

const commentOf = ({ why }: StoryRow): string | undefined => (why?.is === 'person' ? why.comment : undefined);

/** What a limit has come to, or somebody has made of it. */
function clockWords(row: StoryRow, name: string, { language, zone }: StoryContext): Said | undefined {
  const say = storyIn(language);
  const { kind, state, due } = (row.data ?? {}) as { kind?: string; state?: string; due?: number };
  if (state === 'missed')
    return { tone: 'bad', title: say(kind === 'response' ? 'missedResponse' : 'missed', { name }) };
  if (state !== 'changed' || due === undefined) return undefined;
  return { tone: 'operator', title: say('dueChanged', { name, time: stamp(due, row.at, zone) }), who: row.by?.name };
}
const ACTS = ['remind', 'cc', 'escalate', 'reassign', 'vote:agree', 'vote:refuse'] as const;
const actOf = ({ data }: StoryRow): `act.${(typeof ACTS)[number]}` | 'act.raise' => {
  const act = ACTS.find((one) => one === (data as { act?: string } | null)?.act);
  return act === undefined ? 'act.raise' : `act.${act}`;
};

const actionOf = ({ data }: StoryRow): string | undefined => (data as { action?: string } | null)?.action;
/** Nobody has done it: it went on because an operator let it. */
const wasSkipped = (row: StoryRow, earlier: StoryRow[]): boolean => {
  const last = earlier.find(
    ({ kind, element }) => element === row.element && (kind === 'entered' || kind === 'resolved'),
  );
  return last?.kind === 'resolved' && actionOf(last) === 'skip';
};

const PEOPLE = new Set(['userTask', 'manualTask']);
const isPerson = (element: Element): boolean => PEOPLE.has(element.type);
const isWork = (element: Element): boolean => /task$/i.test(element.type) || element.type === 'callActivity';
const BY_SYSTEM = new Set(['serviceTask', 'sendTask', 'scriptTask', 'callActivity']);

/** In the time that its limit counts in. */
function tookWords(from: number, to: number, element: Element, { language, calendars }: StoryContext): string {
  const calendar = calendars?.[element.zf?.deadline?.[0]?.calendar ?? ''];
  const ms = calendar ? workingBetween(calendar, from, to) : to - from;
  return storyIn(language)(calendar ? 'tookWorking' : 'took', { span: span(ms, language) });
}

function completed(
  row: StoryRow,
  element: Element,
  name: string,
  earlier: StoryRow[],
  context: StoryContext,
): Said | undefined {
  const say = storyIn(context.language);
  if (wasSkipped(row, earlier)) return undefined;
  if (isPerson(element)) {
    const entered = earlier.find(({ kind, element: at }) => kind === 'entered' && at === row.element);
    const took = entered ? tookWords(entered.at, row.at, element, context) : '';
    const filled = writtenBy(row, earlier, context);
    const { comment, guest } = row.why?.is === 'person' ? row.why : {};
    const outside = guest === undefined ? '' : say('outside', { name: guest });
    return {
      tone: 'done',
      title: say(saidOf(row.why), { name }),
      who: doerOf(row, context),
      detail: [outside, filled, comment, took].filter(Boolean).join(storyIn(context.language)('semicolon')),
    };
  }
  if (BY_SYSTEM.has(element.type)) return { tone: 'system', title: say('bySystem', { name }) };
  if (element.type === 'startEvent') {
    const known = context.definition.processId === element.scope;
    return known ? { tone: 'message', title: textOf(element, context) || say('begun') } : undefined;
  }
  if (element.type === 'intermediateCatchEvent' || element.type === 'receiveTask') {
    if (row.why?.is === 'timer') return { tone: 'clock', title: say('timeCame', { name }) };
    return { tone: 'message', title: name };
  }
  return undefined;
}

/** Who did it; who stood in for somebody is named with him. */
const doerOf = ({ by, for: absent }: StoryRow, { language }: StoryContext): string | undefined =>
  by && absent ? storyIn(language)('instead', { who: by.name, absent: absent.name }) : by?.name;

/** What somebody has done with a step: a verdict, where people decide. */
const saidOf = (why: StoryRow['why']): 'done' | `said.${Verdict}` =>
  why?.is === 'person' && (VERDICTS as readonly string[]).includes(why.verb) ? `said.${why.verb as Verdict}` : 'done';

/** A manager's correction; what steps write is told with them. */
function corrected(row: StoryRow, context: StoryContext): Said | undefined {
  if (row.why?.is !== 'operator' || typeof row.data !== 'object' || row.data === null) return undefined;
  const say = storyIn(context.language);
  const to = Object.entries(row.data).map(([variable, value]) => pairWords(variable, value, context));
  return {
    tone: 'operator',
    title: say('corrected'),
    who: doerOf(row, context),
    detail: [to.join(storyIn(context.language)('comma')), reason(row)].filter(Boolean).join(say('semicolon')),
  };
}

/** The choices that were filled in with it: rows written just before, for the same step. */
function writtenBy(row: StoryRow, earlier: StoryRow[], context: StoryContext): string {
  const written = earlier
    .slice(0, 6)
    .find(({ kind, at, data }) => kind === 'written' && at === row.at && data !== null);
  if (!written || typeof written.data !== 'object') return '';
  return Object.entries(written.data as Record<string, unknown>)
    .filter(
      ([variable]) =>
        context.fields[variable]?.field?.type === 'choice' || context.fields[variable]?.field?.type === 'yesNo',
    )
    .slice(0, 2)
    .map(([variable, value]) => pairWords(variable, value, context))
    .join(storyIn(context.language)('comma'));
}

/** A way taken at a fork. */
function chosen(row: StoryRow, context: StoryContext, because: string | undefined): Said | undefined {
  const { why } = row;
  if (why?.is !== 'flow' && why?.is !== 'default') return undefined;
  const flow = context.definition.flows[why.flow];
  const fork = flow && context.definition.elements[flow.source];
  if (!flow || !fork) return undefined;
  const target = context.definition.elements[flow.target];
  const way = textOf(flow, context) || (target ? nameOf(target, context) : '');
  const at = textOf(fork, context).replace(/[?？]$/, '');
  return {
    tone: 'choice',
    title: at ? storyIn(context.language)('way', { at, way }) : storyIn(context.language)('wayOnly', { way }),
    detail: because,
  };
}

function ended(row: StoryRow, say: Saying, context: StoryContext): Said {
  const outcome = (row.data as { outcome?: string } | null)?.outcome;
  if (outcome === 'cancelled' || row.why?.is === 'operator')
    return { tone: 'operator', title: say('cancelled'), who: doerOf(row, context), detail: reason(row) };
  if (outcome === 'error') return { tone: 'bad', title: say('error') };
  return { tone: 'over', title: say('finished') };
}

const triggered = (why: Why | null, name: string, say: Saying): string =>
  why?.is === 'timer' ? say('timeCame', { name }) : name;

const reason = ({ why }: StoryRow): string | undefined => (why?.is === 'operator' ? why.reason : undefined);

const undone = ({ why }: StoryRow, context: StoryContext): string => {
  const element = why?.is === 'compensation' ? context.definition.elements[why.activity] : undefined;
  return element ? nameOf(element, context) : '';
};

function errorName({ why, data }: StoryRow, context: StoryContext): string | undefined {
  const code = why?.is === 'uncaught' || why?.is === 'caught' ? why.code : (data as { code?: string } | null)?.code;
  const known = Object.values(context.definition.errors).find((one) => one.errorCode === code);
  return known ? textOf(known, context) || undefined : code;
}

const incidentWords = (data: unknown, context: StoryContext): string | undefined => {
  const { kind, message } = (data ?? {}) as { kind?: unknown; message?: Message | string };
  // What the core has seen is told in words; others say it in their own, which may be a machine's.
  if (typeof message === 'object') return seenWords(message, context.language);
  return incidentWhy(String(kind), context.language) ?? message;
};

type Part = {
  name?: string | undefined;
  zf?: { text?: Record<string, { name?: string | undefined }> | undefined } | undefined;
};
export const textOf = (part: Part, { language }: StoryContext): string =>
  (language !== 'zh' && part.zf?.text?.[language]?.name) || part.name || '';
export const nameOf = (element: Part & { id: string }, context: StoryContext): string =>
  textOf(element, context) || element.id;

/** Where only a form names it. */
const fieldLabel = (field: Field | null | undefined, { language }: StoryContext): string | undefined =>
  field ? (language === 'en' && field.label.en) || field.label.zh : undefined;

function weighedWords({ label, unit, field, from, by }: Weighed, value: unknown, context: StoryContext): string {
  const { language, zone } = context;
  const say = storyIn(language);
  const shown = [valueWords(value, { type: field.type, field }, context), unit && wordsIn(unit, language)];
  const pair = say('pair', { label: wordsIn(label, language), shown: shown.filter(Boolean).join(' ') });
  const day = from && isoDay(from, zone);
  if (!day) return pair;
  return by ? say('pairSince', { pair, who: by, day }) : say('pairSinceDay', { pair, day });
}

function pairWords(variable: string, value: unknown, context: StoryContext): string {
  const weighed = context.parameters?.[variable];
  if (weighed) return weighedWords(weighed, value, context);
  const about = context.fields[variable];
  const declared = context.definition.zf.variable?.find(({ name }) => name === variable);
  const label =
    (context.language !== 'zh' && declared?.text?.[context.language]?.name) ||
    declared?.label ||
    fieldLabel(about?.field, context) ||
    variable;
  const type = about?.type ?? declared?.type;
  const shown =
    valueWords(value ?? (type === 'boolean' ? false : value), about ?? { type: declared?.type ?? 'any' }, context) ||
    storyIn(context.language)('empty');
  return storyIn(context.language)('pair', { label, shown });
}

/** A word of the machine, such as `manual`, that no form has words for. */
const isCode = (variable: string, value: unknown, { fields }: StoryContext): boolean =>
  typeof value === 'string' &&
  /^[a-z][\w-]*$/.test(value) &&
  !(fields[variable]?.field && 'options' in fields[variable].field);

const readsWords = (reads: Record<string, unknown>, context: StoryContext): string =>
  Object.entries(reads)
    .filter(([variable, value]) => !isCode(variable, value, context))
    // What the shop no longer calls anything is nothing to tell.
    .filter(([variable]) => !variable.startsWith('shop.') || context.parameters?.[variable])
    .slice(0, 3)
    .map(([variable, value]) => pairWords(variable, value, context))
    .join(storyIn(context.language)('comma'));

/** Which decision of the shop it was, which version and which row. */
function sharedWords(why: Why | null, { language }: StoryContext): string | undefined {
  const shared = why?.is === 'rule' ? why.shared : undefined;
  if (!shared) return undefined;
  const say = storyIn(language);
  const about = { decision: (language === 'en' && shared.name.en) || shared.name.zh, version: shared.version };
  return shared.rows.length > 0
    ? say('byShared', { ...about, rows: listed(shared.rows.map(String), language) })
    : say('bySharedNone', about);
}

const whyOf = ({ why, parameters }: StoryRow, context: StoryContext): string | undefined =>
  whyWords(why, { ...context, parameters });

/** Why it went this way, for people; undefined where there is nothing to tell. */
export function whyWords(why: Why | null, context: StoryContext): string | undefined {
  if (!why) return undefined;
  const say = storyIn(context.language);
  switch (why.is) {
    case 'flow':
    case 'condition': {
      const reads = readsWords(readsOf(why), context);
      return reads ? say('because', { reads }) : undefined;
    }
    case 'default': {
      const reads = readsWords(readsOf(why), context);
      return reads ? say('becauseNoOther', { reads }) : undefined;
    }
    case 'rule': {
      const outputs =
        typeof why.outputs === 'object' && why.outputs !== null && !Array.isArray(why.outputs) ? why.outputs : {};
      const filled = Object.entries(outputs).filter(([, value]) => value !== '' && value !== null);
      const worded = filled.filter(([variable, value]) => !isCode(variable, value, context));
      return (
        [...worded.map(([variable, value]) => pairWords(variable, value, context)), readsWords(readsOf(why), context)]
          .filter(Boolean)
          .join(say('comma')) || undefined
      );
    }
    case 'person':
      return why.comment;
    case 'vote':
      // One who decides alone has said it himself.
      return why.mode === 'pool' ? undefined : say('tally', why.tally);
    case 'operator':
      return why.reason;
    case 'limit':
      return why.what;
    default:
      return undefined;
  }
}

/** Why a step came to people: how its last entrance was chosen, and what was decided just before. */
export function whyHere(rows: StoryRow[], element: string, context: StoryContext): string | undefined {
  const at = rows.findIndex((row) => row.kind === 'entered' && row.element === element);
  if (at < 0) return undefined;
  const before = rows.slice(at);
  // That nothing else fitted is no reason that anybody asks for.
  const [entered] = before;
  const chosenBy = !entered || entered.why?.is === 'default' ? undefined : whyOf(entered, context);
  const decided = before.slice(0, 8).find((row) => row.kind === 'decided');
  return (decided && whyOf(decided, context)) ?? chosenBy;
}
