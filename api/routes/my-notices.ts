// What I want to hear of, where and when, and where I am reached.
import { createHash } from 'node:crypto';
import { createRoute, z } from '@hono/zod-openapi';
import type { Channel } from '../../channels/channel.ts';
import { CHANNELS, OUTWARD, type Outward } from '../../channels/installed.ts';
import { Device, pushKeys } from '../../channels/push.ts';
import {
  addDevice,
  addressesOf,
  forgetDevice,
  nameAddress,
  readChannels,
  readReach,
  readWishes,
  writeWishes,
} from '../../db/channels.ts';
import { CHANNEL_IDS, KIND_IDS } from '../../notices/kinds.ts';
import { Telling, Wishes, wants } from '../../notices/wishes.ts';
import { body, Done, ok } from '../answers.ts';
import { type Deps, router } from '../deps.ts';
import { problem } from '../problem.ts';
import { allow, personOf } from '../who.ts';

const Words = z.object({ zh: z.string(), en: z.string() });
const Named = z.enum(['mail', 'dingtalk', 'feishu', 'wecom']);
const Mine = z.object({
  kinds: z.array(z.enum(KIND_IDS)),
  channels: z
    .array(
      z.object({
        id: z.enum(CHANNEL_IDS),
        name: Words.nullable().describe('null: the bell'),
        hint: Words.nullable(),
        address: z.object({ label: Words, hint: Words, value: z.string().nullable() }).nullable(),
      }),
    )
    .describe('the bell, and those that the shop has turned on'),
  devices: z.array(z.object({ id: z.string(), label: z.string(), place: z.string() })),
  wishes: Wishes,
  shop: Telling,
  pushKey: z.string().nullable().describe('with which a browser subscribes; null where the shop does not tell devices'),
  wanted: z.partialRecord(z.enum(KIND_IDS), z.array(z.enum(CHANNEL_IDS))).describe('as it holds now'),
});
const get = createRoute({
  method: 'get',
  path: '/me/notices',
  tags: ['me'],
  summary: 'What I am told of, and where',
  middleware: allow('staff'),
  responses: ok(Mine, 'Mine'),
});
const put = createRoute({
  method: 'put',
  path: '/me/notices',
  tags: ['me'],
  summary: 'What I want to hear of; what is not said goes by the shop',
  middleware: allow('staff'),
  request: body(Wishes),
  responses: ok(Done, 'Kept'),
});
const name = createRoute({
  method: 'put',
  path: '/me/addresses/{channel}',
  tags: ['me'],
  summary: 'Where I am reached; null: nowhere any more',
  middleware: allow('staff'),
  request: {
    params: z.object({ channel: Named }),
    ...body(z.object({ value: z.string().trim().max(260).nullable() })),
  },
  responses: ok(Done, 'Kept'),
});
const add = createRoute({
  method: 'post',
  path: '/me/devices',
  tags: ['me'],
  summary: 'Tell me on this device, as its browser names it; the same one again is the same',
  middleware: allow('staff'),
  request: body(z.object({ device: Device, label: z.string().trim().min(1).max(100) })),
  responses: ok(z.object({ id: z.string() }), 'Told from now on'),
});
const drop = createRoute({
  method: 'delete',
  path: '/me/devices/{id}',
  tags: ['me'],
  summary: 'Tell me there no more',
  middleware: allow('staff'),
  request: { params: z.object({ id: z.string().max(100) }) },
  responses: ok(Done, 'Forgotten'),
});

const MOST_DEVICES = 10;

export const myNoticeRoutes = ({ sql, secret }: Deps) =>
  router()
    .openapi(get, async (c) => {
      const me = personOf(c);
      const [channels, addresses, wishes, { address: _, ...shop }] = await Promise.all([
        readChannels(sql),
        addressesOf(sql, me.id),
        readWishes(sql, me.id),
        readReach(sql),
      ]);
      const open = OUTWARD.filter((id) => channels[id]?.on);
      const outward = open.map((id: Outward) => {
        const { words, hint, address } = CHANNELS[id] as Channel;
        const mine = addresses.find(({ channel }) => channel === id)?.value;
        return {
          id,
          name: words,
          hint,
          address:
            address === 'device'
              ? null
              : { label: address.label, hint: address.hint, value: typeof mine === 'string' ? mine : null },
        };
      });
      const all = [{ id: 'bell' as const, name: null, hint: null, address: null }, ...outward];
      return c.json(
        {
          kinds: [...KIND_IDS],
          channels: all,
          devices: addresses.flatMap(({ id, channel, label, value }) =>
            channel === 'push' ? [{ id, label: label ?? '', place: Device.safeParse(value).data?.endpoint ?? '' }] : [],
          ),
          wishes,
          shop,
          pushKey: open.includes('push') ? (await pushKeys(sql, secret)).publicKey : null,
          wanted: Object.fromEntries(
            KIND_IDS.map((kind) => [kind, all.flatMap(({ id }) => (wants(wishes, shop, kind, id) ? [id] : []))]),
          ),
        },
        200,
      );
    })
    .openapi(put, async (c) => {
      await writeWishes(sql, personOf(c).id, c.req.valid('json'));
      return c.json({ ok: true as const }, 200);
    })
    .openapi(name, async (c) => {
      const { channel } = c.req.valid('param');
      const { value } = c.req.valid('json');
      const { address } = CHANNELS[channel];
      if (value !== null && address !== 'device' && !address.valid.test(value)) throw problem('addressUnread');
      await nameAddress(sql, personOf(c).id, channel, value);
      c.set('auditObject', channel);
      return c.json({ ok: true as const }, 200);
    })
    .openapi(add, async (c) => {
      const me = personOf(c);
      const { device, label } = c.req.valid('json');
      const devices = (await addressesOf(sql, me.id)).filter(({ channel }) => channel === 'push');
      const id = createHash('sha256').update(device.endpoint).digest('base64url').slice(0, 22);
      if (devices.length >= MOST_DEVICES && !devices.some((one) => one.id === id)) throw problem('devicesFull');
      await addDevice(sql, { id, person: me.id, place: device.endpoint, value: device, label });
      return c.json({ id }, 200);
    })
    .openapi(drop, async (c) => {
      const { id } = c.req.valid('param');
      if (!(await forgetDevice(sql, personOf(c).id, id))) throw problem('notFound', { what: id });
      return c.json({ ok: true as const }, 200);
    });
