// What the robots of groups have in common: an address that is itself a secret, JSON there and back, an answer that says 200 to everything.
import { request } from '../activities/connectors/http-client.ts';
import { textsOf } from '../words/web.ts';
import { type Channel, type Setting, Slow, type Tools } from './channel.ts';

export const WEBHOOK: Setting = {
  name: 'webhook',
  label: textsOf('reach.robot.webhook'),
  hint: textsOf('reach.robot.webhookHint'),
  kind: 'secret',
  required: true,
};
export const SIGNING: Setting = {
  name: 'signing',
  label: textsOf('reach.robot.signing'),
  hint: textsOf('reach.robot.signingHint'),
  kind: 'secret',
};
export const TITLES: Setting = {
  name: 'titles',
  label: textsOf('reach.robot.titles'),
  hint: textsOf('reach.robot.titlesHint'),
  kind: 'yesNo',
};

type Post = {
  url: string;
  body: object;
  /** Those of the maker; another one only as the shop allows addresses. */
  hosts: string[];
  /** Codes that say: too many for now. */
  slow: number[];
};
/** @throws Slow, or with what the robot answered */
export async function post(
  { sql }: Tools,
  { words }: Pick<Channel, 'words'>,
  { url, body, hosts, slow }: Post,
  signal: AbortSignal,
): Promise<void> {
  const asked = {
    url,
    method: 'POST',
    headers: {},
    body: JSON.stringify(body),
    known: (host: string) => hosts.includes(host),
  };
  const { status, text } = await request(sql, words, asked, signal);
  if (status === 429) throw new Slow(text.slice(0, 200));
  const { code, said } = answerOf(text);
  if (code !== undefined && slow.includes(code)) throw new Slow(said);
  if (status !== 200 || code !== 0) throw new Error(`${status} ${code ?? ''} ${said}`);
}

function answerOf(text: string): { code: number | undefined; said: string } {
  try {
    const { errcode, code, StatusCode, errmsg, msg } = JSON.parse(text) as Record<string, unknown>;
    const first = [errcode, code, StatusCode].find((one) => typeof one === 'number') as number | undefined;
    return { code: first, said: String(errmsg ?? msg ?? '').slice(0, 200) };
  } catch {
    return { code: undefined, said: text.slice(0, 200) };
  }
}

/** No longer than so many bytes of UTF-8, never within a character. */
export function cut(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text;
  let kept = '';
  let size = 0;
  for (const sign of text) {
    size += Buffer.byteLength(sign);
    if (size > bytes - 3) break;
    kept += sign;
  }
  return `${kept}…`;
}
