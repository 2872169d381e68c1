// Which lines of one text another has kept, in their order, as many as can be.

/** For each line of `one` its place in `other`; undefined: it is not there any more. */
export function keptLines(one: string[], other: string[]): (number | undefined)[] {
  let head = 0;
  while (head < Math.min(one.length, other.length) && one[head] === other[head]) head++;
  let tail = 0;
  while (tail < Math.min(one.length, other.length) - head && one.at(-1 - tail) === other.at(-1 - tail)) tail++;
  const within = between(one.slice(head, one.length - tail), other.slice(head, other.length - tail));
  return [
    ...one.slice(0, head).map((_, at) => at),
    ...within.map((place) => (place === undefined ? undefined : place + head)),
    ...one.slice(one.length - tail).map((_, at) => other.length - tail + at),
  ];
}

function between(one: string[], other: string[]): (number | undefined)[] {
  const width = other.length + 1;
  /** Length of the longest common run of lines from here on. */
  const common = new Uint16Array((one.length + 1) * width);
  const at = (a: number, b: number): number => common[a * width + b] ?? 0;
  for (let a = one.length - 1; a >= 0; a--)
    for (let b = other.length - 1; b >= 0; b--)
      common[a * width + b] = one[a] === other[b] ? at(a + 1, b + 1) + 1 : Math.max(at(a + 1, b), at(a, b + 1));
  const places: (number | undefined)[] = one.map(() => undefined);
  for (let a = 0, b = 0; a < one.length && b < other.length; ) {
    if (one[a] === other[b]) places[a++] = b++;
    else if (at(a + 1, b) >= at(a, b + 1)) a++;
    else b++;
  }
  return places;
}
