// Which row somebody means who scans a code, or types a number: by what it is about and what it shows.
export type Findable = { id: string; item: unknown; values: unknown; variables: unknown };

/** All that is said in it, however deep. */
const said = (value: unknown): string[] =>
  value === null || value === undefined
    ? []
    : typeof value === 'object'
      ? Object.values(value).flatMap(said)
      : [String(value).trim().toLowerCase()];

/**
 * The next one after `from` that says exactly this, else one that says it within; round again from the top.
 * @param from the row that was found before
 */
export function findRow(rows: Findable[], text: string, from: string | undefined): string | undefined {
  const wanted = text.trim().toLowerCase();
  if (!wanted) return undefined;
  const at = rows.findIndex(({ id }) => id === from);
  const order = [...rows.slice(at + 1), ...rows.slice(0, at + 1)];
  const says = (match: (one: string) => boolean) =>
    order.find(({ item, values, variables }) => said([item, values, variables]).some(match))?.id;
  return says((one) => one === wanted) ?? says((one) => one.includes(wanted));
}
