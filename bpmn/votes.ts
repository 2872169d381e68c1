// What several people's verdicts come to (core-semantics §3.1): a pure function of the slots and the votes, asked after every vote.
import type { Instant, Value } from '../feel/value.ts';

export const VERDICTS = ['agree', 'refuse', 'abstain'] as const;
export type Verdict = (typeof VERDICTS)[number];
/** 会签, 或签, 依次, 票签, 经办. */
export const SEVERAL = ['all', 'any', 'order', 'vote', 'work'] as const;
export type Mode = (typeof SEVERAL)[number];

/** What comes after a step that was sent back is done: straight back to whoever sent it, the same unless a watched field has changed, or all
 * that lies between once more. */
export const RETURN_MODES = ['straightIfUnchanged', 'straight', 'replay'] as const;
export type ReturnMode = (typeof RETURN_MODES)[number];

/** One of several who are asked. `veto`: whose refusal refuses, or whose agreement passes, at once. */
export type Slot = {
  person: string;
  /** Who is away, and for whom this one acts. */
  for?: string;
  weight?: number;
  veto?: Veto;
  /** Who has asked for him beside those whom the step names. */
  addedBy?: string;
  /** Is not asked any more. */
  out?: true;
};
export type Veto = 'refuse' | 'pass';
/** `how`: of an automatic vote the rule that cast it. */
export type Vote = {
  slot: number;
  person: string;
  for?: string;
  /** `returned`: would send it back, where that is for most of them to say. */
  verdict: Verdict | 'returned';
  comment?: string;
  at: Instant;
  how?: Automatic;
  /** Of `returned`: the step that it should go back to, and what comes afterwards. */
  to?: string;
  mode?: ReturnMode;
  /** Counts only now that those whom he had asked for have agreed, or as they have refused. */
  held?: true;
};
/**
 * Agreed before (`zf:dedupe`), is the starter (`zf:starterApproves`), an operator has passed over the slot; had agreed when the step was sent
 * back (`carried`), or before what lies behind it was (`unchanged`); his time was over and the step says what that means (`late`).
 */
export type Automatic = 'dedupe' | 'starter' | 'skipped' | 'carried' | 'unchanged' | 'late';

/** Of the weight that has not abstained: at least, or more than (`strict`), `share` / `of`. */
export type Ratio = { share: number; of: number; strict: boolean };
export type Policy = {
  mode: Mode;
  ratio: Ratio;
  /** A refusal decides once all have voted. */
  waits: boolean;
};
export const HALF: Ratio = { share: 1, of: 2, strict: true };

/** `>=0.8`, `>0.5`; `0.8`, `80%` and `80` mean `>=0.8`. undefined: none of these, or nothing that could be reached. */
export function parseRatio(text: string): Ratio | undefined {
  const [, sign, whole, part = '', percent] = /^\s*(>=|≥|>)?\s*(\d{1,3})(?:\.(\d{1,6}))?\s*(%)?\s*$/.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const share = Number(whole + part);
  const decimals = 10 ** part.length;
  const of = percent || share > decimals ? decimals * 100 : decimals;
  const strict = sign === '>';
  return share > of || share === 0 || (strict && share === of) ? undefined : { share, of, strict };
}

/** Weights count in millionths, so that shares are exact: 0.55 of 20 is 11. */
const weightOf = ({ weight = 1 }: Slot): number => Math.round(weight * 1e6);

/** undefined: more votes are needed. */
export function decide(policy: Policy, slots: Slot[], votes: Vote[]): 'agree' | 'refuse' | undefined {
  const voted = new Map(votes.map((vote) => [vote.slot, vote]));
  const open = slots.filter(({ out }, index) => !out && !voted.has(index));
  const vetoed = (by: Veto, verdict: Verdict) =>
    votes.some((vote) => vote.verdict === verdict && slots[vote.slot]?.veto === by);
  if (vetoed('refuse', 'refuse')) return 'refuse';
  if (vetoed('pass', 'agree')) return 'agree';
  const found = outcome(policy, slots, votes, open);
  return found === 'agree' && open.some(({ veto }) => veto === 'refuse') ? undefined : found;
}

function outcome({ mode, ratio, waits }: Policy, slots: Slot[], votes: Vote[], open: Slot[]) {
  const some = (verdict: Vote['verdict']) => votes.some((vote) => vote.verdict === verdict);
  const refused = some('refuse') ? 'refuse' : undefined;
  switch (mode) {
    case 'any': {
      const first = votes.find(({ verdict }) => verdict === 'agree' || verdict === 'refuse')?.verdict;
      return (first as 'agree' | 'refuse' | undefined) ?? (open.length ? undefined : 'refuse');
    }
    case 'all':
    case 'order':
      if (refused && !waits) return refused;
      if (open.length) return undefined;
      // Who would have sent it back has not agreed.
      return refused ?? (some('agree') && !some('returned') ? 'agree' : 'refuse');
    case 'work':
      return open.length ? undefined : 'agree';
    case 'vote': {
      const sum = (verdict: Verdict) =>
        votes.reduce((all, vote) => (vote.verdict === verdict ? all + weightOf(slots[vote.slot] as Slot) : all), 0);
      const counted = slots.reduce((all, slot) => all + (slot.out ? 0 : weightOf(slot)), 0) - sum('abstain');
      if (counted === 0 && open.length === 0) return 'refuse';
      const reaches = (weight: number) => {
        const difference = weight * ratio.of - ratio.share * counted;
        return ratio.strict ? difference > 0 : difference >= 0;
      };
      const agreed = sum('agree');
      if (agreed > 0 && reaches(agreed)) return 'agree';
      return reaches(agreed + open.reduce((all, slot) => all + weightOf(slot), 0)) && open.length
        ? undefined
        : 'refuse';
    }
    default:
      return mode satisfies never;
  }
}

/** More than half of the weight that has not abstained would send it back. */
export function mostReturn(slots: Slot[], votes: Vote[]): boolean {
  const sum = (verdict: Vote['verdict']) =>
    votes.reduce((all, vote) => (vote.verdict === verdict ? all + weightOf(slots[vote.slot] as Slot) : all), 0);
  return sum('returned') * 2 > slots.reduce((all, slot) => all + (slot.out ? 0 : weightOf(slot)), 0) - sum('abstain');
}

export type Tally = Record<Verdict, number>;
/** What the case is told: `tally` counts heads, `weights` the weight where not all weigh the same. */
export function resultOf(
  result: 'agree' | 'refuse' | 'returned',
  slots: Slot[],
  votes: Vote[],
): { [name: string]: Value } & { tally: Tally } {
  const count = (of: (slot: Slot) => number): Tally =>
    Object.fromEntries(
      VERDICTS.map((verdict) => [
        verdict,
        votes.reduce((all, vote) => (vote.verdict === verdict ? all + of(slots[vote.slot] as Slot) : all), 0),
      ]),
    ) as Tally;
  const weighted = slots.some(({ weight = 1 }) => weight !== 1);
  return {
    result,
    tally: count(() => 1),
    ...(weighted && { weights: count(({ weight = 1 }) => weight) }),
    votes: votes.map(({ slot: _, ...vote }) => vote as unknown as Value),
  };
}
