/** Until midnight is said as the day before: its last minute. */
export const lastOf = (until: number): number => until - 60_000;
