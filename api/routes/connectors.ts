// What automatic steps can ask of the outside world, whom this shop has given each capability to, where it may call, and the
// secrets it calls with. Secrets go in, and never come out again.
import { createRoute, z } from '@hono/zod-openapi';
import { Hopeless } from '../../activities/call-service.ts';
import { Binding, type Bindings, bindingOf } from '../../activities/connectors/binding.ts';
import { inputsOf, SETTING_KINDS } from '../../activities/connectors/descriptor.ts';
import type { HttpSetting } from '../../activities/connectors/http-client.ts';
import { callHttp, METHODS } from '../../activities/connectors/http-request.ts';
import { capabilityOf, DESCRIPTORS } from '../../activities/connectors/installed.ts';
import { workingDayOf } from '../../activities/connectors/people.ts';
import type { Variables } from '../../bpmn/instance.ts';
import { deleteSecret, listSecrets, putSecret } from '../../db/secrets.ts';
import { changeSetting, readSetting, readShop, writeSetting } from '../../db/settings.ts';
import { seenWords } from '../../words/incidents.ts';
import { body, Done, ok } from '../answers.ts';
import { type Deps, router } from '../deps.ts';
import { languageOf } from '../language.ts';
import { flow } from '../limit.ts';
import { problem } from '../problem.ts';
import { Values } from '../schemas.ts';
import { allow, personOf } from '../who.ts';

const Words = z.object({ zh: z.string(), en: z.string() });
const Named = z.object({ name: z.string(), label: Words });
const Connector = z.object({
  id: z.string(),
  name: Words,
  capability: z.boolean().describe('bound by the shop: to people, to an address, in a demo to a stand-in'),
  inputs: z.array(Named.extend({ required: z.boolean() })),
  settings: z.array(Named.extend({ kind: z.enum(SETTING_KINDS), required: z.boolean() })),
  outputs: z.array(Named).nullable().describe('null: whatever the other side answers'),
});
const list = createRoute({
  method: 'get',
  path: '/connectors',
  tags: ['connectors'],
  summary: 'What automatic steps can ask of the outside world',
  middleware: allow('manager'),
  responses: ok(z.object({ items: z.array(Connector) }), 'Connectors'),
});
const Capability = z.object({
  id: z.string(),
  name: Words,
  instruction: Words,
  binding: Binding.describe('as it is carried out'),
  chosen: z.boolean().describe('false: nobody has chosen, this is what holds then'),
  role: z.string().describe('who does it, where people do and no role is named'),
  hours: z.number().describe('working hours of the office until it is late, where people do it'),
});
const capabilities = createRoute({
  method: 'get',
  path: '/capabilities',
  tags: ['connectors'],
  summary: 'Whom this shop has given each capability to',
  middleware: allow('manager'),
  responses: ok(z.object({ items: z.array(Capability), sandbox: z.boolean() }), 'Capabilities'),
});
const bind = createRoute({
  method: 'put',
  path: '/capabilities/{id}',
  tags: ['connectors'],
  summary: 'Give a capability to people, to an address, or in a demo to its stand-in; open tasks stay with people',
  middleware: allow('admin'),
  request: { params: z.object({ id: z.string().max(60) }), ...body(Binding) },
  responses: ok(Done, 'Bound'),
});
const Host = z
  .string()
  .trim()
  .toLowerCase()
  .max(260)
  .regex(/^(\[[0-9a-f:.]+\]|[\p{L}\p{N}.-]+)(:\d{1,5})?$/u, 'a host name, or host:port, without http://');
const Hosts = z.object({ hosts: z.array(Host).max(200) });
const hosts = createRoute({
  method: 'get',
  path: '/http-hosts',
  tags: ['connectors'],
  summary: 'Hosts that steps may call; one named with its port may be inside the network',
  middleware: allow('manager'),
  responses: ok(z.object({ hosts: z.array(z.string()) }), 'Hosts'),
});
const setHosts = createRoute({
  method: 'put',
  path: '/http-hosts',
  tags: ['connectors'],
  summary: 'Set the hosts that steps may call',
  middleware: allow('admin'),
  request: body(Hosts),
  responses: ok(Done, 'Set'),
});
const secrets = createRoute({
  method: 'get',
  path: '/secrets',
  tags: ['connectors'],
  summary: 'Names of the secrets that steps may call with; never their values',
  middleware: allow('manager'),
  responses: ok(
    z.object({ items: z.array(z.object({ name: z.string(), by: z.string().nullable(), changedAt: z.string() })) }),
    'Names',
  ),
});
const SecretName = z.object({ name: z.string().regex(/^[\w.-]{1,60}$/, 'letters, digits, . _ -') });
const setSecret = createRoute({
  method: 'put',
  path: '/secrets/{name}',
  tags: ['connectors'],
  summary: 'Keep a secret, sealed',
  middleware: allow('admin'),
  request: {
    params: SecretName,
    ...body(
      z.object({
        value: z
          .string()
          .min(1)
          .max(4_000)
          .regex(/^[\x20-\x7e]+$/, 'printable ASCII'),
      }),
    ),
  },
  responses: ok(Done, 'Kept'),
});
const dropSecret = createRoute({
  method: 'delete',
  path: '/secrets/{name}',
  tags: ['connectors'],
  summary: 'Forget a secret',
  middleware: allow('admin'),
  request: { params: SecretName },
  responses: ok(Done, 'Forgotten'),
});
const Try = z.object({
  url: z.string().min(1).max(2_000),
  method: z.enum(METHODS).default('POST'),
  headers: z.string().max(4_000).optional(),
  secret: z.string().max(60).optional(),
  body: Values.default({}),
});
const tryOut = createRoute({
  method: 'post',
  path: '/connectors/http.request/test',
  tags: ['connectors'],
  summary: 'Make the call now, as a step would, and show what comes back',
  middleware: [allow('manager'), flow(1, 10)] as const,
  request: body(Try),
  responses: ok(
    z.object({
      ok: z.boolean(),
      status: z.number().nullable(),
      called: z.boolean().describe('whether anything was sent at all'),
      text: z.string().describe('the beginning of the answer, or why there is none'),
    }),
    'What came back',
  ),
});

