// One turn of a host on plain data: what it writes, and who is told what once that is written. No Temporal in it.
import type { Draft } from '../bpmn/draft.ts';
import type { Command, Occurrence } from '../bpmn/instance.ts';
import type { Envelope, HostAnswer, HostConfig } from './messages.ts';
import { type AnswerRow, caseRow, digestOf, type Recorded, type Turn } from './record.ts';

/** A thing to do with one case: from outside (with an answer to give) or of the host itself. */
export type Item = { family: string; case: string } & (
  | { kind: 'command'; envelope: Envelope; give(answer: HostAnswer): void }
  | { kind: 'own'; occurrence: Occurrence }
);
/** The commands that each case has issued in this turn. */
export type CaseCommands = Map<string, Command[]>;
export type Answers = Map<Item, HostAnswer>;

export const isTouch = (item: Item) => item.kind === 'command' && item.envelope.body.do === 'touch';
export const NOTHING_RECORDED: Recorded = {
  digest: '',
  lost: [],
  taken: [],
  unassigned: [],
  refused: [],
  answers: {},
};

export type Books = {
  config: HostConfig;
  at: number;
  /** Revision of the shop's settings that was read. */
  shop: number;
  cases: ReadonlyMap<string, Draft>;
  /** Sequence number of each case as Postgres holds it. */
  stored: ReadonlyMap<string, number>;
  /** Families of which nothing may be written: their definition is not here, or they are set aside. */
  closed: ReadonlySet<string>;
};

/** What the turn writes; no row where nothing is to be written. Refused and repeated commands take part: a stale host would refuse what Postgres shows as open. */
export function composeTurn(
  books: Books,
  items: Item[],
  issued: CaseCommands,
  answers: Answers,
): { row?: Turn; touched: string[] } {
  const { config, at, shop, cases, stored, closed } = books;
  const families = new Map(items.map((item) => [item.case, item.family]));
  const ids = new Set([...issued.keys(), ...items.flatMap((item) => (closed.has(item.family) ? [] : [item.case]))]);
  const rows: Turn['cases'] = [];
  const states: string[] = [];
  for (const id of ids) {
    const draft = cases.get(id);
    const expect = stored.get(id) ?? 0;
    if (!draft) {
      rows.push({ id, family: families.get(id) ?? id, expect, seq: 0, changed: false });
      continue;
    }
    const { row, state } = caseRow(config, draft, expect, issued.get(id) ?? []);
    rows.push(row);
    if (state) states.push(state);
  }
  const answerRows = answersToWrite(config.host, closed, answers);
  if (rows.length === 0 && answerRows.length === 0) return { touched: [] };
  return { row: { at, shop, digest: digestOf(states), cases: rows, answers: answerRows }, touched: [...ids] };
}

function answersToWrite(host: string, closed: ReadonlySet<string>, answers: Answers): AnswerRow[] {
  const rows = new Map<string, AnswerRow>();
  for (const [item, answer] of answers) {
    if (item.kind !== 'command' || isTouch(item) || closed.has(item.family)) continue;
    const { id, by, body } = item.envelope;
    if (!rows.has(id)) rows.set(id, { id, host, family: item.family, case: item.case, by: by ?? null, body, answer });
  }
  return [...rows.values()];
}

/** What becomes of the items of a turn that is recorded: who is answered, and what is stepped again because Postgres knew better. */
export function conclude(
  recorded: Recorded,
  items: Item[],
  answers: Answers,
  before: Record<string, HostAnswer>,
): { answered: [Item, HostAnswer][]; again: Item[] } {
  const lost = new Set(recorded.lost);
  const refused = new Set(recorded.refused);
  const taken = new Map(recorded.taken.map(({ family, other }) => [family, other]));
  const answered: [Item, HostAnswer][] = [];
  const again: Item[] = [];
  for (const item of items) {
    const other = taken.get(item.family);
    if (item.kind === 'own') {
      if (lost.has(item.family) && other === undefined) again.push(item);
      continue;
    }
    // The first answer stands, whoever gave it.
    const first = recorded.answers[item.envelope.id] ?? before[item.envelope.id];
    if (first) answered.push([item, first]);
    else if (other !== undefined) answered.push([item, { ok: false, code: 'businessKeyInUse', detail: other }]);
    else if (lost.has(item.family)) again.push(item);
    else if (refused.has(item.family)) answered.push([item, { ok: false, code: 'notStorable' }]);
    else answered.push([item, answers.get(item) ?? { ok: false, code: 'tryAgain' }]);
  }
  return { answered, again };
}
