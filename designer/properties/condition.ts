// `amount > 3 and kind = "a"` ⇄ rows of a small builder. What is richer stays a formula.

export type Row = { left: string; op: string; right: string };
export type Conditions = { rows: Row[]; join: 'and' | 'or' };

const ROW =
  /^\s*([\p{L}_][\p{L}\p{N}_.]*)\s*(=|!=|>=|<=|>|<)\s*(-?\d+(?:\.\d+)?|"[^"]*"|true|false|null|[\p{L}_][\p{L}\p{N}_.]*)\s*$/u;
const BARE = /^\s*(not\()?([\p{L}_][\p{L}\p{N}_.]*)(\))?\s*$/u;

export function readConditions(text: string): Conditions | undefined {
  const clean = text.replace(/^=/, '').trim();
  if (clean === '') return { rows: [], join: 'and' };
  const join = / or /.test(outsideQuotes(clean)) ? 'or' : 'and';
  if (join === 'or' && / and /.test(outsideQuotes(clean))) return undefined;
  const rows = split(clean, ` ${join} `).map((part): Row | undefined => {
    const row = ROW.exec(part);
    if (row) return { left: row[1]!, op: row[2]!, right: row[3]! };
    const bare = BARE.exec(part);
    if (bare && Boolean(bare[1]) === Boolean(bare[3]))
      return { left: bare[2]!, op: '=', right: bare[1] ? 'false' : 'true' };
    return undefined;
  });
  return rows.every((row) => row !== undefined) ? { rows, join } : undefined;
}

export const writeConditions = ({ rows, join }: Conditions): string =>
  rows.length === 0 ? '' : `=${rows.map(({ left, op, right }) => `${left} ${op} ${right}`).join(` ${join} `)}`;

/** What a person types is text unless it is a number, a truth value, already quoted, or a name. */
export function rightOf(typed: string, isName: (text: string) => boolean): string {
  const clean = typed.trim();
  if (/^-?\d+(\.\d+)?$|^".*"$|^(true|false|null)$/.test(clean) || isName(clean)) return clean;
  return clean === '' ? '' : JSON.stringify(clean);
}

const outsideQuotes = (text: string): string => text.replace(/"[^"]*"/g, '""');

function split(text: string, by: string): string[] {
  const parts: string[] = [];
  let from = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '"') quoted = !quoted;
    if (!quoted && text.startsWith(by, i)) {
      parts.push(text.slice(from, i));
      from = i + by.length;
    }
  }
  return [...parts, text.slice(from)];
}
