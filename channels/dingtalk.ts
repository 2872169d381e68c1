// The robot of a DingTalk group. Signed where it was set up so: the time and HMAC-SHA256 of time and secret stand in the address.
import { createHmac } from 'node:crypto';
import { textsOf } from '../words/web.ts';
import { type Channel, plainly } from './channel.ts';
import { cut, post, SIGNING, TITLES, WEBHOOK } from './robot.ts';

export const DINGTALK: Channel = {
  words: textsOf('reach.dingtalk.name'),
  hint: textsOf('reach.dingtalk.hint'),
  settings: [WEBHOOK, SIGNING, TITLES],
  address: {
    label: textsOf('reach.dingtalk.address'),
    hint: textsOf('reach.robot.addressHint'),
    valid: /^\+?[\d-]{5,20}$/,
  },
  group: true,
  perMinute: 20,
  send(tools, { webhook = '', signing }, { value }, letter, signal) {
    const mobile = String(value);
    return post(
      tools,
      DINGTALK,
      {
        url: signing ? signed(webhook, signing, Date.now()) : webhook,
        // It is called by the number in the text, too.
        body: {
          msgtype: 'text',
          text: { content: cut(`@${mobile} ${plainly(letter)}`, 18_000) },
          at: { atMobiles: [mobile], isAtAll: false },
        },
        hosts: ['oapi.dingtalk.com'],
        slow: [130101, 410100],
      },
      signal,
    );
  },
};

function signed(webhook: string, secret: string, ms: number): string {
  const sign = createHmac('sha256', secret).update(`${ms}\n${secret}`).digest('base64');
  return `${webhook}${webhook.includes('?') ? '&' : '?'}timestamp=${ms}&sign=${encodeURIComponent(sign)}`;
}
