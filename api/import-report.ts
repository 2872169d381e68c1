// What became of every row of a file, in words: why it was not taken, and what can be done.
import type { Sql } from '../db/connect.ts';
import { allOutcomes, type ImportJob, type UndoOutcome } from '../db/import-jobs.ts';
import type { ImportOutcome } from '../db/record-imports.ts';
import { textsOf, writersByField } from '../db/record-writes.ts';
import { fieldOf, type Register } from '../records/register.ts';
import { type Actor, coveredColumns, seesField } from '../records/rights.ts';
import { CSV_MARK, csvLine } from '../tables/write-csv.ts';
import type { Language, Message, Texts } from '../words/message.ts';
import { sayOfRecord, tellRecord } from '../words/records.ts';

type Refusal = Pick<ImportOutcome, 'why' | 'field' | 'message' | 'other'>;
const labelOf = (register: Register, path: string | null | undefined): Texts => {
  const id = (path ?? '').split('.')[0] ?? '';
  return fieldOf(register, id)?.label ?? { zh: id };
};

/** What fills it is not for this reader: neither its cells nor what is said of them. */
const isCovered = (register: Register, path: string | null | undefined, reader: Actor): boolean => {
  const field = path ? fieldOf(register, path.split('.')[0] ?? '') : undefined;
  return field !== undefined && (!seesField(field, reader) || coveredColumns(field, reader).hidden.size > 0);
};

export async function refusalsOf(sql: Sql, register: Register, reader: Actor): Promise<(refusal: Refusal) => Told> {
  const writers = await writersByField(sql, register);
  const said = ({ why, field, message, other }: Refusal): Message => {
    const named = { field: labelOf(register, field) };
    switch (why) {
      case 'noKey':
        return register.keyField === undefined
          ? tellRecord('row.noKeyField')
          : tellRecord('row.noKey', { field: labelOf(register, register.keyField) });
      case 'taken':
        return field ? tellRecord('row.taken', { ...named, other: other ?? '' }) : tellRecord('row.takenKey');
      case 'ofProcess':
        return tellRecord('row.ofProcess', { ...named, process: (writers[field ?? ''] ?? []).map(textsOf) });
      case 'merged':
        return tellRecord('row.merged', { other: other ?? '' });
      case 'changed':
      case 'mayNot':
        return tellRecord(`row.${why}`);
      case 'computed':
      case 'notYours':
      case 'keyStands':
      case 'unknownField':
        return tellRecord(`row.${why}`, named);
      default:
        return tellRecord('row.invalid', { ...named, why: message ?? '' });
    }
  };
  return (refusal) =>
    isCovered(register, refusal.field, reader)
      ? { field: null, why: tellRecord('row.hidden') }
      : { field: refusal.field ?? null, why: said(refusal) };
}
type Told = { field: string | null; why: Message };

/** Cells of a file as somebody may read them: what fills a field that he does not see is blank. */
export function cellsFor(
  { columns }: Pick<ImportJob, 'columns'>,
  register: Register,
  reader: Actor,
): (cells: string[]) => string[] {
  const covered = columns.map((id) => isCovered(register, id, reader));
  return (cells) => cells.map((cell, at) => (covered[at] ? '' : cell));
}

const HEADS = ['head.row', 'head.key', 'head.what', 'head.field', 'head.why'] as const;
export async function* reportLines(
  sql: Sql,
  job: ImportJob,
  register: Register,
  language: Language,
  reader: Actor,
): AsyncGenerator<string> {
  const open = cellsFor(job, register, reader);
  const told = await refusalsOf(sql, register, reader);
  const say = (message: Message) => sayOfRecord(message, language);
  yield CSV_MARK + csvLine([...HEADS.map((head) => say(tellRecord(head))), ...job.heads]);
  const undone = new Map<string, UndoOutcome>();
  for (let n = 0; n < job.parts; n++)
    for (const one of (await allOutcomes(sql, job.id, n))[0]?.undone ?? []) undone.set(one.key, one);
  for (let n = 0; n < job.parts; n++) {
    const [part] = await allOutcomes(sql, job.id, n);
    const cells = new Map(part?.rows);
    yield (part?.outcomes ?? [])
      .map((outcome) => {
        const { what, id, key } = outcome;
        const back = id === undefined ? undefined : undone.get(key ?? '');
        const refused = what === 'refused' ? told(outcome) : undefined;
        const cause = refused?.why ?? back?.why;
        return csvLine([
          outcome.n,
          key,
          say(tellRecord(`what.${back?.what ?? what}`)),
          refused?.field ? say(tellRecord('head.of', { field: labelOf(register, refused.field) })) : null,
          cause ? say(cause) : null,
          ...open(cells.get(outcome.n) ?? []),
        ]);
      })
      .join('');
  }
}
