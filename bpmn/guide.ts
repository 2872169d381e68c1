// What a step says to whoever does it. The plain fields are Chinese; what another language lacks is read there.
import type { Element, Extension } from './definition.ts';

/** One thing to tick. */
export type Check = { text: string; photo?: boolean | undefined };
type Script = { title: string; text: string };
export type Guide = {
  instruction?: string | undefined;
  documentation?: string | undefined;
  checklist: Check[];
  scripts: Script[];
};

/** Versions that were published when an entry was its text alone keep saying so. */
export const checksOf = (zf: Extension | undefined): Check[] =>
  (zf?.checklist ?? []).map((entry: Check | string) => (typeof entry === 'string' ? { text: entry } : entry));

export function guideIn({ documentation, zf }: Element, language: string): Guide {
  const other = zf?.text?.[language];
  return {
    instruction: other?.instruction || zf?.instruction,
    documentation: other?.documentation || documentation,
    // By place: an entry is the same one in every language.
    scripts: (zf?.scripts ?? []).map((script, at) => other?.scripts?.[at] ?? script),
    checklist: checksOf(zf).map((item, at) => ({ ...item, text: other?.checklist?.[at] || item.text })),
  };
}

/** Instruction, checklist and scripts in every language. */
export const guideTexts = (zf: Extension | undefined): string[] => [
  ...checksOf(zf).map(({ text }) => text),
  ...Object.values(zf?.text ?? {}).flatMap(({ checklist = [] }) => checklist),
  ...[zf, ...Object.values(zf?.text ?? {})].flatMap((one) => [
    one?.instruction ?? '',
    ...(one?.scripts ?? []).map(({ text }) => text),
  ]),
];
