// The robot of a Feishu group. Signed where it was set up so: HMAC-SHA256 of nothing under a key of time and secret, in the body.
import { createHmac } from 'node:crypto';
import { textsOf } from '../words/web.ts';
import { type Channel, plainly } from './channel.ts';
import { cut, post, SIGNING, TITLES, WEBHOOK } from './robot.ts';

export const FEISHU: Channel = {
  words: textsOf('reach.feishu.name'),
  hint: textsOf('reach.feishu.hint'),
  settings: [WEBHOOK, SIGNING, TITLES],
  address: {
    label: textsOf('reach.feishu.address'),
    hint: textsOf('reach.feishu.addressHint'),
    valid: /^[\w-]{2,64}$/,
  },
  group: true,
  perMinute: 100,
  send(tools, { webhook = '', signing }, { name, value }, letter, signal) {
    const text = cut(`<at user_id="${String(value)}">${plain(name)}</at> ${plain(plainly(letter))}`, 18_000);
    return post(
      tools,
      FEISHU,
      {
        url: webhook,
        body: { ...(signing && stamp(signing, Date.now())), msg_type: 'text', content: { text } },
        hosts: ['open.feishu.cn', 'open.larksuite.com'],
        slow: [11232],
      },
      signal,
    );
  },
};

/** Nothing that people write calls others. */
const plain = (text: string): string => text.replaceAll('<at', '＜at').replaceAll('</at', '＜/at');

function stamp(secret: string, ms: number): { timestamp: string; sign: string } {
  const timestamp = String(Math.floor(ms / 1000));
  return { timestamp, sign: createHmac('sha256', `${timestamp}\n${secret}`).update('').digest('base64') };
}
