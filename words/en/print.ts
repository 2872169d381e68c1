// Words of what is printed: one task, one case.
import type { Same } from '../say.ts';
import type { print as zh } from '../zh/print.ts';

export const print: Same<typeof zh> = {
  print: 'Print',
  printed: 'Printed by {who}, {when}',
  number: 'Number',
  process: 'Process',
  about: 'About',
  handler: 'Done by',
  nobody: 'Not claimed yet',
  due: 'Due',
  state: 'State',
  started: 'Started',
  ended: 'Ended',
  form: 'Filled in',
  open: 'Not submitted; what is empty may be written by hand',
  instruction: 'How it is done',
  checklist: 'Checklist',
  comment: 'Comment',
  data: 'Contents',
  story: 'What happened',
  signature: 'Signature',
  date: 'Date',
};
