// One outside fills in the form of one task, once, by a link: who may make it, and what it opens. What opens it stands behind the # of the
// address and comes in a header, so that no log of addresses has it.
import { createHash, createHmac } from 'node:crypto';
import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Sql } from '../../db/connect.ts';
import {
  type GuestLink,
  guestLinkBy,
  guestLinksOf,
  makeGuestLink,
  revokeGuestLink,
  unuseGuestLink,
  useGuestLink,
} from '../../db/guest-links.ts';
import { activePerson, type Person } from '../../db/people.ts';
import { readShop } from '../../db/settings.ts';
import { type TaskDetail, taskById } from '../../db/tasks.ts';
import { waysOf } from '../../db/ways.ts';
import { body, created, Done, ok } from '../answers.ts';
import { type Deps, type Env, router } from '../deps.ts';
import { type GuestForm, givenByGuest, guestForm } from '../guest-form.ts';
import { languageOf } from '../language.ts';
import { slowDown } from '../limit.ts';
import { mayKnow } from '../may-know.ts';
import { RequestKey, requestId } from '../once.ts';
import { problem, tell } from '../problem.ts';
import { FormOut, Values, Who, who } from '../schemas.ts';
import { guestFiles, submitTask } from '../submit-task.ts';
import { allow, atLeast, personOf } from '../who.ts';
import { FILE_BYTES, FileRef, takeFile } from './files.ts';

const Id = z.object({ id: z.string().max(300) });
const Link = z.object({
  id: z.string(),
  name: z.string(),
  madeBy: Who.nullable(),
  expiresAt: z.string(),
  usedAt: z.string().nullable(),
  revokedAt: z.string().nullable(),
  open: z.boolean(),
});
const list = createRoute({
  method: 'get',
  path: '/tasks/{id}/guest-links',
  tags: ['guests'],
  summary: 'Links for those outside to this task, newest first; not what opens them',
  middleware: allow('staff'),
  request: { params: Id },
  responses: ok(z.object({ items: z.array(Link) }), 'Links'),
});
const make = createRoute({
  method: 'post',
  path: '/tasks/{id}/guest-links',
  tags: ['guests'],
  summary:
    'A link by which one outside fills in the form, once: for whoever has the task, or a manager; it is shown once',
  middleware: allow('staff'),
  request: {
    params: Id,
    headers: RequestKey,
    ...body(
      z.object({
        name: z.string().trim().min(1).max(60).describe('whom it is for'),
        days: z.number().int().min(1).max(30).default(3),
      }),
    ),
  },
  responses: created(
    z.object({ id: z.string(), path: z.string().describe('behind the address of the app') }),
    'The link',
  ),
});
const revoke = createRoute({
  method: 'delete',
  path: '/tasks/{id}/guest-links/{link}',
  tags: ['guests'],
  summary: 'Take a link back',
  middleware: allow('staff'),
  request: { params: Id.extend({ link: z.string().max(60) }) },
  responses: ok(Done, 'It opens nothing any more'),
});
const Key = z.object({ 'zhangfa-guest': z.string().max(100).describe('what stands behind the # of the link') });
const open = createRoute({
  method: 'get',
  path: '/guest',
  tags: ['guests'],
  summary: 'What a link opens: the form of its task',
  request: { headers: Key },
  responses: ok(
    z.object({
      name: z.string(),
      for: z.string().describe('who has the task'),
      step: z.string(),
      until: z.string(),
      form: FormOut,
      values: Values,
      known: Values.describe('what conditions of the form read'),
      shown: z.string().describe('sent back with what is filled in'),
      clock: z.object({ real: z.number(), shop: z.number(), rate: z.number() }),
      zone: z.string(),
    }),
    'The form',
  ),
});
const upload = createRoute({
  method: 'post',
  path: '/guest/files',
  tags: ['guests'],
  summary: 'Upload one file for it (multipart field `file`, at most 20 MB)',
  middleware: bodyLimit({
    maxSize: FILE_BYTES + 100_000,
    onError: () => {
      throw problem('tooLarge');
    },
  }),
  request: {
    headers: Key,
    body: {
      required: true,
      content: {
        'multipart/form-data': {
          schema: z.object({ file: z.custom<File>().openapi({ type: 'string', format: 'binary' }) }),
        },
      },
    },
  },
  responses: created(FileRef, 'The reference'),
});
const complete = createRoute({
  method: 'post',
  path: '/guest/complete',
  tags: ['guests'],
  summary: 'What one outside has filled in; it counts as done by whoever has the task, and the link is used up',
  request: {
    headers: Key.extend(RequestKey.shape),
    ...body(z.object({ values: Values, shown: z.string().max(60) })),
  },
  responses: ok(Done, 'Thanks'),
});

/** Uploaded by one link without being given to the case. */
const MOST_BYTES = 100 * 1024 * 1024;
const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url');

