// An address that other engines compute → ours, which names inputs of the step in braces: `="https://a/" + no` → `https://a/{no}`.
import type { Extension } from '../definition.ts';

/** Of a concatenation of texts and names, each name as it is called there; undefined where it is more than that. */
function template(feel: string, calledAs: (name: string) => string): { text: string; names: string[] } | undefined {
  const parts = feel.match(/"(?:[^"\\]|\\.)*"|[^"+]+|\+/g) ?? [];
  const names: string[] = [];
  let text = '';
  for (const part of parts.map((one) => one.trim()).filter((one) => one && one !== '+')) {
    if (part.startsWith('"')) {
      text += JSON.parse(part) as string;
      continue;
    }
    const name = /^(?:string\(\s*)?([\p{L}_]\w*)(?:\s*\))?$/u.exec(part)?.[1];
    if (name === undefined) return undefined;
    text += `{${calledAs(name)}}`;
    names.push(name);
  }
  return { text, names };
}

/** Puts the address of a call into our form, and hands over what it names. */
export function plainAddress(zf: Extension): void {
  const url = zf.connector === 'http.request' ? zf.header?.find(({ name }) => name === 'url') : undefined;
  if (!url?.value.startsWith('=')) return;
  const given = new Map((zf.input ?? []).map(({ source, target }) => [target, source]));
  // An input of that name may hand over something else.
  const calledAs = (name: string): string => (given.has(name) && given.get(name) !== `=${name}` ? `url_${name}` : name);
  const found = template(url.value.slice(1), calledAs);
  if (!found) return;
  zf.header = zf.header?.map((one) => (one === url ? { ...one, value: found.text } : one));
  for (const name of found.names)
    if (!zf.input?.some(({ target }) => target === calledAs(name)))
      zf.input = [...(zf.input ?? []), { source: `=${name}`, target: calledAs(name) }];
}
