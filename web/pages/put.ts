// Something put into a text where the cursor stands, and what is selected afterwards. Pure.
export type Put =
  | { text: string }
  /** On lines of its own. */
  | { block: string }
  /** Before and behind what is selected, or a sample. */
  | { around: string; sample: string }
  /** Before each line that is selected; none: a line of its own. */
  | { line: string; sample: string };

export function put(text: string, from: number, to: number, how: Put): { text: string; from: number; to: number } {
  const [before, chosen, after] = [text.slice(0, from), text.slice(from, to), text.slice(to)];
  if ('text' in how) {
    const at = from + how.text.length;
    return { text: before + how.text + after, from: at, to: at };
  }
  if ('around' in how) {
    const within = chosen || how.sample;
    const at = from + how.around.length;
    return { text: before + how.around + within + how.around + after, from: at, to: at + within.length };
  }
  if ('block' in how) {
    const above = before === '' || before.endsWith('\n\n') ? '' : before.endsWith('\n') ? '\n' : '\n\n';
    const below = after === '' || after.startsWith('\n\n') ? '' : after.startsWith('\n') ? '\n' : '\n\n';
    const at = from + above.length + how.block.length;
    return { text: before + above + how.block + below + after, from: at, to: at };
  }
  const begin = before.lastIndexOf('\n') + 1;
  const head = text.slice(0, begin);
  const lines = text.slice(begin, to).split('\n');
  const marked = lines.map((line) => how.line + (line || (lines.length === 1 ? how.sample : ''))).join('\n');
  const start = begin + how.line.length;
  return { text: head + marked + after, from: start, to: begin + marked.length };
}
