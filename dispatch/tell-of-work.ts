// Work that a process has just given or offered: those who want to hear of it learn of it, beside the inbox, which shows it anyway.
import { readChannels, readReach, readWishesOf } from '../db/channels.ts';
import type { Sql } from '../db/connect.ts';
import { notify, toldOf } from '../db/notices.ts';
import { peopleReached } from '../db/people.ts';
import { openedTask } from '../db/tasks.ts';
import { CHANNEL_IDS, KIND_OF } from '../notices/kinds.ts';
import { wants } from '../notices/wishes.ts';

/** Safe to repeat. */
export async function tellOfWork(sql: Sql, id: string): Promise<void> {
  const task = await openedTask(sql, id);
  // Taken, done or withdrawn meanwhile; or somebody has sent it back and was named.
  if (!task || (await toldOf(sql, 'returned', id))) return;
  const { assignee, offers, excluded, createdAt: at } = task;
  const people = assignee === null ? await peopleReached(sql, offers, excluded) : [assignee];
  const what = assignee === null ? ('offered' as const) : ('given' as const);
  const [channels, reach, wishes] = [await readChannels(sql), await readReach(sql), await readWishesOf(sql, people)];
  const open = CHANNEL_IDS.filter((one) => one === 'bell' || channels[one]?.on);
  const hears = (person: string) =>
    open.some((channel) => wants(wishes.get(person) ?? {}, reach, KIND_OF[what], channel));
  const about = { kind: 'task' as const, id };
  await notify(
    sql,
    people.filter(hears).map((person) => ({ what, event: id, person, about, at, by: null })),
  );
}
