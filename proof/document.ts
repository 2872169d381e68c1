// A case as a proof: its whole story with its chain of digests, what was on screen at each decision, and the seal of the shop.
import { createPrivateKey, createPublicKey, hkdfSync, type KeyObject, sign, verify } from 'node:crypto';
import canonicalize from 'canonicalize';
import { z } from 'zod';
import { linkOf, saidOf, storyRow, submissionDigest } from './chain.ts';

const Hex = z.string().regex(/^[0-9a-f]{64}$/);
const Row = z.object({
  seq: z.number(),
  at: z.number().describe('milliseconds UTC, by the clock of the shop'),
  kind: z.string(),
  element: z.string().nullable(),
  token: z.string().nullable(),
  scope: z.string().nullable(),
  by: z.string().nullable(),
  cause: z.number(),
  why: z.unknown(),
  data: z.unknown(),
  salt: z
    .string()
    .nullable()
    .describe('null: personal data of it has been erased, and its digest cannot be made again'),
  said: Hex.nullable().describe('null: written before rows were sealed'),
  link: Hex.nullable(),
});
export const Submission = z.looseObject({
  by: z.string(),
  at: z.string(),
  values: z.record(z.string(), z.unknown()),
  shown: z.record(z.string(), z.unknown()).optional(),
  verdict: z.string().optional(),
  comment: z.string().optional(),
  guest: z.string().optional(),
  checklist: z
    .array(
      z.object({
        text: z.string(),
        done: z.object({ by: z.string(), at: z.number(), files: z.array(z.unknown()) }).optional(),
      }),
    )
    .optional(),
  salt: z.string().optional(),
});
const Case = z.object({
  id: z.string(),
  parent: z.string().nullable(),
  process: z.object({ key: z.string(), name: z.string(), version: z.number() }),
  businessKey: z.string().nullable(),
  title: z.string().nullable(),
  status: z.string(),
  outcome: z.string().nullable(),
  starter: z.string().nullable(),
  startedAt: z.number(),
  endedAt: z.number().nullable(),
  erased: z.boolean(),
  rows: z.array(Row),
  submissions: z.array(z.object({ task: z.string(), element: z.string(), submitted: Submission })),
});
export const Proof = z.object({
  format: z.literal('zhangfa-proof'),
  version: z.literal(1),
  madeAt: z.string(),
  madeBy: z.string(),
  cases: z.array(Case).min(1).describe('the case, then those that it has called'),
  people: z.record(z.string(), z.string()),
  files: z.record(z.string(), z.object({ name: z.string(), sha256: z.string(), size: z.number() })),
  seal: z
    .object({ key: z.string(), signature: z.string() })
    .describe('Ed25519 over the canonical JSON of all the rest'),
});
export type Proof = z.infer<typeof Proof>;
export type ProofCase = Proof['cases'][number];
type Unsealed = Omit<Proof, 'seal'>;

const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
/** The shop's own, made from its secret: the same as long as that is. */
function keyOf(secret: string): KeyObject {
  const seed = Buffer.from(hkdfSync('sha256', secret, '', 'zhangfa proof', 32));
  return createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });
}
const sealedText = (proof: Unsealed): Buffer => Buffer.from(canonicalize(proof) ?? '');

/** By which anybody knows what this shop has sealed. */
export const publicKeyOf = (secret: string): string =>
  createPublicKey(keyOf(secret)).export({ type: 'spki', format: 'der' }).toString('base64');

/** Takes what it is given as JSON would bring it. */
export function seal(secret: string, given: Unsealed): Proof {
  const proof = JSON.parse(JSON.stringify(given)) as Unsealed;
  const key = keyOf(secret);
  return {
    ...proof,
    seal: {
      key: publicKeyOf(secret),
      signature: sign(null, sealedText(proof), key).toString('base64'),
    },
  };
}

/** The last link of a case: whoever keeps it can show later that nothing before it has been changed. */
export const headOf = ({ rows }: Pick<ProofCase, 'rows'>): string | undefined =>
  rows.findLast(({ link }) => link)?.link ?? undefined;

export type Fault =
  | { fault: 'row'; case: string; seq: number }
  | { fault: 'link'; case: string; seq: number }
  | { fault: 'missing'; case: string; seq: number }
  | { fault: 'submission'; case: string; seq: number }
  | { fault: 'seal' };
export type Verified = { faults: Fault[]; rows: number; unsealed: number; erased: number };

/** Whether the file is whole: each row, each link, each submission that a row names, the seal. What it cannot say (`unsealed`, `erased`) is counted. */
export function verifyProof(proof: Proof): Verified {
  const faults: Fault[] = [];
  const count = { rows: 0, unsealed: 0, erased: 0 };
  for (const one of proof.cases) {
    const submissions = new Set(one.submissions.map(({ submitted }) => submissionDigest(submitted)));
    let before: string | undefined;
    let last = 0;
    for (const { salt, said, link, ...row } of one.rows) {
      const at = { case: one.id, seq: row.seq };
      count.rows += 1;
      if (row.seq !== last + 1) faults.push({ fault: 'missing', case: one.id, seq: last + 1 });
      last = row.seq;
      if (said === null || link === null) {
        if (before !== undefined) faults.push({ fault: 'link', ...at });
        count.unsealed += 1;
        continue;
      }
      if (salt === null) {
        count.erased += 1;
        if (!one.erased) faults.push({ fault: 'row', ...at });
      } else if (saidOf(salt, storyRow(one.id, row)) !== said) faults.push({ fault: 'row', ...at });
      if (linkOf(before, said) !== link) faults.push({ fault: 'link', ...at });
      before = link;
      const named = (row.why as { submission?: string } | null)?.submission;
      // What was erased of it has no salt, and cannot be told from another; nothing else is without.
      const readable = !one.erased || one.submissions.every(({ submitted }) => submitted.salt !== undefined);
      if (named !== undefined && !submissions.has(named) && readable) faults.push({ fault: 'submission', ...at });
    }
  }
  const { seal: given, ...rest } = proof;
  if (!isSealed(rest, given)) faults.push({ fault: 'seal' });
  return { faults, ...count };
}

function isSealed(rest: Unsealed, { key, signature }: Proof['seal']): boolean {
  try {
    const by = createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' });
    return verify(null, sealedText(rest), by, Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}
