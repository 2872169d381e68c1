// Data in texts for people: `{refund}`, and the same in double braces, as other tools have it. One reading for who fills, sends and judges.
const PLACEHOLDER = /\{\{([\p{L}_][\p{L}\p{N}_.]*)\}\}|\{([\p{L}_][\p{L}\p{N}_.]*)\}/gu;

export type Piece = { text: string } | { name: string };

export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(PLACEHOLDER)) {
    if (match.index > from) found.push({ text: text.slice(from, match.index) });
    found.push({ name: (match[1] ?? match[2]) as string });
    from = match.index + match[0].length;
  }
  if (from < text.length) found.push({ text: text.slice(from) });
  return found;
}

export const namesInText = (text: string): string[] => pieces(text).flatMap((one) => ('name' in one ? [one.name] : []));

/** `{shop.returns.days}` speaks of the parameter `returns.days`. */
export const parameterNamed = (name: string): string | undefined =>
  name.startsWith('shop.') ? name.slice('shop.'.length) : undefined;

/** The same text with other names. */
export const renamedIn = (text: string, to: (name: string) => string): string =>
  pieces(text)
    .map((one) => ('name' in one ? `{${to(one.name)}}` : one.text))
    .join('');
