// The other sides of what people are told: a mail server, robots and a push service, on this machine. They know the rules of the real ones by
// their own code, and nothing of ours.
import { createDecipheriv, createECDH, createHmac, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export type Mail = {
  to: string;
  from: string;
  raw: string;
  /** Of the plain part. */
  text: string;
  subject: string;
  id: string;
  user: string | undefined;
  secure: boolean;
};
export type Mailbox = { port: number; mails: Mail[]; close(): Promise<void> };

const header = (raw: string, name: string): string =>
  (new RegExp(`^${name}: (.*(?:\\r\\n[ \\t].*)*)`, 'im').exec(raw)?.[1] ?? '').replace(/\r\n[ \t]/g, ' ');
const words = (text: string): string =>
  text.replace(/=\?UTF-8\?([BQ])\?([^?]*)\?=\s*/gi, (_, way: string, said: string) =>
    way.toUpperCase() === 'B'
      ? Buffer.from(said, 'base64').toString()
      : Buffer.from(
          said
            .replaceAll('_', ' ')
            .replace(/=([0-9A-F]{2})/g, (_x, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
          'latin1',
        ).toString(),
  );

const plainPart = (raw: string): string => {
  const [, way = '', body = ''] =
    /Content-Type: text\/plain[^\r]*\r\nContent-Transfer-Encoding: ([\w-]+)\r\n\r\n([\s\S]*?)\r\n--/.exec(raw) ?? [];
  if (way === 'base64') return Buffer.from(body, 'base64').toString();
  const bytes = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString();
};

/** `answer`: what it says to a recipient instead of taking the mail; `wait`: before it says that it has it. */
export async function openMailbox(
  options: SMTPServerOptions = {},
  {
    answer = () => undefined,
    wait = async () => {},
  }: { answer?: (to: string) => number | 'silence' | undefined; wait?: () => Promise<void> } = {},
): Promise<Mailbox> {
  const mails: Mail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo({ address }, _session, done) {
      const said = answer(address);
      if (said === 'silence') return;
      done(said === undefined ? undefined : Object.assign(new Error('not here'), { responseCode: said }));
    },
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', async () => {
        const raw = Buffer.concat(parts).toString('utf8');
        mails.push({
          to: session.envelope.rcptTo[0]?.address ?? '',
          from: session.envelope.mailFrom ? session.envelope.mailFrom.address : '',
          raw,
          text: plainPart(raw),
          subject: words(header(raw, 'Subject')),
          id: header(raw, 'Message-ID'),
          user: session.user as string | undefined,
          secure: session.secure,
        });
        await wait();
        done();
      });
    },
    ...options,
  });
  server.on('error', () => {});
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  return {
    port: (listening.address() as AddressInfo).port,
    mails,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

export type Heard = { url: URL; body: Buffer; headers: http.IncomingHttpHeaders };
export type Robots = {
  port: number;
  heard: Heard[];
  answer: (heard: Heard) => { status?: number; body: object };
  close(): Promise<void>;
};
export async function openRobots(): Promise<Robots> {
  const robots: Robots = {
    port: 0,
    heard: [],
    answer: () => ({ body: { errcode: 0, code: 0 } }),
    close: async () => {},
  };
  const server = http.createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const one = {
      url: new URL(request.url ?? '/', 'http://robots'),
      body: Buffer.concat(parts),
      headers: request.headers,
    };
    robots.heard.push(one);
    const { status = 200, body } = robots.answer(one);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  robots.port = (server.address() as AddressInfo).port;
  robots.close = () => new Promise((resolve) => server.close(() => resolve()));
  return robots;
}

/** DingTalk: the stamp is not older than an hour, and signed together with the secret. */
export function dingtalkAccepts({ url }: Heard, secret: string): boolean {
  const [stamp, sign] = [url.searchParams.get('timestamp') ?? '', url.searchParams.get('sign') ?? ''];
  const mac = createHmac('sha256', Buffer.from(secret, 'utf8'));
  mac.update(Buffer.concat([Buffer.from(stamp), Buffer.from([10]), Buffer.from(secret, 'utf8')]));
  return (
    Math.abs(Date.now() - Number(stamp)) < 3_600_000 &&
    /^\d{13}$/.test(stamp) &&
    mac.digest().equals(Buffer.from(sign, 'base64'))
  );
}
/** Feishu: stamp and secret are the key, and nothing is what it signs. */
export function feishuAccepts({ body }: Heard, secret: string): boolean {
  const { timestamp, sign } = JSON.parse(body.toString());
  const mac = createHmac(
    'sha256',
    Buffer.concat([Buffer.from(String(timestamp)), Buffer.from([10]), Buffer.from(secret)]),
  ).digest();
  return (
    /^\d{10}$/.test(timestamp) &&
    Math.abs(Date.now() / 1000 - Number(timestamp)) < 3_600 &&
    mac.equals(Buffer.from(sign, 'base64'))
  );
}

/** A browser that has subscribed: it alone can read what comes (RFC 8291), and knows who may send it (RFC 8292). */
export function openBrowser(endpoint: string) {
  const pair = createECDH('prime256v1');
  const ours = pair.generateKeys();
  const auth = randomBytes(16);
  const hkdf = (salt: Buffer, key: Buffer, info: Buffer, length: number): Buffer =>
    Buffer.from(hkdfSync('sha256', key, salt, info, length));
  return {
    device: { endpoint, keys: { p256dh: ours.toString('base64url'), auth: auth.toString('base64url') } },
    read(body: Buffer): unknown {
      const [salt, idLength] = [body.subarray(0, 16), body.readUInt8(20)];
      const theirs = body.subarray(21, 21 + idLength);
      const shared = pair.computeSecret(theirs);
      const info = Buffer.concat([Buffer.from('WebPush: info\0'), ours, theirs]);
      const key = hkdf(auth, shared, info, 32);
      const content = hkdf(salt, key, Buffer.from('Content-Encoding: aes128gcm\0'), 16);
      const nonce = hkdf(salt, key, Buffer.from('Content-Encoding: nonce\0'), 12);
      const sealed = body.subarray(21 + idLength);
      const opener = createDecipheriv('aes-128-gcm', content, nonce).setAuthTag(sealed.subarray(-16));
      const plain = Buffer.concat([opener.update(sealed.subarray(0, -16)), opener.final()]);
      return JSON.parse(plain.subarray(0, plain.lastIndexOf(2)).toString());
    },
    /** Of whom the request is, by the key that this browser was told. */
    isFrom({ headers }: Heard, publicKey: string): boolean {
      const [, token = '', key = ''] = /^vapid t=([^,]+), ?k=(.+)$/.exec(headers.authorization ?? '') ?? [];
      const [head = '', claims = '', sign = ''] = token.split('.');
      const raw = Buffer.from(publicKey, 'base64url');
      const [x, y] = [raw.subarray(1, 33).toString('base64url'), raw.subarray(33).toString('base64url')];
      const known = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
      const { aud, exp } = JSON.parse(Buffer.from(claims, 'base64url').toString());
      return (
        key === publicKey &&
        aud === new URL(endpoint).origin &&
        exp * 1000 > Date.now() &&
        verify(
          'sha256',
          Buffer.from(`${head}.${claims}`),
          { key: known, dsaEncoding: 'ieee-p1363' },
          Buffer.from(sign, 'base64url'),
        )
      );
    },
  };
}
