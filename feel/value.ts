// What variables hold: JSON. Dates, times and durations are ISO strings, money is whole cents.
export type Value = null | boolean | number | string | Value[] | { [name: string]: Value };
export type Variables = Record<string, Value>;
/** Milliseconds UTC. */
export type Instant = number;

/** Of names, not a list. */
export const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
