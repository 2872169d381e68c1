// What a channel is: one descriptor a channel, in the file of its code. The page of the shop, the page of a person and the dispatcher read
// this and nothing else.
import type { Sql } from '../db/connect.ts';
import type { Language } from '../words/message.ts';

type Words = Record<Language, string>;
/** `secret`: kept sealed, never shown again. */
export type Setting = { name: string; label: Words; hint?: Words; required?: true } & (
  | { kind: 'text' | 'lines' | 'secret' | 'number' | 'yesNo' }
  | { kind: 'choice'; options: { value: string; label: Words }[] }
);
/** As the shop has set it up; secrets opened. */
export type Values = Record<string, string>;

/** One or more notices on their way to one person, in his language. */
export type Letter = {
  /** The same for every try, for ever. */
  key: string;
  language: Language;
  title: string;
  items: { says: string; title: string | null; text: string | null; link: string }[];
  /** Where he says what he wants to hear. */
  wishes: string;
};

export type Receiver = { person: string; name: string; value: unknown };
export type Tools = { sql: Sql; secret: string };

export type Channel = {
  words: Words;
  hint: Words;
  settings: Setting[];
  /** How a person is named there; a device names itself. */
  address: { label: Words; hint: Words; valid: RegExp } | 'device';
  /** All who are in the group read it, so it bears no titles unless the shop says so (setting `titles`). */
  group?: true;
  /** What the other side takes in a minute. */
  perMinute?: number;
  /** @throws Hopeless, Gone, Slow; whatever else is thrown is tried again */
  send(tools: Tools, values: Values, to: Receiver, letter: Letter, signal: AbortSignal): Promise<void>;
};

/** The address is no more, and is forgotten. */
export class Gone extends Error {}
/** The other side takes no more for now; it counts as no try. */
export class Slow extends Error {}

/** Plain text: a line a notice, with where it leads. */
export const plainly = ({ items }: Letter): string =>
  items
    .map(({ says, title, text, link }) =>
      [title === null ? says : `${says}: ${title}`, text, link].filter(Boolean).join('\n'),
    )
    .join('\n\n');
