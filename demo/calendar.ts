// The day on which the demo opens: Thursday 26 November 2026, 09:00 in China, sixteen days before the sale of 12 December.
export const DAY = 86_400_000;
export const OPENS = Date.parse('2026-11-26T09:00:00+08:00');
/** Days of orders that lie behind it. */
export const LOOKS_BACK = 60;
