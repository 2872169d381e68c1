// What stands for a parameter, a piece of data or a step in a page: its value, or what it is called.
import type { Inline } from '../../pages/read.ts';
import { wordsIn } from '../forms/label.ts';
import type { Part } from '../inbox/fill.ts';
import type { Told, ToldStep } from '../reach/shapes.ts';
import { type Reader, valueWords } from '../values/value-words.ts';

export type Filling = {
  told: Told[];
  steps: ToldStep[];
  /** Of the page, where it is published: whoever reads it may read the tables that it shows. */
  key?: string | undefined;
  /** What stands in a form right now, before what the case holds. */
  values?: Record<string, unknown> | undefined;
};

/** A gap where there is no value: it is marked, and copied with its name, never as it is written. */
export function fillOf(one: Inline, { told, values }: Filling, reads: Reader): Part & { label: string } {
  const name = one.is === 'parameter' ? `shop.${one.key}` : one.is === 'variable' ? one.name : '';
  const found = told.find((each) => each.name === name);
  const bare = one.is === 'parameter' ? one.key : name;
  if (!found) return { text: `〔${bare}〕`, is: 'gap', label: bare };
  const label = wordsIn(found.label, reads.language);
  const value = values && found.of in values ? values[found.of] : found.value;
  const said = valueWords(value, { type: found.type, field: found.field }, reads);
  return said ? { text: said, is: 'filled', label } : { text: `〔${label}〕`, is: 'gap', label };
}

export function stepOf(
  { process, element }: { process: string; element: string | undefined },
  steps: ToldStep[],
): ToldStep | undefined {
  return steps.find((one) => one.process === process && one.element === (element ?? null));
}
