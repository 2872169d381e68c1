// From where somebody asks. What a proxy says of that is believed of configured proxies only: anybody can send the header.
import { BlockList, isIP } from 'node:net';
import { getConnInfo } from '@hono/node-server/conninfo';
import { createMiddleware } from 'hono/factory';
import type { Env } from './deps.ts';

export type Proxies = (address: string) => boolean;

/** @param list addresses and networks, `10.0.0.0/8,::1`. @throws on anything else */
export function proxiesOf(list: string): Proxies {
  const nets = { ipv4: new BlockList(), ipv6: new BlockList() };
  for (const entry of list.split(',').map((one) => one.trim())) {
    if (!entry) continue;
    const [, net = '', bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(entry) ?? [];
    const version = isIP(net);
    if (!version || Number(bits ?? 0) > (version === 4 ? 32 : 128))
      throw new Error(`"${entry}" is no address or network; write for example 10.0.0.0/8`);
    const family = version === 4 ? 'ipv4' : 'ipv6';
    nets[family].addSubnet(net, bits === undefined ? (version === 4 ? 32 : 128) : Number(bits), family);
  }
  return (address) => {
    const version = isIP(address);
    return version === 4 ? nets.ipv4.check(address, 'ipv4') : version === 6 && nets.ipv6.check(address, 'ipv6');
  };
}

/** An IPv4 address as such, also where it comes over an IPv6 socket. */
const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '');

/** From the right, where each proxy writes what it has seen: the first that is no proxy of ours. */
export function callerOf(direct: string, forwarded: string | undefined, isProxy: Proxies): string {
  // Without a socket there is nobody whose word could be taken.
  if (!isIP(plain(direct))) return 'local';
  const chain = [...(forwarded ?? '').split(',').map((one) => plain(one.trim())), plain(direct)].filter((one) =>
    isIP(one),
  );
  while (chain.length > 1 && isProxy(chain.at(-1) ?? '')) chain.pop();
  return chain.at(-1) as string;
}

export const address = (isProxy: Proxies) =>
  createMiddleware<Env>(async (c, next) => {
    let direct = '';
    try {
      direct = getConnInfo(c).remote.address ?? '';
    } catch {
      // A test asks without a socket.
    }
    c.set('address', callerOf(direct, c.req.header('x-forwarded-for'), isProxy));
    await next();
  });
