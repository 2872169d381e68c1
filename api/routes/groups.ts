// Roles and departments.
import { createRoute, z } from '@hono/zod-openapi';
import { deleteDepartment, deleteRole, listDepartments, listRoles, putDepartment, putRole } from '../../db/people.ts';
import { body, Done, ok } from '../answers.ts';
import { type Deps, router } from '../deps.ts';
import { problem, tell } from '../problem.ts';
import { allow } from '../who.ts';

const Slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,58}$/, 'small letters, digits and -');
const Texts = z.record(z.string(), z.object({ name: z.string().optional() }));
const named = { name: z.string().trim().min(1).max(60), texts: Texts.default({}) };
const Role = z.object({ id: z.string(), name: z.string(), texts: Texts, people: z.number() });
const Department = Role.extend({
  parent: z.string().nullable(),
  head: z.string().nullable(),
  shift: z.string().nullable(),
});
const Id = z.object({ id: Slug });

const roles = createRoute({
  method: 'get',
  path: '/roles',
  tags: ['people'],
  summary: 'All roles',
  middleware: allow('staff'),
  responses: ok(z.object({ items: z.array(Role) }), 'Roles'),
});
const saveRole = createRoute({
  method: 'put',
  path: '/roles/{id}',
  tags: ['people'],
  summary: 'Add or rename a role',
  middleware: allow('admin'),
  request: { params: Id, ...body(z.object(named)) },
  responses: ok(Done, 'Saved'),
});
const dropRole = createRoute({
  method: 'delete',
  path: '/roles/{id}',
  tags: ['people'],
  summary: 'Delete a role nobody has',
  middleware: allow('admin'),
  request: { params: Id },
  responses: ok(Done, 'Deleted'),
});
const departments = createRoute({
  method: 'get',
  path: '/departments',
  tags: ['people'],
  summary: 'All departments',
  middleware: allow('staff'),
  responses: ok(z.object({ items: z.array(Department) }), 'Departments'),
});
const saveDepartment = createRoute({
  method: 'put',
  path: '/departments/{id}',
  tags: ['people'],
  summary: 'Add or change a department',
  middleware: allow('admin'),
  request: {
    params: Id,
    ...body(
      z.object({
        ...named,
        parent: Slug.nullable().optional(),
        head: z.string().nullable().optional(),
        shift: z.string().max(60).nullable().optional(),
      }),
    ),
  },
  responses: ok(Done, 'Saved'),
});
const dropDepartment = createRoute({
  method: 'delete',
  path: '/departments/{id}',
  tags: ['people'],
  summary: 'Delete an empty department',
  middleware: allow('admin'),
  request: { params: Id },
  responses: ok(Done, 'Deleted'),
});

export const groupRoutes = ({ sql }: Deps) =>
  router()
    .openapi(roles, async (c) => c.json({ items: [...(await listRoles(sql))] }, 200))
    .openapi(saveRole, async (c) => {
      await putRole(sql, { ...c.req.valid('param'), ...c.req.valid('json') });
      return c.json({ ok: true as const }, 200);
    })
    .openapi(dropRole, async (c) => {
      if (!(await deleteRole(sql, c.req.valid('param').id))) throw problem('stillInUse');
      return c.json({ ok: true as const }, 200);
    })
    .openapi(departments, async (c) => c.json({ items: [...(await listDepartments(sql))] }, 200))
    .openapi(saveDepartment, async (c) => {
      const department = { ...c.req.valid('param'), ...c.req.valid('json') };
      const fate = await putDepartment(sql, department);
      if (fate === 'noParent') throw problem('notFound', { what: department.parent ?? '' });
      if (fate === 'circle')
        throw problem('invalid', { what: tell('invalid.parent') }, { errors: [{ path: 'parent', message: 'circle' }] });
      return c.json({ ok: true as const }, 200);
    })
    .openapi(dropDepartment, async (c) => {
      if (!(await deleteDepartment(sql, c.req.valid('param').id))) throw problem('stillInUse');
      return c.json({ ok: true as const }, 200);
    });
