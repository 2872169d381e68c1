// Notes on the devices of a person, by way of the push service of his browser. It carries what only the browser can read.
import { createHash } from 'node:crypto';
import webpush from 'web-push';
import { z } from 'zod';
import { Hopeless } from '../activities/call-service.ts';
import { request } from '../activities/connectors/http-client.ts';
import type { Sql } from '../db/connect.ts';
import { sealed, unsealed } from '../db/secrets.ts';
import { changeSetting, readSetting } from '../db/settings.ts';
import { textsOf } from '../words/web.ts';
import { type Channel, Gone, Slow } from './channel.ts';

/** As a browser tells it. */
export const Device = z.object({
  endpoint: z.url({ protocol: /^https?$/ }).max(1_000),
  keys: z.object({ p256dh: z.string().min(20).max(200), auth: z.string().min(10).max(100) }),
});

/** Push services of browsers; another one only as the shop allows addresses. */
const SERVICES =
  /^(?:fcm\.googleapis\.com|.+\.push\.apple\.com|updates\.push\.services\.mozilla\.com|.+\.notify\.windows\.com)$/;
const DAY_S = 86_400;

export const PUSH: Channel = {
  words: textsOf('reach.push.name'),
  hint: textsOf('reach.push.hint'),
  settings: [],
  address: 'device',
  async send({ sql, secret }, _values, { value }, letter, signal) {
    const { address, subject } = await callingCard(sql);
    const keys = await pushKeys(sql, secret);
    const tag = createHash('sha256').update(letter.key).digest('base64url').slice(0, 32);
    const [first] = letter.items;
    const payload = {
      title: letter.title,
      body: letter.items.map(({ says, title }) => (letter.items.length > 1 ? says : (title ?? ''))).join('\n'),
      link: letter.items.length === 1 && first ? first.link : `${address}/work`,
      // A device shows it once, however often it comes.
      tag,
    };
    const asked = webpush.generateRequestDetails(Device.parse(value), JSON.stringify(payload), {
      vapidDetails: { subject, ...keys },
      TTL: DAY_S,
      topic: tag,
      contentEncoding: 'aes128gcm',
    });
    const headers = Object.fromEntries(Object.entries(asked.headers).map(([name, one]) => [name, String(one)]));
    const { status, text } = await request(
      sql,
      PUSH.words,
      {
        url: asked.endpoint,
        method: asked.method,
        headers,
        body: asked.body ?? Buffer.alloc(0),
        known: (host) => SERVICES.test(host),
      },
      signal,
    );
    if (status === 404 || status === 410) throw new Gone(String(status));
    if (status === 429) throw new Slow(text.slice(0, 200));
    if (status === 400 || status === 403 || status === 413) throw new Hopeless(`${status} ${text.slice(0, 200)}`);
    if (status < 200 || status > 299) throw new Error(`${status} ${text.slice(0, 200)}`);
  },
};

/** Whom the push service turns to: the shop's own address. */
async function callingCard(sql: Sql): Promise<{ address: string; subject: string }> {
  const { address = '' } = (await readSetting<{ address?: string }>(sql, 'reach')) ?? {};
  return { address, subject: address.startsWith('https:') ? address : 'mailto:shop@zhangfa.invalid' };
}

type Keys = { publicKey: string; sealed: string };
const NAME = 'channel:push/private';
/** Made the first time that anybody asks, and the same ever after: devices know the shop by them. */
export async function pushKeys(sql: Sql, secret: string): Promise<{ publicKey: string; privateKey: string }> {
  let keys = await readSetting<Keys>(sql, 'push');
  if (!keys) {
    const { publicKey, privateKey } = webpush.generateVAPIDKeys();
    const made = { publicKey, sealed: sealed(secret, NAME, privateKey) };
    await changeSetting<Keys>(sql, 'push', (before) => before ?? made);
    keys = (await readSetting<Keys>(sql, 'push')) ?? made;
  }
  return { publicKey: keys.publicKey, privateKey: unsealed(secret, NAME, keys.sealed) };
}
