// calendars.json of a pack: working hours as people write them, and the public holidays of a country year by year, as they were announced.
import { z } from 'zod';
import type { Calendar, Shift } from '../bpmn/calendar.ts';

const Hours = z.string().regex(/^([01]\d|2[0-4]):[0-5]\d-([01]\d|2[0-4]):[0-5]\d$/, 'hours as 09:00-18:00');
const Day = z.iso.date();
const Words = z.object({ zh: z.string().min(1), en: z.string().min(1) });
/** `work`: weekend days on which work is made up. */
const Year = z.object({
  source: z.string().min(1),
  off: z.array(z.object({ from: Day, to: Day, name: Words })),
  work: z.array(Day),
});
const Minutes = z.tuple([z.number().int().min(0).max(1_440), z.number().int().min(0).max(1_440)]);
const Kept = z.object({
  id: z.string(),
  version: z.number().int(),
  offset: z.number().int(),
  week: z.array(z.array(Minutes)).length(7),
  days: z.record(Day, z.array(Minutes)),
  known: z.array(z.number().int()).optional(),
});
export const CalendarsFile = z
  .object({
    calendars: z.array(
      z.object({
        id: z.string(),
        offset: z.number().int(),
        workday: z.array(Hours),
        weekend: z.array(Hours),
        /** Country whose holidays close it; absent = it keeps its hours on them. */
        holidays: z.string().optional(),
      }),
    ),
    holidays: z.record(z.string(), z.record(z.string().regex(/^\d{4}$/), Year)).default({}),
    /** As a shop keeps them, day by day, from which they were taken out. */
    kept: z.array(Kept).default([]),
  })
  .superRefine(({ calendars, holidays }, context) => {
    for (const { id, holidays: country } of calendars)
      if (country !== undefined && !holidays[country])
        context.addIssue({ code: 'custom', message: `calendar ${id}: there are no holidays of ${country}` });
    for (const years of Object.values(holidays))
      for (const [year, { off, work }] of Object.entries(years))
        for (const day of [...off.flatMap(({ from, to }) => [from, to]), ...work])
          if (!day.startsWith(year)) context.addIssue({ code: 'custom', message: `${day} is not in ${year}` });
  });

const shift = (hours: string): Shift => {
  const [from = 0, to = 0] = hours.split('-').map((time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3)));
  return [from, to];
};

/** As the shop keeps them. `known`: the years whose holidays stand in `days`. */
export function calendarsOf({ calendars, holidays, kept }: z.infer<typeof CalendarsFile>): Calendar[] {
  const written = calendars.map(({ id, offset, workday, weekend, holidays: country }) => {
    const [open, rest] = [workday.map(shift), weekend.map(shift)];
    const week = [rest, open, open, open, open, open, rest];
    if (country === undefined) return { id, version: 1, offset, week, days: {} };
    const years = holidays[country] ?? {};
    const days: Calendar['days'] = {};
    for (const { off, work } of Object.values(years)) {
      for (const { from, to } of off) for (const day of daysBetween(from, to)) days[day] = [];
      for (const day of work) days[day] = open;
    }
    const inOrder = Object.fromEntries(Object.entries(days).sort(([a], [b]) => (a < b ? -1 : 1)));
    return { id, version: 1, offset, week, days: inOrder, known: Object.keys(years).map(Number) };
  });
  return [...written, ...kept.map(({ known, ...calendar }) => ({ ...calendar, ...(known && { known }) }))];
}

function daysBetween(from: string, to: string): string[] {
  const days: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += 86_400_000)
    days.push(new Date(at).toISOString().slice(0, 10));
  return days;
}
