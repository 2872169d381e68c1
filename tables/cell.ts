/** What stands in a cell of a file that goes out: text is never taken for a number, a day is `2026-11-05`, perhaps with a time. */
export type Cell = string | number | { day: string } | null;
