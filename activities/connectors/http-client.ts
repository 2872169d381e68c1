// One request to an allowed host. Names are looked up once, and the address that was checked is the one that is connected to;
// an answer is read no further than it may be large.
import { lookup } from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { tell } from '../../bpmn/draft.ts';
import type { Sql } from '../../db/connect.ts';
import { readSetting } from '../../db/settings.ts';
import { named, type Value } from '../../words/message.ts';
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

/** Who calls: a step by its name, or what has words of its own. */
type Caller = Value;
const called = (name: Caller): Value => (typeof name === 'string' ? named(name) : name);
const refuse = (name: Caller, host: string) => new Hopeless(tell('call.inside', { step: called(name), host }));

/** The only look-up of the name: what it gives is checked here and connected to. */
const checked =
  (name: Caller): LookupFunction =>
  (hostname, options, callback) =>
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, []);
      if (addresses.some(({ address }) => isInside(address))) return callback(refuse(name, hostname), []);
      const [first] = addresses;
      return options.all ? callback(null, addresses) : callback(null, first?.address ?? '', first?.family);
    });

/** Hosts that the shop allows, and what is known to belong to whoever calls. @returns whether it may be inside the network */
function allowedHost(name: Caller, { hosts, known, host, port }: Allowing): boolean {
  const open = hosts.includes(`${host}:${port}`);
  if (!open && !hosts.includes(host) && !known?.(host))
    throw new Hopeless(
      tell('call.host', { step: called(name), host: port === 80 || port === 443 ? host : `${host}:${port}` }),
    );
  const literal = host.replace(/^\[|\]$/g, '');
  // An address is not looked up, so it is checked here.
  if (!open && isIP(literal) && isInside(literal)) throw refuse(name, host);
  return open;
}
type Allowing = { hosts: string[]; known: ((host: string) => boolean) | undefined; host: string; port: number };

function urlOf(name: Caller, address: string): URL {
  const step = called(name);
  if (!URL.canParse(address)) throw new Hopeless(tell('call.address', { step, address }));
  const url = new URL(address);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new Hopeless(tell('call.protocol', { step, protocol: url.protocol }));
  if (url.username || url.password) throw new Hopeless(tell('call.password', { step }));
  return url;
}

const hostsOf = async (sql: Sql): Promise<string[]> => (await readSetting<HttpSetting>(sql, 'http'))?.hosts ?? [];

/** For what speaks no HTTP: the address to connect to, looked up once and checked. @throws Hopeless where it may not be called */
export async function addressOf(
  sql: Sql,
  name: Caller,
  { host, port, known }: { host: string; port: number; known?: (host: string) => boolean },
): Promise<string> {
  const open = allowedHost(name, { hosts: await hostsOf(sql), known, host, port });
  return new Promise((resolve, reject) => {
    const found = (error: Error | null, address: unknown) => (error ? reject(error) : resolve(String(address)));
    (open ? lookup : checked(name))(host, { all: false }, found);
  });
}

/** `known`: hosts that may be called though the shop has not named them. */
export type HttpRequest = {
  url: string;
  method: string;
  headers: Record<string, string>;
  body?: string | Buffer;
  known?: (host: string) => boolean;
};

/** @throws Hopeless where a repeat would come to the same */
export async function request(
  sql: Sql,
  name: Caller,
  { url: address, method, headers, body, known }: HttpRequest,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const url = urlOf(name, address);
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  const open = allowedHost(name, { hosts: await hostsOf(sql), known, host: url.hostname, port });
  return new Promise((resolve, reject) => {
    const call = (url.protocol === 'https:' ? https : http).request(
      url,
      {
        method,
        signal,
        headers: {
          ...(typeof body === 'string' && { 'content-type': 'application/json' }),
          ...headers,
          'accept-encoding': 'identity',
          ...(body !== undefined && {
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
