// What every kind of view is given: the register, what is asked for, the rows so far, and how a record is opened.
import type { View } from '../../records/register.ts';
import type { Rows } from '../parts/List.tsx';
import type { RecordItem, RegisterDetail } from '../reach/shapes.ts';
import type { Asked } from './queries.ts';

/** Where a record stands: keys are known within a store. */
export type Place = Pick<RecordItem, 'key' | 'store'>;
export const isAt = (at: Place | undefined, { key, store }: Place): boolean =>
  at !== undefined && at.key === key && at.store === store;

export type Count = { n: number; more: boolean } | null;
/** A tree drawn as one: which branches are open; undefined where only hits are shown, with the way to each. */
export type Tree = { open: Set<string> | undefined; onOpen: (keys: string[]) => void };
export type ShownView = {
  register: RegisterDetail;
  view: View;
  asked: Asked;
  rows: Rows<RecordItem>;
  count: Count;
  /** The open record. */
  at: Place | undefined;
  onOpen: (record: Place | undefined) => void;
  tree?: Tree | undefined;
};
