// Numbers that the server counts up to a bound and no further.
const COUNTED = 10_000;

export const counted = (n: number): string => `${n.toLocaleString('en-US')}${n >= COUNTED ? '+' : ''}`;
