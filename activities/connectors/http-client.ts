// One request to an allowed host. Names are looked up once, and the address that was checked is the one that is connected to;
// an answer is read no further than it may be large.
import { lookup } from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { tell } from '../../bpmn/draft.ts';
import type { Sql } from '../../db/connect.ts';
import { readSetting } from '../../db/settings.ts';
import { named } from '../../words/message.ts';
import { Hopeless } from '../call-service.ts';

/** `hosts`: exact host names, or `host:port`; only one listed with its port may be an address inside the network. */
export type HttpSetting = { hosts: string[] };
export type HttpAnswer = { host: string; status: number; text: string };
export const LARGEST_ANSWER = 64 * 1024;

// Two lists: in one, the mapped addresses of IPv6 would cover the whole of IPv4.
const inside4 = new BlockList();
const inside6 = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  inside4.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of [
  ['::', 128],
  ['::1', 128],
  ['::ffff:0:0', 96],
  ['64:ff9b::', 96],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  inside6.addSubnet(net, bits, 'ipv6');

export const isInside = (address: string): boolean =>
  isIP(address) === 6 ? inside6.check(address, 'ipv6') : inside4.check(address, 'ipv4');

const refuse = (name: string, host: string) => new Hopeless(tell('call.inside', { step: named(name), host }));

/** The only look-up of the name: what it gives is checked here and connected to. */
const checked =
  (name: string): LookupFunction =>
  (hostname, options, callback) =>
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, []);
      if (addresses.some(({ address }) => isInside(address))) return callback(refuse(name, hostname), []);
      const [first] = addresses;
      return options.all ? callback(null, addresses) : callback(null, first?.address ?? '', first?.family);
    });

function allowed(name: string, address: string, hosts: string[]): { url: URL; open: boolean } {
  const step = named(name);
  if (!URL.canParse(address)) throw new Hopeless(tell('call.address', { step, address }));
  const url = new URL(address);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new Hopeless(tell('call.protocol', { step, protocol: url.protocol }));
  if (url.username || url.password) throw new Hopeless(tell('call.password', { step }));
  const whole = `${url.hostname}:${url.port || (url.protocol === 'https:' ? 443 : 80)}`;
  const open = hosts.includes(whole);
  if (!open && !hosts.includes(url.hostname)) throw new Hopeless(tell('call.host', { step, host: url.host }));
  return { url, open };
}

export type HttpRequest = { url: string; method: string; headers: Record<string, string>; body?: string };

/** @throws Hopeless where a repeat would come to the same */
export async function request(
  sql: Sql,
  name: string,
  { url: address, method, headers, body }: HttpRequest,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const { hosts } = (await readSetting<HttpSetting>(sql, 'http')) ?? { hosts: [] };
  const { url, open } = allowed(name, address, hosts);
  const literal = url.hostname.replace(/^\[|\]$/g, '');
  // An address is not looked up, so it is checked here.
  if (!open && isIP(literal) && isInside(literal)) throw refuse(name, url.hostname);
  return new Promise((resolve, reject) => {
    const call = (url.protocol === 'https:' ? https : http).request(
      url,
      {
        method,
        signal,
        headers: {
          ...headers,
          'accept-encoding': 'identity',
          ...(body !== undefined && {
            'content-type': 'application/json',
            'content-length': String(Buffer.byteLength(body)),
          }),
        },
        agent: false,
        ...(!open && { lookup: checked(name) }),
      },
      (answer) => {
        const parts: Buffer[] = [];
        let size = 0;
        answer.on('data', (part: Buffer) => {
          size += part.length;
          if (size > LARGEST_ANSWER)
            call.destroy(new Hopeless(tell('call.large', { host: url.host, most: LARGEST_ANSWER })));
          else parts.push(part);
        });
        answer.on('end', () =>
          resolve({ host: url.host, status: answer.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8') }),
        );
        answer.on('error', reject);
      },
    );
    call.on('error', (error: NodeJS.ErrnoException) =>
      reject(
        /^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_TLS)/.test(error.code ?? '')
          ? new Hopeless(tell('call.untrusted', { host: url.host, why: error.message }))
          : error,
      ),
    );
    call.end(body);
  });
}
