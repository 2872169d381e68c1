// What a step says to whoever does it. The plain fields are Chinese; what another language lacks is read there.
import type { Element, Extension } from './definition.ts';

type Script = { title: string; text: string };
export type Guide = {
  instruction?: string | undefined;
  documentation?: string | undefined;
  checklist: string[];
  scripts: Script[];
};

export function guideIn({ documentation, zf }: Element, language: string): Guide {
  const other = zf?.text?.[language];
  return {
    instruction: other?.instruction || zf?.instruction,
    documentation: other?.documentation || documentation,
    // By place: an entry is the same one in every language.
    scripts: (zf?.scripts ?? []).map((script, at) => other?.scripts?.[at] ?? script),
    checklist: (zf?.checklist ?? []).map((item, at) => other?.checklist?.[at] || item),
  };
}

/** Instruction, checklist and scripts in every language. */
export const guideTexts = (zf: Extension | undefined): string[] =>
  [zf, ...Object.values(zf?.text ?? {})].flatMap((one) => [
    one?.instruction ?? '',
    ...(one?.checklist ?? []),
    ...(one?.scripts ?? []).map(({ text }) => text),
  ]);
