// Calls out over HTTP: only to hosts that an administrator has allowed, never to addresses inside the network (SSRF).

import { z } from 'zod';
import { tell } from '../../bpmn/draft.ts';
import type { Variables } from '../../bpmn/instance.ts';
import { readSecret } from '../../db/secrets.ts';
import type { Value } from '../../feel/value.ts';
import { words } from '../../words/connectors.ts';
import { named } from '../../words/message.ts';
import { BusinessError, type Connector, Hopeless } from '../call-service.ts';
import type { Descriptor, Tools } from './descriptor.ts';
import { type HttpAnswer, request } from './http-client.ts';

export type HttpCall = {
  name: string;
  key: string;
  url: string;
  method?: string | undefined;
  /** One `Name: value` a line; `{secret}` stands for the secret. */
  headers?: string | undefined;
  /** Name of the secret; where no header holds it, it goes as a bearer token. */
  secret?: string | undefined;
  body: Variables;
};

export const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
/** Said by us, so that a call is one call. */
const OURS = /^(host|connection|content-length|transfer-encoding|idempotency-key)$/i;

export const HTTP_REQUEST = {
  id: 'http.request',
  kind: 'call',
  words: words('callAWebAddress'),
  inputs: z.object({}),
  settings: [
    { name: 'url', label: words('webAddress'), kind: 'text', required: true },
    { name: 'method', label: words('method'), kind: 'method' },
    { name: 'headers', label: words('headers'), kind: 'lines' },
    { name: 'secret', label: words('secret'), kind: 'secret' },
    { name: 'answer', label: words('nameOfTheWholeAnswer'), kind: 'text' },
  ],
  outputs: null,
  call:
    (tools: Tools): Connector =>
    async ({ name, key, headers: { answer: whole, url = '', ...headers }, input }, signal) => {
      const answer = await callHttp(tools, { name, key, body: input, ...headers, url }, signal);
      const fields = resultOf(name, answer);
      return whole ? { [whole]: jsonOf(answer.text), statusCode: answer.status } : fields;
    },
} satisfies Descriptor;

/** What JSON says, be it a list or a number; else the text itself. */
function jsonOf(text: string): Value {
  try {
    return JSON.parse(text) as Value;
  } catch {
    return text;
  }
}

/** The mapped inputs are the JSON body, or fill `{name}` in the address. */
export async function callHttp(
  { sql, secret }: Pick<Tools, 'sql' | 'secret'>,
  { name, key, url, method: given, headers, secret: secretName, body }: HttpCall,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const method = (given || 'POST').toUpperCase();
  const step = named(name);
  if (!METHODS.some((one) => one === method)) throw new Hopeless(tell('call.method', { step, method }));
  const used = new Set<string>();
  const query = url.indexOf('?');
  const address = url.replace(/\{([\p{L}_][\p{L}\p{N}_]*)\}/gu, (_, input: string, at: number) => {
    const value = String(body[input] ?? '');
    // An address without what names the thing is that of all things; a question may have an empty part.
    if (!Object.hasOwn(body, input) || (value === '' && (query < 0 || at < query)))
      throw new Hopeless(tell('call.blank', { step, input }));
    used.add(input);
    return encodeURIComponent(value);
  });
  const lines = linesOf(name, headers ?? '');
  const value = secretName ? await readSecret(sql, secret, secretName) : undefined;
  if (secretName && value === undefined) throw new Hopeless(tell('call.secret', { step, secret: secretName }));
  const shown = lines.some(([, text]) => text.includes('{secret}'));
  const rest = Object.fromEntries(Object.entries(body).filter(([input]) => !used.has(input)));
  return request(
    sql,
    name,
    {
      url: address,
      method,
      headers: {
        accept: 'application/json',
        ...(value !== undefined && !shown && { authorization: `Bearer ${value}` }),
        ...Object.fromEntries(lines.map(([header, text]) => [header, text.replaceAll('{secret}', value ?? '')])),
        'idempotency-key': key,
      },
      ...(method !== 'GET' && method !== 'DELETE' && { body: JSON.stringify(rest) }),
    },
    signal,
  );
}

function linesOf(name: string, text: string): [string, string][] {
  return text
    .split('\n')
    .filter((line) => line.trim())
    .map((line) => {
      const [, header, value] = /^\s*([\w-]+)\s*:\s*([\x20-\x7e]*?)\s*$/.exec(line) ?? [];
      if (!header || value === undefined || OURS.test(header))
        throw new Hopeless(tell('call.header', { step: named(name), line: line.slice(0, 60) }));
      return [header.toLowerCase(), value];
    });
}

/** 2xx: the JSON answer's fields as variables. 409/422 with `code`: business error. What repeating cannot mend is hopeless. */
export function resultOf(name: string, { host, status, text }: HttpAnswer): Variables {
  const body = parse(text);
  if (status >= 200 && status < 300) return body;
  if ((status === 409 || status === 422) && typeof body.code === 'string')
    throw new BusinessError(body.code, String(body.message ?? body.code), body);
  if (status >= 300 && status < 400) throw new Hopeless(tell('call.redirect', { host, step: named(name), status }));
  if (status >= 400 && status < 500 && status !== 408 && status !== 425 && status !== 429)
    throw new Hopeless(tell('call.refused', { host, status, text: text.slice(0, 200) }));
  throw new Error(`${host} answered ${status}`);
}

function parse(text: string): Variables {
  const value = jsonOf(text);
  return value && typeof value === 'object' && !Array.isArray(value) ? (value as Variables) : {};
}
