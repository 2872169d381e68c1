// Words of links by which one outside fills in a form, and of the page that they open.
import type { Same } from '../say.ts';
import type { guest as zh } from '../zh/guest.ts';

export const guest: Same<typeof zh> = {
  verb: 'Have it filled in',
  title: 'Have it filled in outside',
  hint: 'Somebody without an account fills in this form once, by a link; what is secret or looked up in the shop is not shown. It then counts as done by you.',
  name: 'For whom',
  nameHint: 'such as Wang, photographer',
  days: 'Days it is valid',
  make: 'Make a link',
  made: 'Send it to {name}; it is shown once.',
  links: 'Links so far',
  open: 'waiting',
  used: 'filled in',
  over: 'expired',
  revoked: 'taken back',
  revoke: 'Take back',
  filledIn: 'Filled in by {name}, outside',
  hello: '{name}, please fill this in',
  by: 'It goes to {who}',
  until: 'Valid until {when}, and once',
  send: 'Hand in',
  done: 'Handed in, thank you',
  doneHint: 'This link is of no more use; you may close the page.',
  none: 'There is no link here',
  noneHint: 'Please open the whole link that was sent to you.',
};
