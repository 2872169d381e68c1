// How the shop tells its people outside the app: each channel set up, tried and turned on; what could not be delivered, to be sent again.
import { createRoute, z } from '@hono/zod-openapi';
import { Hopeless } from '../../activities/call-service.ts';
import type { Channel } from '../../channels/channel.ts';
import { CHANNELS, OUTWARD, type Outward } from '../../channels/installed.ts';
import { addressesOf, changeChannel, changeReach, openedValues, readChannels, readReach } from '../../db/channels.ts';
import { countDeliveries, deadDeliveries, sendAgain } from '../../db/deliveries.ts';
import { KIND_IDS, WHAT } from '../../notices/kinds.ts';
import { Telling } from '../../notices/wishes.ts';
import { seenWords } from '../../words/incidents.ts';
import { fromText } from '../../words/message.ts';
import { sayOfWeb } from '../../words/web.ts';
import { body, Done, ok } from '../answers.ts';
import { type Deps, router } from '../deps.ts';
import { languageOf } from '../language.ts';
import { flow } from '../limit.ts';
import { Instant, PageQuery, page, pageOf, readCursor } from '../page.ts';
import { problem } from '../problem.ts';
import { allow, personOf } from '../who.ts';

const Words = z.object({ zh: z.string(), en: z.string() });
const Id = z.object({ id: z.enum(OUTWARD) });
const Setting = z.object({
  name: z.string(),
  label: Words,
  hint: Words.nullable(),
  required: z.boolean(),
  kind: z.enum(['text', 'lines', 'secret', 'number', 'yesNo', 'choice']),
  options: z.array(z.object({ value: z.string(), label: Words })),
  value: z.string().nullable().describe('never of a secret'),
  kept: z.boolean().describe('a secret that is there'),
});
const ChannelOut = z.object({
  id: z.enum(OUTWARD),
  name: Words,
  hint: Words,
  group: z.boolean().describe('all who are in the group read it'),
  address: z.object({ label: Words, hint: Words }).nullable().describe('null: a device names itself'),
  on: z.boolean(),
  settings: z.array(Setting),
  waiting: z.number(),
  dead: z.number(),
});
/** Of the app as people open it; none yet is empty. */
const Address = z
  .string()
  .trim()
  .max(300)
  .transform((text) => text.replace(/\/+$/, ''))
  .refine(
    (text) => text === '' || (/^https?:\/\//.test(text) && URL.canParse(text)),
    'such as https://shop.example.com',
  );
const ReachBody = Telling.extend({ address: Address });
const list = createRoute({
  method: 'get',
  path: '/channels',
  tags: ['channels'],
  summary: 'By which channels people are told, how each is set up, and what the shop says of when',
  middleware: allow('admin'),
  responses: ok(
    z.object({ items: z.array(ChannelOut), reach: ReachBody, kinds: z.array(z.enum(KIND_IDS)) }),
    'Channels',
  ),
});
const change = createRoute({
  method: 'put',
  path: '/channels/{id}',
  tags: ['channels'],
  summary: 'Set one up, turn it on or off; a secret that is not named stays, an empty one is forgotten',
  middleware: allow('admin'),
  request: {
    params: Id,
    ...body(
      z.object({
        on: z.boolean(),
        values: z.record(z.string().max(40), z.string().trim().max(8_000)).default({}),
        secrets: z.record(z.string().max(40), z.string().trim().max(2_000)).default({}),
      }),
    ),
  },
  responses: ok(Done, 'Set up'),
});
const say = createRoute({
  method: 'put',
  path: '/reach',
  tags: ['channels'],
  summary: 'Where the app is opened, what is urgent, and what people hear who have chosen nothing',
  middleware: allow('admin'),
  request: body(ReachBody),
  responses: ok(Done, 'Said'),
});
const tryOut = createRoute({
  method: 'post',
  path: '/channels/{id}/test',
  tags: ['channels'],
  summary: 'Send me a message over it now, as it is set up, be it on or off',
  middleware: [allow('admin'), flow(1, 10)] as const,
  request: { params: Id },
  responses: ok(z.object({ ok: z.boolean(), text: z.string().nullable().describe('why not') }), 'What came of it'),
});
const Dead = z.object({
  id: z.number(),
  person: z.object({ id: z.string(), name: z.string() }),
  channel: z.enum(OUTWARD),
  what: z.enum(WHAT),
  error: z.string().nullable(),
  attempts: z.number(),
  at: z.number().describe('real milliseconds at which it was given up'),
});
const dead = createRoute({
  method: 'get',
  path: '/deliveries/dead',
  tags: ['channels'],
  summary: 'Messages that were given up, newest first',
  middleware: allow('admin'),
  request: { query: PageQuery },
  responses: ok(pageOf(Dead), 'Messages'),
});
const again = createRoute({
  method: 'post',
  path: '/deliveries/again',
  tags: ['channels'],
  summary: 'Try these once more, or all that were given up; those that have gone out meanwhile stay as they are',
  middleware: allow('admin'),
  request: body(z.union([z.object({ ids: z.array(z.number().int()).max(200) }), z.object({ all: z.literal(true) })])),
  responses: ok(z.object({ count: z.number() }), 'How many go out again'),
});

const TRY_MS = 20_000;
const channelOf = (id: Outward): Channel => CHANNELS[id];

export const channelRoutes = ({ sql, secret }: Deps) =>
  router()
    .openapi(list, async (c) => {
      const [settings, counts, reach] = [await readChannels(sql), await countDeliveries(sql), await readReach(sql)];
      const items = OUTWARD.map((id) => {
        const { words, hint, address, group = false, settings: asked } = channelOf(id);
        const { on, values, sealed } = settings[id] ?? { on: false, values: {}, sealed: {} };
        return {
          id,
          name: words,
          hint,
          group,
          address: address === 'device' ? null : { label: address.label, hint: address.hint },
          on,
          settings: asked.map((one) => ({
            name: one.name,
            label: one.label,
            hint: one.hint ?? null,
            required: one.required ?? false,
            kind: one.kind,
            options: one.kind === 'choice' ? one.options : [],
            value: one.kind === 'secret' ? null : (values[one.name] ?? null),
            kept: one.name in sealed,
          })),
          ...(counts[id] ?? { waiting: 0, dead: 0 }),
        };
      });
      return c.json({ items, reach, kinds: [...KIND_IDS] }, 200);
    })
    .openapi(change, async (c) => {
      const { id } = c.req.valid('param');
      const { on, values: given, secrets: told } = c.req.valid('json');
      const { settings } = channelOf(id);
      const ofKind = (secretOnes: boolean, from: Record<string, string>) =>
        Object.fromEntries(
          settings.flatMap(({ name, kind }) =>
            (kind === 'secret') === secretOnes && from[name] !== undefined ? [[name, from[name]]] : [],
          ),
        );
      const [values, secrets] = [ofKind(false, given), ofKind(true, told)];
      if (on) {
        if ((await readReach(sql)).address === '') throw problem('reachAddress');
        const before = (await readChannels(sql))[id];
        const has = ({ name, kind }: Channel['settings'][number]): boolean =>
          kind === 'secret' ? (secrets[name] ?? before?.sealed[name] ?? '') !== '' : (values[name] ?? '') !== '';
        const missing = settings.filter((one) => one.required && !has(one));
        const language = languageOf(c);
        if (missing.length > 0) throw problem('reachMissing', { names: missing.map(({ label }) => label[language]) });
      }
      await changeChannel(sql, secret, id, { on, values, secrets });
      c.set('auditDetail', { on, secrets: Object.keys(secrets) });
      return c.json({ ok: true as const }, 200);
    })
    .openapi(say, async (c) => {
      const reach = c.req.valid('json');
      await changeReach(sql, reach);
      c.set('auditDetail', { address: reach.address, urgent: reach.urgent });
      return c.json({ ok: true as const }, 200);
    })
    .openapi(tryOut, async (c) => {
      const { id } = c.req.valid('param');
      const me = personOf(c);
      const language = languageOf(c);
      const setting = (await readChannels(sql))[id] ?? { on: false, values: {}, sealed: {} };
      const mine = (await addressesOf(sql, me.id)).find(({ channel }) => channel === id);
      const { address, words } = channelOf(id);
      if (!mine) throw problem('reachOwnAddress', { address: address === 'device' ? words : address.label });
      const home = (await readReach(sql)).address;
      const says = sayOfWeb({ code: 'reach.shop.testMessage', args: {} }, language);
      const letter = {
        key: `test/${crypto.randomUUID()}`,
        language,
        title: says,
        items: [{ says, title: null, text: null, link: `${home}/me/notices` }],
        wishes: `${home}/me/notices`,
      };
      try {
        const to = { person: me.id, name: me.name, value: mine.value };
        await channelOf(id).send(
          { sql, secret },
          openedValues(secret, id, setting),
          to,
          letter,
          AbortSignal.timeout(TRY_MS),
        );
        return c.json({ ok: true, text: null }, 200);
      } catch (error) {
        const said = error instanceof Hopeless ? error.said : undefined;
        return c.json(
          { ok: false, text: said ? seenWords(said, language) : (error as Error).message.slice(0, 500) },
          200,
        );
      }
    })
    .openapi(dead, async (c) => {
      const { cursor, limit } = c.req.valid('query');
      const after = readCursor(z.tuple([Instant, z.number()]), cursor);
      const rows = await deadDeliveries(sql, { after, limit: limit + 1 });
      const { items, next } = page([...rows], limit, ({ mark, n }) => [mark, n]);
      const language = languageOf(c);
      return c.json(
        {
          items: items.map(({ n, person, name, channel, what, error, attempts, doneAt }) => ({
            id: n,
            person: { id: person, name },
            channel,
            what,
            error: error === null ? null : wordsOf(error, language),
            attempts,
            at: doneAt,
          })),
          next,
        },
        200,
      );
    })
    .openapi(again, async (c) => {
      const asked = c.req.valid('json');
      const count = await sendAgain(sql, 'all' in asked ? 'all' : asked.ids);
      c.set('auditDetail', { count });
      return c.json({ count }, 200);
    });

const wordsOf = (error: string, language: 'zh' | 'en'): string =>
  error === 'interrupted'
    ? sayOfWeb({ code: 'reach.shop.interrupted', args: {} }, language)
    : seenWords(fromText(error), language);
