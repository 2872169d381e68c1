// Working time has changed: every open case that may count in it looks at its clocks again.
import { casesCountingIn } from '../db/calendars.ts';
import type { Sql } from '../db/connect.ts';
import type { Door } from './door.ts';
import { storeAndSend } from './send.ts';

const PAGE = 100;

export async function recountCases(sql: Sql, door: Door, { calendar, version }: { calendar: string; version: number }) {
  for (let after = ''; ; ) {
    const page = await casesCountingIn(sql, calendar, after, PAGE);
    await Promise.all(
      page.map(({ id, family, host }) =>
        storeAndSend(sql, door, {
          id: `calendar:${calendar}@${version}:${id}`,
          host,
          family,
          case: id,
          body: { do: 'occur', occurrence: { type: 'calendarChanged', calendar } },
        }),
      ),
    );
    const last = page.at(-1);
    if (!last || page.length < PAGE) return;
    after = last.id;
  }
}
