// Values taken out of JSON: under the names of personal variables, and as texts wherever they were copied to (titles, summaries,
// reasons). Pure.

const GONE = '×××';
/** Shorter ones stand in every second sentence. */
const SHORTEST = 2;

/** Personal texts, the longest first, and ids of personal files, as they stand under these names anywhere. */
export function leavesOf(values: unknown[], names: ReadonlySet<string>): { texts: string[]; files: string[] } {
  const texts = new Set<string>();
  const files = new Set<string>();
  const walk = (value: unknown, personal: boolean): void => {
    if (Array.isArray(value)) for (const item of value) walk(item, personal);
    else if (value && typeof value === 'object') {
      const { name, value: shown, file } = value as { name?: unknown; value?: unknown; file?: unknown };
      if (personal && typeof file === 'string') files.add(file);
      for (const [key, inner] of Object.entries(value)) walk(inner, personal || names.has(key));
      // A row of a summary names its variable beside the value.
      if (typeof name === 'string' && names.has(name)) walk(shown, true);
    } else if (personal && (typeof value === 'string' || typeof value === 'number')) {
      const text = String(value).trim();
      if (text.length >= SHORTEST) texts.add(text);
    }
  };
  for (const value of values) walk(value, false);
  return { texts: [...texts].sort((a, b) => b.length - a.length), files: [...files] };
}

const withoutTexts = (text: string, texts: string[]): string =>
  texts.reduce((left, personal) => left.replaceAll(personal, GONE), text);

export function scrub(value: unknown, names: ReadonlySet<string>, texts: string[]): unknown {
  if (typeof value === 'string') return withoutTexts(value, texts);
  if (Array.isArray(value)) return value.map((item) => scrub(item, names, texts));
  if (!value || typeof value !== 'object') return value;
  const { name } = value as { name?: unknown };
  const summary = typeof name === 'string' && names.has(name) && 'value' in value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      names.has(key) || (summary && key === 'value') ? null : scrub(inner, names, texts),
    ]),
  );
}

/** Where a state keeps data; what else it holds is its own bookkeeping, in which a text that happens to be the same must stay. */
const DATA = new Set(['variables', 'locals', 'detail', 'message', 'reason']);

export function scrubState(state: unknown, names: ReadonlySet<string>, texts: string[]): unknown {
  if (Array.isArray(state)) return state.map((item) => scrubState(item, names, texts));
  if (!state || typeof state !== 'object') return state;
  return Object.fromEntries(
    Object.entries(state).map(([key, inner]) => [
      key,
      DATA.has(key) ? scrub(inner, names, texts) : scrubState(inner, names, texts),
    ]),
  );
}
