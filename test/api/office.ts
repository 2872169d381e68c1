// A shop with its API: demo people, a three-step process, real Postgres, real Temporal, a worker in this process.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { connectors } from '../../activities/connectors/index.ts';
import { INSTALLED } from '../../activities/connectors/installed.ts';
import { proxiesOf } from '../../api/address.ts';
import { createApp } from '../../api/app.ts';
import { createAuth } from '../../api/auth.ts';
import { createDefinitions } from '../../api/definitions.ts';
import { baseOf, DEMO_PASSWORD, seedDemo } from '../../api/demo.ts';
import type { Deps } from '../../api/deps.ts';
import { createFeed } from '../../api/feed.ts';
import { Model } from '../../bpmn/definition.ts';
import { publish } from '../../db/processes.ts';
import { Form } from '../../forms/form.ts';
import { loadPacks, shipmentOf } from '../../sops/pack.ts';
import { templatesOf } from '../../sops/templates.ts';
import { draw } from '../draw.ts';
import type { Filled } from '../fresh-database.ts';
import { openShop, SECRET, type Shop } from '../shell/shop.ts';

// biome-ignore lint/suspicious/noExplicitAny: answers are looked at as they come
export type Answer = { status: number; body: any; headers: Headers };
export type Caller = {
  (method: string, address: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  cookie: string;
};
export type Office = {
  shop: Shop;
  deps: Deps;
  app: ReturnType<typeof createApp>;
  anonymous: Caller;
  as(username: string): Promise<Caller>;
  key(...scopes: string[]): Promise<Caller>;
  close(): Promise<void>;
};

const packs = async () => (await loadPacks('sops')).map(shipmentOf);

/** The people of the demo, and the process that tests of the API begin with. */
export const DEMO: Filled = {
  name: 'demo',
  async fill(sql) {
    await seedDemo(sql, baseOf(await packs()));
    await publishRefund({ sql });
  },
};

let counter = 0;
/** A request id that nothing else uses. */
export const fresh = () => ({ 'idempotency-key': `test-request-${process.pid}-${++counter}` });

/** @param calls the worker makes the calls that ship; with stand-ins for the world outside, or without */
export async function openOffice({
  empty = false,
  filled = DEMO,
  calls,
}: {
  empty?: boolean;
  filled?: Filled;
  calls?: 'standIns' | 'real';
} = {}): Promise<Office> {
  const secret = SECRET;
  const filesDir = mkdtempSync(path.join(os.tmpdir(), 'zhangfa-files-'));
  const shop = await openShop(
    (sql) => (calls ? connectors({ sql, secret, filesDir }, calls === 'standIns') : {}),
    empty ? {} : { filled },
  );
  const { sql, door } = shop;
  const auth = createAuth(sql, secret);
  const feed = await createFeed(sql);
  const deps: Deps = {
    sql,
    door,
    auth,
    feed,
    secret,
    filesDir,
    demo: !empty,
    isProxy: proxiesOf('127.0.0.1'),
    definitions: createDefinitions(sql),
    templates: templatesOf('sops'),
    packs,
    newerPacks: async () => [],
    connectors: INSTALLED,
    log: pino({ level: 'error' }),
    answerMs: 20_000,
  };
  const app = createApp(deps);
  const caller = (fixed: Record<string, string>): Caller =>
    Object.assign(
      async (method: string, address: string, body?: unknown, headers: Record<string, string> = {}) => {
        const isForm = body instanceof FormData || body instanceof Blob;
        const answer = await app.request(address, {
          method,
          headers: {
            ...(body !== undefined && !isForm && { 'content-type': 'application/json' }),
            ...fixed,
            ...headers,
          },
          ...(body !== undefined && { body: isForm ? body : typeof body === 'string' ? body : JSON.stringify(body) }),
        });
        const text = await answer.text();
        return {
          status: answer.status,
          headers: answer.headers,
          body: answer.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text,
        };
      },
      { cookie: fixed.cookie ?? '' },
    );
  const anonymous = caller({});
  const known = new Map<string, Caller>();
  const office: Office = {
    shop,
    deps,
    app,
    anonymous,
    async as(username) {
      const there = known.get(username);
      if (there) return there;
      const answer = await anonymous('POST', '/api/auth/sign-in', { username, password: DEMO_PASSWORD });
      const cookie = answer.headers.getSetCookie()[0]?.split(';')[0];
      if (!cookie) throw new Error(`${username} cannot sign in: ${JSON.stringify(answer.body)}`);
      const made = caller({ cookie });
      known.set(username, made);
      return made;
    },
    async key(...scopes) {
      const { body } = await (await office.as('gaoyuan'))('POST', '/api/keys', { name: 'test', scopes }, fresh());
      return caller({ authorization: `Bearer ${body.key}` });
    },
    async close() {
      await feed.stop();
      await shop.close();
      rmSync(filesDir, { recursive: true, force: true });
    },
  };
  return office;
}

/** Start by form → audit from the pool of auditors → finance pays → end; a message closes it early. */
export async function publishRefund({ sql }: Pick<Shop, 'sql'>): Promise<void> {
  const definition = draw(
    'refund',
    {
      start: { type: 'startEvent', name: '申请退款', zf: { form: 'apply' }, eventDefinitions: [] },
      audit: {
        type: 'userTask',
        name: '审核退款',
        zf: {
          form: 'audit',
          participants: [{ rule: 'role', value: 'order-auditor' }],
          deadline: [{ kind: 'resolution', target: 'PT2H', steps: [] }],
          instruction: '核对金额',
          checklist: ['看截图', '问买家'],
          text: { en: { name: 'Review', instruction: 'Check the amount', checklist: ['Look at the screenshot', ''] } },
        },
      },
      pay: { type: 'userTask', name: '打款', zf: { participants: [{ rule: 'role', value: 'finance' }] } },
      end: { type: 'endEvent', eventDefinitions: [] },
    } as never,
    ['start->audit', 'audit->pay', 'pay->end'],
    {
      zf: {
        title: '="退款 " + buyer',
        summary: ['amount', 'phone'],
        variable: [
          { name: 'buyer', type: 'string', label: '买家' },
          { name: 'phone', type: 'string', label: '电话', secret: true },
          { name: 'amount', type: 'number', label: '金额' },
        ],
      },
    },
  );
  const waits = draw(
    'parcel',
    {
      start: { type: 'startEvent', eventDefinitions: [{ type: 'messageEventDefinition', messageRef: 'sent' }] },
      wait: {
        type: 'intermediateCatchEvent',
        eventDefinitions: [{ type: 'messageEventDefinition', messageRef: 'signed' }],
      },
      end: { type: 'endEvent', eventDefinitions: [] },
    } as never,
    ['start->wait', 'wait->end'],
    { messages: { sent: { id: 'sent', name: 'parcel sent' }, signed: { id: 'signed', name: 'parcel signed' } } },
  );
  const forms = {
    apply: Form.parse({
      key: 'apply',
      title: { zh: '申请' },
      fields: [
        { type: 'text', id: 'buyer', label: { zh: '买家' }, required: true },
        { type: 'text', id: 'phone', label: { zh: '电话' } },
        { type: 'money', id: 'amount', label: { zh: '金额' }, required: true, min: 1 },
        { type: 'file', id: 'picture', label: { zh: '截图' } },
      ],
    }),
    audit: Form.parse({
      key: 'audit',
      title: { zh: '审核' },
      fields: [
        { type: 'money', id: 'amount', label: { zh: '金额' }, readOnly: true },
        {
          type: 'choice',
          id: 'result',
          label: { zh: '结果' },
          required: true,
          options: [
            { value: 'yes', label: { zh: '同意' } },
            { value: 'no', label: { zh: '拒绝' } },
          ],
        },
        {
          type: 'text',
          id: 'reason',
          label: { zh: '原因' },
          required: true,
          visibleWhen: 'result = "no" and amount > 0',
        },
      ],
    }),
  };
  for (const each of [definition, waits]) {
    await publish(sql, {
      definition: each,
      model: Model.parse({ id: each.key, processes: [each], diagram: {} }),
      forms: each === definition ? forms : {},
    });
  }
}
