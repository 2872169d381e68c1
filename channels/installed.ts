// All channels. A new one is a file and a line here, and a name in notices/kinds.ts.
import type { ChannelId } from '../notices/kinds.ts';
import type { Channel } from './channel.ts';
import { DINGTALK } from './dingtalk.ts';
import { FEISHU } from './feishu.ts';
import { MAIL } from './mail.ts';
import { PUSH } from './push.ts';
import { WECOM } from './wecom.ts';

/** Those that leave the app. */
export type Outward = Exclude<ChannelId, 'bell'>;
export const CHANNELS = {
  mail: MAIL,
  push: PUSH,
  dingtalk: DINGTALK,
  feishu: FEISHU,
  wecom: WECOM,
} as const satisfies Record<Outward, Channel>;
export const OUTWARD = Object.keys(CHANNELS) as [Outward, ...Outward[]];
