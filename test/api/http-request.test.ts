// Calls out: where they may go, how they are made, what their answers mean, and that secrets stay where they are.
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BusinessError, Hopeless } from '../../activities/call-service.ts';
import { isInside, LARGEST_ANSWER } from '../../activities/connectors/http-client.ts';
import { callHttp, HTTP_REQUEST, type HttpCall, resultOf } from '../../activities/connectors/http-request.ts';
import { writeSetting } from '../../db/settings.ts';
import { type Caller, type Office, openOffice } from './office.ts';

let office: Office;
let admin: Caller;
let manager: Caller;
let server: http.Server;
let port: number;
type Heard = { method: string | undefined; url: string | undefined; headers: http.IncomingHttpHeaders; body: string };
let heard: Heard[] = [];
let answer: (response: http.ServerResponse, request: http.IncomingMessage) => void;

beforeAll(async () => {
  office = await openOffice();
  [admin, manager] = await Promise.all([office.as('gaoyuan'), office.as('chenli')]);
  server = http.createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    heard.push({ method: request.method, url: request.url, headers: request.headers, body });
    answer(response, request);
  });
  server.listen(0, '::');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
  server?.close();
  await office?.close();
});
beforeEach(() => {
  heard = [];
  answer = (response) => response.end('{"ok":true}');
});

const CALL = {
  case: 'c',
  businessKey: null,
  wait: 'k1',
  element: 'ask',
  name: 'Ask',
  key: 'case/ask#1',
  topic: 'http.request',
  input: {},
};
const allow = (...hosts: string[]) => writeSetting(office.shop.sql, 'http', { hosts });
const tools = () => ({ sql: office.shop.sql, secret: office.deps.secret, filesDir: '' });
const call = (part: Partial<HttpCall> & { url: string }) =>
  callHttp(tools(), { name: 'Ask', key: 'case/ask#1', body: {}, ...part }, AbortSignal.timeout(5_000));
const refused = async (url: string, words: RegExp) => {
  await expect(call({ url })).rejects.toThrow(Hopeless);
  await expect(call({ url })).rejects.toThrow(words);
  expect(heard).toEqual([]);
};

describe('where a step may call', () => {
  it('only hosts that were allowed, over http and https, without a password in the address', async () => {
    await allow('example.com');
    await refused(`http://127.0.0.1:${port}/`, /not among the allowed addresses/);
    await refused('http://example.org/', /not among the allowed/);
    await refused('ftp://example.com/', /only call http and https/);
    await refused('http://user:secret@example.com/', /password in its address/);
    await refused('no address', /no valid web address/);
  });

  it('never inside the network by a name or an address, unless that was allowed with its port', async () => {
    await allow('localhost', '127.0.0.1', '[::1]', '169.254.169.254', '0x7f000001', '2130706433');
    for (const host of ['localhost', '127.0.0.1', '[::1]', '0x7f000001', '2130706433'])
      await refused(`http://${host}:${port}/`, /inside the network/);
    await allow(`127.0.0.1:${port}`, `[::1]:${port}`, `localhost:${port}`);
    for (const host of ['127.0.0.1', '[::1]', 'localhost'])
      expect((await call({ url: `http://${host}:${port}/` })).status).toBe(200);
    expect(heard).toHaveLength(3);
  });

  it('knows what is inside, mapped and translated addresses included', () => {
    const inside =
      '127.0.0.1 10.1.2.3 172.20.0.1 192.168.0.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 255.255.255.255 ::1 :: fe80::1 fd00::1 ::ffff:10.0.0.1 64:ff9b::a00:1 2002:7f00:1::';
    for (const address of inside.split(' ')) expect([address, isInside(address)]).toEqual([address, true]);
    for (const address of '8.8.8.8 172.32.0.1 100.128.0.1 2001:4860:4860::8888'.split(' '))
      expect([address, isInside(address)]).toEqual([address, false]);
  });

  it('does not follow to another place', async () => {
    await allow(`127.0.0.1:${port}`);
    answer = (response) => response.writeHead(302, { location: `http://127.0.0.1:${port}/other` }).end();
    const found = await call({ url: `http://127.0.0.1:${port}/` });
    expect(() => resultOf('Ask', found)).toThrow(Hopeless);
    expect(heard).toHaveLength(1);
  });
});

