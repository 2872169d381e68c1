// Working time of the shop. What holds from now on does not change what was worked, and clocks that run are counted anew.
import { type Calendar, changedAt } from '../bpmn/calendar.ts';
import { shopTime } from '../workflows/clock.ts';
import type { Sql, Transaction } from './connect.ts';
import { DEFAULT_CALENDARS, readSetting, readShop, writeSetting } from './settings.ts';

type Calendars = Record<string, Calendar>;
const content = ({ offset, week, days, known }: Calendar): string =>
  JSON.stringify([offset, week, Object.entries(days).sort(([a], [b]) => (a < b ? -1 : 1)), known ?? null]);

/** Two changes at once are made one after the other. Only what differs becomes another version. */
export async function changeCalendars(sql: Sql, change: (before: Calendars) => Calendars): Promise<void> {
  await sql.begin((tx) => changeCalendarsIn(tx, change));
}
async function changeCalendarsIn(tx: Transaction, change: (before: Calendars) => Calendars): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended('setting.calendars', 0))`;
  const before = (await readSetting<Calendars>(tx, 'calendars')) ?? DEFAULT_CALENDARS;
  const at = shopTime((await readShop(tx)).clock, Date.now());
  const wanted = change(before);
  const changed = Object.values(wanted).filter((one) => {
    const old = before[one.id];
    return old === undefined || content(old) !== content(one);
  });
  const now = Object.fromEntries(
    Object.entries(wanted).map(([id, one]) => [
      id,
      changed.includes(one) ? changedAt(before[id], one, at) : (before[id] ?? one),
    ]),
  );
  await writeSetting(tx, 'calendars', now);
  for (const { id } of changed) {
    const body = { calendar: id, version: now[id]?.version ?? 1 };
    await tx`insert into outbox (kind, body) values ('calendarChanged', ${tx.json(body)})`;
  }
  if (changed.length > 0) await tx`select pg_notify('zhangfa_outbox', '')`;
}

export type Counting = { id: string; family: string; host: string };
/** Open cases whose process counts in this calendar somewhere, a page behind `after`. */
export const casesCountingIn = (sql: Sql, calendar: string, after: string, limit: number): Promise<Counting[]> => sql<
  Counting[]
>`
  select c.id, c.family, c.host from cases c
  where c.status <> 'ended' and c.id > ${after} and (c.key, c.version) in (
    select key, version from definition where definition::text like ${`%"calendar":${JSON.stringify(calendar)}%`})
  order by c.id limit ${limit}`;
