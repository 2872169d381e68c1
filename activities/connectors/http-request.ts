// Calls out over HTTP: only to hosts that an administrator has allowed, never to addresses inside the network (SSRF).
import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import type { Variables } from '../../bpmn/instance.ts';
import type { Sql } from '../../db/connect.ts';
import { readSetting } from '../../db/settings.ts';
import { BusinessError, type Connector, Hopeless } from '../call-service.ts';

/** `hosts`: exact host names or `host:port`; one listed with a port may also be an inside address. */
export type HttpSetting = { hosts: string[] };
const LARGEST_ANSWER = 64 * 1024;

const inside = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['224.0.0.0', 3],
] as const)
  inside.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of [
  ['::1', 128],
  ['::', 128],
  ['fc00::', 7],
  ['fe80::', 10],
  ['::ffff:0:0', 96],
] as const)
  inside.addSubnet(net, bits, 'ipv6');

/** Headers `url`, `method`; the mapped inputs are the JSON body. 2xx: the JSON answer's fields as variables. 409/422 with `code`: business error. */
export const httpRequest =
  (sql: Sql): Connector =>
  async (call, signal) => {
    const { hosts } = (await readSetting<HttpSetting>(sql, 'http')) ?? { hosts: [] };
    const url = new URL(call.headers.url ?? '');
    if (url.protocol !== 'https:' && url.protocol !== 'http:')
      throw new Hopeless(`"${call.name}" may only call http and https addresses, not ${url.protocol}`);
    if (!hosts.includes(url.host) && !hosts.includes(url.hostname))
      throw new Hopeless(
        `"${call.name}" calls ${url.host}, which is not among the allowed addresses; an administrator can add it in the settings`,
      );
    if (!hosts.includes(url.host) || !url.port) {
      const addresses = isIP(url.hostname)
        ? [{ address: url.hostname, family: isIP(url.hostname) }]
        : await lookup(url.hostname, { all: true });
      if (addresses.some(({ address, family }) => inside.check(address, family === 6 ? 'ipv6' : 'ipv4')))
        throw new Hopeless(`${url.hostname} is an address inside the network`);
    }
    const method = (call.headers.method ?? 'POST').toUpperCase();
    const answer = await fetch(url, {
      method,
      redirect: 'error',
      signal,
      headers: { 'content-type': 'application/json', accept: 'application/json', 'idempotency-key': call.key },
      ...(method !== 'GET' && { body: JSON.stringify(call.input) }),
    });
    const text = await answer.text();
    if (text.length > LARGEST_ANSWER)
      throw new Hopeless(`the answer of ${url.host} is larger than ${LARGEST_ANSWER} bytes`);
    const body = parse(text);
    if (answer.ok) return body;
    if ((answer.status === 409 || answer.status === 422) && typeof body.code === 'string')
      throw new BusinessError(body.code, String(body.message ?? body.code), body);
    if (answer.status >= 400 && answer.status < 500 && answer.status !== 408 && answer.status !== 429)
      throw new Hopeless(`${url.host} refused the call: ${answer.status} ${text.slice(0, 200)}`);
    throw new Error(`${url.host} answered ${answer.status}`);
  };

function parse(text: string): Variables {
  try {
    const value = JSON.parse(text) as unknown;
    return value && typeof value === 'object' && !Array.isArray(value) ? (value as Variables) : {};
  } catch {
    return {};
  }
}
