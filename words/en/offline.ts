// Words of work without a network, and of the app on a device.
import type { Same } from '../say.ts';
import type { offline as zh } from '../zh/offline.ts';

export const offline: Same<typeof zh> = {
  appName: 'Zhangfa',
  appShort: 'Zhangfa',
  asOf: 'As of {time}; renewed once the line is back',
  waits: 'Waits for the network',
  waitsHint:
    'Submitted at {time} and kept on this machine; sent by itself once the line is back. Change a letter to withdraw it.',
  withdraw: 'Do not send',
  waiting: '{count} submitted, waiting for the network',
  refused: '“{name}” {object} was not taken; what you wrote is kept',
  look: 'Have a look',
  renewed: 'There is a new version of Zhangfa',
  renew: 'Use it',
  leave: 'What was not sent will be lost',
  leaveHint: '{count} on this machine have not reached the shop. Signing out deletes them here.',
  leaveAll: 'Delete and sign out',
};
