// Words of the grid: runs of one step that one person holds, filled in beside each other.
import type { Same } from '../say.ts';
import type { grid as zh } from '../zh/grid.ts';

export const grid: Same<typeof zh> = {
  title: 'Fill in as a grid',
  offer: 'You hold {count} of this step.',
  offerList: '{count} of a kind: fill in as a grid',
  open: 'Fill in as a grid',
  rows: '{count} rows',
  which: 'no. {n}',
  what: 'Which',
  find: 'Scan or type a number to go to its row',
  scan: 'Scan with the camera',
  notFound: 'There is no row “{text}”',
  submitReady: 'Submit the {count} filled in',
  noneReady: 'Rows that are filled in can be submitted together',
  submitOne: 'Submit {which}',
  openOne: 'Open {which}',
  fillThere: 'Open to fill in',
  sent: 'Submitted',
  none: 'All you held of this step is submitted',
  noneHint: 'What is undone, or given to you, comes back here by itself.',
  more: 'These are the first {count}; submit some to see the rest.',
  done: '{count} submitted',
  wrong: '{count} rows were not taken; each says why',
  keys: 'Enter goes to the next row, Ctrl + Enter submits this one',
};