describe('how it calls', () => {
  beforeAll(() => allow(`127.0.0.1:${port}`));
  const url = (path: string) => `http://127.0.0.1:${port}${path}`;

  it('with method, headers and the inputs, which fill the address or are the body', async () => {
    await call({
      url: url('/orders/{orderNo}/notes?of={who}'),
      method: 'put',
      headers: 'X-Shop: qinghe\n\nAccept: text/plain',
      body: { orderNo: 'A/1 ?', who: '王芳', note: '急' },
    });
    expect(heard[0]).toMatchObject({
      method: 'PUT',
      url: '/orders/A%2F1%20%3F/notes?of=%E7%8E%8B%E8%8A%B3',
      body: '{"note":"急"}',
      headers: {
        'x-shop': 'qinghe',
        accept: 'text/plain',
        'idempotency-key': 'case/ask#1',
        'content-type': 'application/json',
      },
    });
    await call({ url: url('/'), method: 'GET', body: { a: 1 } });
    expect(heard[1]).toMatchObject({ method: 'GET', body: '' });
    // Nothing is asked of an address that lacks what names the thing; a question may have an empty part.
    await expect(call({ url: url('/orders/{orderNo}'), body: { note: 'x' } })).rejects.toThrow(/needs “orderNo”/);
    await expect(call({ url: url('/orders/{orderNo}'), body: { orderNo: '' } })).rejects.toThrow(/needs “orderNo”/);
    await call({ url: url('/{编号}?of={who}'), method: 'GET', body: { 编号: 'A1', who: null } });
    expect(heard.slice(2).map(({ url }) => url)).toEqual(['/A1?of=']);
    await expect(call({ url: url('/'), method: 'TRACE' })).rejects.toThrow(Hopeless);
    await expect(call({ url: url('/'), headers: 'Host: elsewhere' })).rejects.toThrow(/cannot be sent/);
    await expect(call({ url: url('/'), headers: 'no colon' })).rejects.toThrow(/“Name: value” a line/);
  });

  it('with a secret by its name; the value is sealed, and no route gives it back', async () => {
    expect((await admin('PUT', '/api/secrets/erp', { value: 's3cret-token' })).status).toBe(200);
    await call({ url: url('/'), secret: 'erp' });
    await call({ url: url('/'), secret: 'erp', headers: 'X-Token: key {secret}' });
    expect(heard.map(({ headers }) => [headers.authorization, headers['x-token']])).toEqual([
      ['Bearer s3cret-token', undefined],
      [undefined, 'key s3cret-token'],
    ]);
    await expect(call({ url: url('/'), secret: 'none' })).rejects.toThrow(/needs the secret “none”/);
    const [row] = await office.shop.sql<{ sealed: Uint8Array }[]>`select sealed from secret where name = 'erp'`;
    expect(Buffer.from(row?.sealed ?? []).toString('latin1')).not.toContain('s3cret');
    const told = [await manager('GET', '/api/secrets'), await admin('GET', '/api/audit')];
    expect(told[0]?.body.items).toMatchObject([{ name: 'erp' }]);
    expect(JSON.stringify(told)).not.toContain('s3cret-token');
    await expect(
      callHttp(
        { ...tools(), secret: 'x'.repeat(40) },
        { name: 'Ask', key: 'k', body: {}, url: url('/'), secret: 'erp' },
        AbortSignal.timeout(1_000),
      ),
    ).rejects.toThrow(/another ZHANGFA_SECRET/);
    expect((await admin('DELETE', '/api/secrets/erp')).status).toBe(200);
    expect((await manager('GET', '/api/secrets')).body.items).toEqual([]);
  });

  it('reads an answer no further than it may be large', async () => {
    let sent = 0;
    answer = (response) => {
      const more = () => {
        while (sent < 200_000_000 && response.write('x'.repeat(64_000))) sent += 64_000;
      };
      response.on('drain', more);
      more();
    };
    await expect(call({ url: url('/') })).rejects.toThrow(`larger than ${LARGEST_ANSWER} bytes`);
    expect(sent).toBeLessThan(20_000_000);
  });

  it('takes answers apart: results, business errors, hopeless, to be repeated', () => {
    const of = (status: number, text = '{}') => resultOf('Ask', { host: 'h', status, text });
    expect(of(200, '{"a":1}')).toEqual({ a: 1 });
    expect(of(204, '')).toEqual({});
    expect(of(200, '[1]')).toEqual({});
    expect(() => of(409, '{"code":"SOLD","message":"gone"}')).toThrow(BusinessError);
    expect(() => of(422)).toThrow(Hopeless);
    expect(() => of(404)).toThrow(Hopeless);
    for (const status of [408, 429, 500, 503]) {
      expect(() => of(status)).toThrow(/answered/);
      expect(() => of(status)).not.toThrow(Hopeless);
    }
  });

  it('gives the whole answer under one name, where the step says one', async () => {
    await allow(`127.0.0.1:${port}`);
    const url = `http://127.0.0.1:${port}/`;
    const served = (headers: Record<string, string>) =>
      HTTP_REQUEST.call(tools())({ ...CALL, headers: { url, ...headers } }, AbortSignal.timeout(5_000));
    answer = (response) => response.writeHead(201).end('[{"no":1}]');
    expect(await served({ answer: 'parcels' })).toEqual({ parcels: [{ no: 1 }], statusCode: 201 });
    expect(await served({})).toEqual({});
    answer = (response) => response.end('all right');
    expect(await served({ answer: 'said' })).toEqual({ said: 'all right', statusCode: 200 });
    answer = (response) => response.writeHead(404).end('{}');
    await expect(served({ answer: 'said' })).rejects.toThrow(Hopeless);
  });

  it('can be tried by a manager, who sees what comes back', async () => {
    const ask = (body: object) => manager('POST', '/api/connectors/http.request/test', body);
    expect((await ask({ url: url('/x'), body: { a: 1 } })).body).toEqual({
      ok: true,
      status: 200,
      called: true,
      text: '{"ok":true}',
    });
    expect(heard[0]?.body).toBe('{"a":1}');
    expect((await ask({ url: 'http://10.0.0.1/' })).body).toMatchObject({
      ok: false,
      status: null,
      called: false,
      text: '「http://10.0.0.1/」要调用 10.0.0.1，它不在允许的地址里；管理员在设置里加上就行',
    });
  });
});

describe('allowed hosts', () => {
  it('are set by an administrator and read by managers', async () => {
    expect(
      (await admin('PUT', '/api/http-hosts', { hosts: ['ERP.example.com', 'erp.example.com', '[::1]:80'] })).status,
    ).toBe(200);
    expect((await manager('GET', '/api/http-hosts')).body).toEqual({ hosts: ['erp.example.com', '[::1]:80'] });
    expect((await admin('PUT', '/api/http-hosts', { hosts: ['http://erp.example.com/'] })).body.code).toBe('invalid');
  });
});