const hoursOf = (binding: Binding | undefined): number | undefined =>
  binding?.to === 'people' ? binding.hours : undefined;
const TRY_MS = 10_000;
const SHOWN = 2_000;
const AFTER_CALLING = new Set(['call.large', 'call.untrusted']);

export const connectorRoutes = ({ sql, demo, secret }: Deps) =>
  router()
    .openapi(list, (c) =>
      c.json(
        {
          items: DESCRIPTORS.map((one) => ({
            id: one.id,
            name: one.words,
            capability: one.kind === 'capability',
            inputs: inputsOf(one).map(({ field: _, ...input }) => input),
            settings: one.settings.map(({ required = false, ...setting }) => ({ ...setting, required })),
            outputs: one.outputs?.map(({ name, label }) => ({ name, label })) ?? null,
          })),
        },
        200,
      ),
    )
    .openapi(capabilities, async (c) => {
      const bindings = (await readSetting<Bindings>(sql, 'bindings')) ?? {};
      const day = workingDayOf((await readShop(sql)).env.calendars?.office);
      const items = DESCRIPTORS.flatMap((one) =>
        one.kind === 'capability'
          ? [
              {
                id: one.id,
                name: one.words,
                instruction: one.instruction,
                binding: bindingOf(one, bindings, demo),
                chosen: one.id in bindings,
                role: one.role,
                hours: hoursOf(bindings[one.id]) ?? day,
              },
            ]
          : [],
      );
      return c.json({ items, sandbox: demo }, 200);
    })
    .openapi(bind, async (c) => {
      const { id } = c.req.valid('param');
      const binding = c.req.valid('json');
      if (!capabilityOf(id)) throw problem('notFound', { what: id });
      if (binding.to === 'sandbox' && !demo) throw problem('sandboxInDemo');
      await changeSetting<Bindings>(sql, 'bindings', (before = {}) => ({ ...before, [id]: binding }));
      c.set('auditDetail', { to: binding.to });
      return c.json({ ok: true as const }, 200);
    })
    .openapi(hosts, async (c) => {
      const { hosts } = (await readSetting<HttpSetting>(sql, 'http')) ?? { hosts: [] };
      return c.json({ hosts }, 200);
    })
    .openapi(setHosts, async (c) => {
      const { hosts } = c.req.valid('json');
      await writeSetting(sql, 'http', { hosts: [...new Set(hosts)] });
      c.set('auditDetail', { hosts });
      return c.json({ ok: true as const }, 200);
    })
    .openapi(secrets, async (c) => c.json({ items: [...(await listSecrets(sql))] }, 200))
    .openapi(setSecret, async (c) => {
      const { name } = c.req.valid('param');
      await putSecret(sql, secret, name, c.req.valid('json').value, personOf(c).id);
      c.set('auditObject', name);
      return c.json({ ok: true as const }, 200);
    })
    .openapi(dropSecret, async (c) => {
      const { name } = c.req.valid('param');
      if (!(await deleteSecret(sql, name))) throw problem('notFound', { what: name });
      c.set('auditObject', name);
      return c.json({ ok: true as const }, 200);
    })
    .openapi(tryOut, async (c) => {
      const { body, ...asked } = c.req.valid('json');
      c.set('auditDetail', { url: asked.url, method: asked.method });
      const call = {
        ...asked,
        name: asked.url.slice(0, 60),
        key: `test/${crypto.randomUUID()}`,
        body: body as Variables,
      };
      try {
        const answer = await callHttp({ sql, secret }, call, AbortSignal.timeout(TRY_MS));
        const ok = answer.status >= 200 && answer.status < 300;
        return c.json({ ok, status: answer.status, called: true, text: answer.text.slice(0, SHOWN) }, 200);
      } catch (error) {
        const said = error instanceof Hopeless ? error.said : undefined;
        const text = said ? seenWords(said, languageOf(c)) : (error as Error).message;
        return c.json({ ok: false, status: null, called: !said || AFTER_CALLING.has(said.code), text }, 200);
      }
    });
