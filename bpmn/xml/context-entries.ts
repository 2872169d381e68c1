// Contexts that another engine writes out in FEEL → their entries, and request headers in lines of ours.

/** `={a: 1, "b": x}` → its entries; undefined where it is no plain context. */
export function entriesOf(text: string | undefined): [name: string, source: string][] | undefined {
  const inner = /^=?\s*\{([\s\S]*)\}\s*$/.exec(text ?? '')?.[1];
  if (inner === undefined) return undefined;
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let from = 0;
  for (let at = 0; at <= inner.length; at++) {
    const c = inner[at];
    if (c === '"' && inner[at - 1] !== '\\') quoted = !quoted;
    if (quoted) continue;
    if (c === '{' || c === '[' || c === '(') depth++;
    if (c === '}' || c === ']' || c === ')') depth--;
    if (at === inner.length || (c === ',' && depth === 0)) {
      parts.push(inner.slice(from, at));
      from = at + 1;
    }
  }
  const entries = parts
    .filter((part) => part.trim())
    .map((part) => /^\s*(?:"([^"]+)"|([\p{L}_][\p{L}\p{N}_]*))\s*:\s*([\s\S]+)$/u.exec(part));
  if (entries.some((one) => one === null)) return undefined;
  return entries.map((one) => [(one![1] ?? one![2])!, one![3]!.trim()]);
}

/**
 * Headers of a request as settings of ours. `lines`: one a header; `secret`: the one that a line names, or the one `known` before. What is computed cannot be said in
 * a line: `left`, as it was written. The kind of the body is always ours.
 */
export function headerLines(
  text: string | undefined,
  known?: string,
): { lines?: string; secret?: string; left: string[] } {
  const given = known === undefined ? {} : { secret: known };
  if (text === undefined) return { ...given, left: [] };
  const entries = entriesOf(text);
  if (!entries) return { ...given, left: [text] };
  const lines: string[] = [];
  const left: string[] = [];
  let secret = known;
  for (const [name, source] of entries) {
    if (/^content-type$/i.test(name)) continue;
    const value = /^"((?:[^"\\]|\\.)*)"$/.exec(source)?.[1];
    const named = SECRET.exec(value ?? '')?.[1];
    if (value === undefined || (named && secret !== undefined && secret !== named)) {
      left.push(`${name}: ${source}`);
      continue;
    }
    secret ??= named;
    lines.push(`${name}: ${value.replace(SECRET, '{secret}')}`);
  }
  return { ...(lines.length > 0 && { lines: lines.join('\n') }), ...(secret && { secret }), left };
}

/** How Camunda 8 names a secret in a text. */
const SECRET = /\{\{\s*secrets\.(\w+)\s*\}\}/;
