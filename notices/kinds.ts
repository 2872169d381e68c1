// What people are told of: each notice by its code, and the kinds by which a person says where he wants to hear of it.

/** Where a person is reached. One file each in channels/; the bell is in the app itself. */
export const CHANNEL_IDS = ['bell', 'mail', 'push', 'dingtalk', 'feishu', 'wecom'] as const;
export type ChannelId = (typeof CHANNEL_IDS)[number];

/** `on`: where it is told unless the shop or the person says otherwise. `bell` leaves out what the inbox shows anyway. */
const KINDS = {
  handed: { on: CHANNEL_IDS },
  work: { on: ['mail', 'push', 'dingtalk', 'feishu', 'wecom'] },
  offered: { on: [] },
  clock: { on: CHANNEL_IDS },
  urge: { on: CHANNEL_IDS },
  mention: { on: CHANNEL_IDS },
  escalation: { on: CHANNEL_IDS },
  result: { on: ['bell', 'mail', 'push'] },
  copy: { on: ['bell', 'mail'] },
  read: { on: ['bell', 'mail', 'push'] },
  content: { on: ['bell'] },
} as const satisfies Record<string, { on: readonly ChannelId[] }>;
export type KindId = keyof typeof KINDS;

/**
 * `assigned`: given by a person; `reminded`, `escalated`: by a limit; `given`, `offered`: by a process; `unnamed`: records that do not take the name of what another was
 * merged into; `toRead`: a page that one has to have read; `returned`: sent back to who began it or did it.
 */
export const KIND_OF = {
  assigned: 'handed',
  given: 'work',
  offered: 'offered',
  urged: 'urge',
  reminded: 'clock',
  escalated: 'escalation',
  copied: 'copy',
  asked: 'mention',
  answered: 'mention',
  mention: 'mention',
  ended: 'result',
  returned: 'result',
  toRead: 'read',
  published: 'content',
  unnamed: 'content',
} as const satisfies Record<string, KindId>;
export type What = keyof typeof KIND_OF;
export const WHAT = Object.keys(KIND_OF) as [What, ...What[]];

/** Those of which something is told, in the order in which they are shown. */
export const KIND_IDS = (Object.keys(KINDS) as KindId[]).filter((kind) =>
  Object.values<KindId>(KIND_OF).includes(kind),
) as [KindId, ...KindId[]];

export const byDefault = (kind: KindId, channel: ChannelId): boolean =>
  (KINDS[kind].on as readonly ChannelId[]).includes(channel);
