// People are told what cases have for them: reminders and escalations of a limit, copies, questions and answers. Once each, whatever is tried again.
import type { Sql } from '../db/connect.ts';
import { giveCopies, ownerOf, peopleAtWork, storeAnswer, storeQuestion } from '../db/copies.ts';
import { notify } from '../db/notices.ts';
import type { OutboxRow } from '../db/outbox.ts';
import { peopleMeant, peopleReached, refsMeant } from '../db/people.ts';
import { readShop } from '../db/settings.ts';
import { shopTime } from '../workflows/clock.ts';

type Body = {
  seq: number;
  task?: string;
  to: string[] | string;
  by?: string;
  comment?: string;
  what?: string;
  id?: string;
  text?: string;
  question?: string;
};

/** Those who are named themselves, also where they are away: what they may read they read when they are back. */
async function named(sql: Sql, refs: string[]): Promise<string[]> {
  const [found = []] = await peopleMeant(sql, [{ refs }]);
  return [...new Set(found.map(({ person, for: absent }) => absent ?? person))];
}

export async function inform(sql: Sql, { kind, case_id, body: said }: OutboxRow): Promise<void> {
  const id = case_id ?? '';
  const body = said as unknown as Body;
  const at = shopTime((await readShop(sql)).clock, Date.now());
  const task = body.task === undefined ? undefined : `${id}:${body.task}`;
  const event = `${id}/${body.seq}`;
  if (kind === 'say') {
    const { id: own = '', text = '', by = '', question } = body;
    const key = `${id}:${question ?? own}`;
    await sql.begin((tx) =>
      question === undefined
        ? storeQuestion(tx, { id: key, case: id, task: task ?? '', by, to: String(body.to), text, at })
        : storeAnswer(tx, { id: key, text, at }),
    );
    return;
  }
  const to = body.to as string[];
  if (kind === 'copy') {
    const given = {
      case: id,
      task: task ?? null,
      people: await named(sql, to),
      at,
      by: body.by ?? null,
      comment: body.comment ?? null,
    };
    await sql.begin((tx) => giveCopies(tx, event, given));
    return;
  }
  const what = body.what === 'escalated' ? 'escalated' : 'reminded';
  const refs =
    to.length > 0
      ? await refsMeant(sql, to)
      : what === 'reminded'
        ? await peopleAtWork(sql, { case: id, task })
        : await ownerOf(sql, id);
  const told = await peopleReached(sql, refs, []);
  const about = task === undefined ? ({ kind: 'case', id } as const) : ({ kind: 'task', id: task } as const);
  await sql.begin((tx) =>
    notify(
      tx,
      told.map((person) => ({ what, event: `${event}/${about.id}`, person, about, at, by: null })),
    ),
  );
}
