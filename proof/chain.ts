// What was recorded, as a chain of digests: each row of a story seals what it says and, with it, all rows before it (docs/decisions/0144).
// A row is digested over its canonical JSON (RFC 8785) after a salt of its own: what is erased leaves a digest that tells nothing.
import { createHash, randomBytes } from 'node:crypto';
import canonicalize from 'canonicalize';

/** A row of the story as it is digested: every name is there, what is absent as null. */
export type StoryRow = {
  case: string;
  seq: number;
  at: number;
  kind: string;
  element: string | null;
  token: string | null;
  scope: string | null;
  by: string | null;
  cause: number;
  why: unknown;
  data: unknown;
};
type Given = Pick<StoryRow, 'seq' | 'at' | 'kind' | 'cause'> & { [Name in keyof StoryRow]?: unknown };

export const storyRow = (caseId: string, row: Given): StoryRow => ({
  case: caseId,
  seq: row.seq,
  at: row.at,
  kind: row.kind,
  element: (row.element ?? null) as string | null,
  token: (row.token ?? null) as string | null,
  scope: (row.scope ?? null) as string | null,
  by: (row.by ?? null) as string | null,
  cause: row.cause,
  why: row.why ?? null,
  data: row.data ?? null,
});

export const newSalt = (): string => randomBytes(16).toString('hex');

/** sha256, hex, of the salt (hex) and the canonical JSON of what is said. */
export const saidOf = (salt: string, said: unknown): string =>
  createHash('sha256')
    .update(Buffer.from(salt, 'hex'))
    // As it is read back: what JSON leaves out was not said.
    .update(canonicalize(JSON.parse(JSON.stringify(said))) ?? '')
    .digest('hex');

/** A row's link: sha256, hex, of the link before (none for the first) and what the row says. The database makes the same (history_link). */
export const linkOf = (before: string | undefined, said: string): string =>
  createHash('sha256')
    .update(Buffer.from((before ?? '') + said, 'hex'))
    .digest('hex');

/** What was on screen and filled in, as the row of the decision names it. */
export const submissionDigest = ({ salt, ...said }: { salt?: string | undefined }): string => saidOf(salt ?? '', said);
