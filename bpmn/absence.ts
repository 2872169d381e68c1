// Who stands in for whom while he is away (请假, 代理). The directory says who is away and whom he has named; what follows is decided here.

/** Follows one proxy to the next, for they may be away as well. */
const DEEPEST = 10;

/**
 * Who does it while `person` is away: his proxy, or the proxy of that one. He himself where he is here; undefined where nobody may.
 * @param proxyOf of everybody who is away now
 */
export function standIn(
  person: string,
  proxyOf: (person: string) => string | undefined,
  may: (person: string) => boolean,
): string | undefined {
  let at = person;
  for (let deep = 0; deep <= DEEPEST; deep++) {
    const next = proxyOf(at);
    if (next === undefined) return at === person || may(at) ? at : undefined;
    at = next;
    if (at === person) return undefined;
  }
  return undefined;
}
