// What several people's verdicts come to: every mode, weights, vetoes, abstentions, and the moment at which it is decided.
import { describe, expect, it } from 'vitest';
import { decide, HALF, type Mode, type Policy, parseRatio, resultOf, type Slot, type Vote } from '../../bpmn/votes.ts';

/** `a` agrees, `r` refuses, `-` abstains, `.` has not voted; votes come in the order of the slots. */
function votesOf(said: string): Vote[] {
  const verdicts = { a: 'agree', r: 'refuse', '-': 'abstain' } as const;
  return [...said].flatMap((one, slot) =>
    one === '.' ? [] : [{ slot, person: `p${slot}`, verdict: verdicts[one as 'a'], at: slot }],
  );
}
const slotsOf = (said: string, more: Record<number, Partial<Slot>> = {}): Slot[] =>
  [...said].map((_, index) => ({ person: `p${index}`, ...more[index] }));
const policy = (mode: Mode, more: Partial<Policy> = {}): Policy => ({ mode, ratio: HALF, waits: false, ...more });
const come = (given: Policy, said: string, more: Record<number, Partial<Slot>> = {}) =>
  decide(given, slotsOf(said, more), votesOf(said));

describe('what votes come to', () => {
  it.each<[Mode, Partial<Policy>, string, 'agree' | 'refuse' | undefined]>([
    ['all', {}, 'aa.', undefined],
    ['all', {}, 'aaa', 'agree'],
    ['all', {}, 'r..', 'refuse'],
    ['all', { waits: true }, 'ra.', undefined],
    ['all', { waits: true }, 'raa', 'refuse'],
    ['all', {}, 'a-a', 'agree'],
    ['all', {}, '---', 'refuse'],
    ['order', {}, 'a..', undefined],
    ['order', {}, 'ar.', 'refuse'],
    ['any', {}, '...', undefined],
    ['any', {}, '-..', undefined],
    ['any', {}, '.a.', 'agree'],
    ['any', {}, '.r.', 'refuse'],
    ['any', {}, '---', 'refuse'],
    ['work', {}, 'a.', undefined],
    ['work', {}, 'aa', 'agree'],
  ])('%s %o: %s → %s', (mode, more, said, outcome) => {
    expect(come(policy(mode, more), said)).toBe(outcome);
  });

  it.each([
    ['>=0.8', 'aaa..', undefined],
    ['>=0.8', 'aaaa.', 'agree'],
    ['>=0.8', 'rr...', 'refuse'],
    ['>0.5', 'aarr', 'refuse'],
    ['0.5', 'aarr', 'agree'],
    ['>0.5', 'aa.r', undefined],
    // Who abstains leaves the weight that counts: three of four are 75 %.
    ['75%', 'aaar-', 'agree'],
    ['75%', 'aaa..', undefined],
    ['100%', 'aaaa-', 'agree'],
    ['1%', '-----', 'refuse'],
  ])('a share of %s: %s → %s', (ratio, said, outcome) => {
    expect(come(policy('vote', { ratio: parseRatio(ratio)! }), said)).toBe(outcome);
  });

  it('counts weights exactly', () => {
    const shares = policy('vote', { ratio: parseRatio('0.55')! });
    const twenty = (agreed: number) => 'a'.repeat(agreed).padEnd(20, 'r');
    expect([10, 11].map((agreed) => come(shares, twenty(agreed)))).toEqual(['refuse', 'agree']);
    // 0.3 of 0.1 + 0.2 + 0.7 is 0.3, which doubles miss.
    const third = policy('vote', { ratio: parseRatio('0.3')! });
    expect(come(third, 'aar', { 0: { weight: 0.1 }, 1: { weight: 0.2 }, 2: { weight: 0.7 } })).toBe('agree');
  });

  it.each<Mode>(['all', 'any', 'order', 'vote'])('a veto decides at once, and is waited for: %s', (mode) => {
    const refuses = { 2: { veto: 'refuse' as const } };
    const passes = { 2: { veto: 'pass' as const } };
    expect(come(policy(mode, { waits: true }), '..r.', refuses)).toBe('refuse');
    expect(come(policy(mode), '..a.', passes)).toBe('agree');
    // Enough for any other step, but who could still refuse it has not spoken.
    const enough = mode === 'any' || mode === 'vote' ? 'aa..' : 'aa.a';
    expect(come(policy(mode), enough, refuses)).toBe(undefined);
    expect(come(policy(mode), 'aaaa', refuses)).toBe('agree');
    expect(come(policy(mode), 'aa-a', refuses)).toBe('agree');
  });

  it('reads ratios as people write them, and none that nobody could reach', () => {
    expect(parseRatio('80')).toEqual({ share: 80, of: 100, strict: false });
    expect(parseRatio(' > 0.5 ')).toEqual({ share: 5, of: 10, strict: true });
    expect(parseRatio('66.6%')).toEqual({ share: 666, of: 1000, strict: false });
    expect(parseRatio('1')).toEqual({ share: 1, of: 1, strict: false });
    expect(['', 'most', '0', '120%', '101', '>1', '>100%', '-0.5', '0.1234567'].map(parseRatio)).toEqual(
      Array(9).fill(undefined),
    );
  });

  it('tells heads, weights only where they differ, and each vote', () => {
    const said = 'ar-';
    expect(resultOf('refuse', slotsOf(said), votesOf(said))).toEqual({
      result: 'refuse',
      tally: { agree: 1, refuse: 1, abstain: 1 },
      votes: [
        { person: 'p0', verdict: 'agree', at: 0 },
        { person: 'p1', verdict: 'refuse', at: 1 },
        { person: 'p2', verdict: 'abstain', at: 2 },
      ],
    });
    expect(resultOf('agree', slotsOf(said, { 0: { weight: 3 } }), votesOf(said)).weights).toEqual({
      agree: 3,
      refuse: 1,
      abstain: 1,
    });
  });
});
