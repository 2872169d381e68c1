// What every kind of view is given: the register, what is asked for, the rows so far, and how a record is opened.
import type { View } from '../../records/register.ts';
import type { Rows } from '../parts/List.tsx';
import type { RecordItem, RegisterDetail } from '../reach/shapes.ts';
import type { Asked } from './queries.ts';

export type Count = { n: number; more: boolean } | null;
/** A tree drawn as one: which branches are open; undefined where only hits are shown, with the way to each. */
export type Tree = { open: Set<string> | undefined; onOpen: (keys: string[]) => void };
export type ShownView = {
  register: RegisterDetail;
  view: View;
  asked: Asked;
  rows: Rows<RecordItem>;
  count: Count;
  /** Key of the open record. */
  at: string | undefined;
  onOpen: (record: string | undefined) => void;
  tree?: Tree | undefined;
};
