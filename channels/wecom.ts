// The robot of a WeCom group. It knows no signature: the key in its address is the secret.
import { textsOf } from '../words/web.ts';
import { type Channel, plainly } from './channel.ts';
import { cut, post, TITLES, WEBHOOK } from './robot.ts';

const MOBILE = /^\+?\d[\d-]{9,19}$/;

export const WECOM: Channel = {
  words: textsOf('reach.wecom.name'),
  hint: textsOf('reach.wecom.hint'),
  settings: [WEBHOOK, TITLES],
  address: {
    label: textsOf('reach.wecom.address'),
    hint: textsOf('reach.wecom.addressHint'),
    valid: /^[\w.@+-]{2,64}$/,
  },
  group: true,
  perMinute: 20,
  send(tools, { webhook = '' }, { value }, letter, signal) {
    const who = String(value);
    return post(
      tools,
      WECOM,
      {
        url: webhook,
        body: {
          msgtype: 'text',
          text: {
            content: cut(plainly(letter), 2_048),
            ...(MOBILE.test(who) ? { mentioned_mobile_list: [who] } : { mentioned_list: [who] }),
          },
        },
        hosts: ['qyapi.weixin.qq.com'],
        slow: [45009],
      },
      signal,
    );
  },
};
