// Days of a month or a week as texts, `2026-11-23`; weeks begin on Monday. Pure.
const DAY_MS = 86_400_000;
const at = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const dayOf = (instant: number): string => new Date(instant).toISOString().slice(0, 10);
const monday = (instant: number): number => instant - ((new Date(instant).getUTCDay() + 6) % 7) * DAY_MS;

/** Whole weeks that hold the month, `2026-11`. */
export function daysOf(month: string): string[] {
  const start = monday(at(`${month}-01`));
  const days: string[] = [];
  for (let n = start; days.length % 7 !== 0 || dayOf(n).slice(0, 7) <= month; n += DAY_MS) days.push(dayOf(n));
  return days;
}
export const weekOf = (day: string): string[] =>
  Array.from({ length: 7 }, (_, n) => dayOf(monday(at(day)) + n * DAY_MS));
export const nextDay = (day: string, by = 1): string => dayOf(at(day) + by * DAY_MS);
/** So many months later. */
export const shifted = (month: string, by: number): string => {
  const [year, nth] = month.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, nth - 1 + by, 1)).toISOString().slice(0, 7);
};