export const guestRoutes = (deps: Deps) => {
  const { sql, secret } = deps;
  /** Of whoever has it, and of managers. */
  const held = async (c: Context<Env>): Promise<TaskDetail> => {
    const id = c.req.param('id') as string;
    const me = personOf(c);
    const task = await taskById(sql, id, me.id, waysOf(me));
    if (!task || !(await mayKnow(deps, c, task))) throw problem('notFound', { what: id });
    if (task.assignee !== me.id && !atLeast(me, 'manager')) throw problem('notAllowed');
    return task;
  };
  /** @throws where it opens nothing (any more), the same for all reasons, so that nobody learns which links there were */
  const opened = async (c: Context<Env>): Promise<Opened> => {
    await slowDown(sql, `guest/${c.get('address')}`, 60, 60);
    const link = await guestLinkBy(sql, hashOf(c.req.header('zhangfa-guest') ?? ''));
    if (!link) {
      await slowDown(sql, `guest-wrong/${c.get('address')}`, 10, 60);
      throw problem('guestOver');
    }
    const { holder, task } = await holderOf(sql, link);
    const form = task && (await guestForm(deps, task, languageOf(c)));
    if (!task) throw problem('guestOver');
    if (!holder || !form) throw problem('guestOver');
    return { link, holder, task, form };
  };
  return router()
    .openapi(list, async (c) => {
      const task = await held(c);
      const links = await guestLinksOf(sql, task.id);
      const items = links.map(({ task: _, madeBy, madeByName, ...link }) => ({
        ...link,
        madeBy: who(madeBy, madeByName),
      }));
      return c.json({ items }, 200);
    })
    .openapi(make, async (c) => {
      const task = await held(c);
      const { name, days } = c.req.valid('json');
      const form = await guestForm(deps, task, languageOf(c));
      if (!form || task.state !== 'open' || task.assignee === null || task.paused) throw problem('guestNot');
      if (form.missing.length > 0)
        throw problem('guestFields', { fields: form.missing.map(({ label }) => label[languageOf(c)] ?? label.zh) });
      // Made of the request, so that a repeat gives the same link; it is kept nowhere.
      const id = requestId(c);
      const token = createHmac('sha256', `${secret} guest link`).update(id).digest('base64url');
      const link = { id, hash: hashOf(token), task: task.id, name, by: personOf(c).id, days };
      if (!(await makeGuestLink(sql, link))) throw problem('requestReused');
      c.set('auditDetail', { link: id, name, days });
      return c.json({ id, path: `/guest#${token}` }, 201);
    })
    .openapi(revoke, async (c) => {
      const task = await held(c);
      const { link } = c.req.valid('param');
      if (!(await revokeGuestLink(sql, task.id, link))) throw problem('notFound', { what: link });
      c.set('auditDetail', { link });
      return c.json({ ok: true as const }, 200);
    })
    .openapi(open, async (c) => {
      const { link, holder, task, form } = await opened(c);
      if (!mayFill(link, task)) throw problem('guestOver');
      const { clock, env } = await readShop(sql);
      return c.json(
        {
          name: link.name,
          for: holder.name,
          step: form.step,
          until: link.expiresAt,
          form: form.form,
          values: form.values,
          known: form.known,
          shown: form.sealed,
          clock,
          zone: env.zone,
        },
        200,
        { 'cache-control': 'no-store' },
      );
    })
    .openapi(upload, async (c) => {
      const { link, task } = await opened(c);
      if (!mayFill(link, task)) throw problem('guestOver');
      const { file } = c.req.valid('form');
      if (!(file instanceof File))
        throw problem('invalid', { what: tell('invalid.file') }, { errors: [{ path: 'file', message: 'missing' }] });
      const ref = await takeFile({ ...deps, untiedBytes: MOST_BYTES }, file, guestFiles(link));
      c.set('auditObject', ref.file);
      c.set('auditDetail', { link: link.id, guest: link.name });
      return c.json(ref, 201);
    })
    .openapi(complete, async (c) => {
      const { values, shown } = c.req.valid('json');
      const { link, task, holder, form } = await opened(c);
      const request = createHash('sha256')
        .update(JSON.stringify([link.id, c.req.header('idempotency-key')]))
        .digest('base64url')
        .slice(0, 32);
      const isRepeat = task.submitted?.request === request;
      if (!mayFill(link, task) && !isRepeat) throw problem('guestOver');
      if (!isRepeat && shown !== form.sealed) throw problem('shownChanged');
      c.set('auditDetail', { link: link.id, guest: link.name });
      // Noted the first time.
      c.set('audited', isRepeat);
      const guest = {
        id: link.id,
        name: link.name,
        holder,
        use: (tx: Parameters<typeof useGuestLink>[0]) => useGuestLink(tx, link.id),
      };
      try {
        await submitTask(deps, c, task, { values: givenByGuest(form, values), shown: form.shown, guest, request });
      } catch (error) {
        await openAgain(sql, link, request);
        throw error;
      }
      return c.json({ ok: true as const }, 200);
    });
};

type Opened = { link: GuestLink; holder: Person; task: TaskDetail; form: GuestForm };

const mayFill = ({ open }: GuestLink, { state, paused, assignee }: TaskDetail): boolean =>
  open && state === 'open' && !paused && assignee !== null;

async function holderOf(
  sql: Sql,
  link: GuestLink,
): Promise<{ holder?: Person | undefined; task?: TaskDetail | undefined }> {
  const task = await taskById(sql, link.task, link.madeBy, []);
  const id = task && (task.assignee ?? task.closedBy);
  return { task, holder: id ? await activePerson(sql, id) : undefined };
}

/** What the case has refused may come again by the same link. */
async function openAgain(sql: Sql, link: GuestLink, request: string): Promise<void> {
  const task = await taskById(sql, link.task, link.madeBy, []);
  if (task?.state === 'open' && task.submitted?.request === request) await unuseGuestLink(sql, link.id);
}
