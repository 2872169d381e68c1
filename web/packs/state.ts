// Where a pack stands between what the release ships and what the shop has. Pure.
import type { Tone } from '../parts/Tag.tsx';
import type { PackRow } from '../reach/shapes.ts';

type PackState = 'current' | 'behind' | 'absent' | 'refused' | 'own';
export const TONES: Record<PackState, Tone> = {
  current: 'green',
  behind: 'amber',
  absent: 'accent',
  refused: 'red',
  own: 'grey',
};

export function stateOf({ refused, shipped, installed }: PackRow): PackState {
  if (refused) return 'refused';
  if (!shipped) return 'own';
  if (!installed) return 'absent';
  return shipped === installed ? 'current' : 'behind';
}
