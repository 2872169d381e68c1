// Who may call what: a row for every route. A route without a row fails the last test.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Caller, fresh, type Office, openOffice } from './office.ts';

/** Lowest level that may, and the scope that lets a key in. */
type Row = [route: string, level: 'anyone' | 'staff' | 'manager' | 'admin', scope?: string];
const TABLE: Row[] = [
  ['GET /api/health', 'anyone'],
  ['GET /health/live', 'anyone'],
  ['GET /health/ready', 'anyone'],
  ['GET /metrics', 'admin', 'metrics:read'],
  ['GET /api/openapi.json', 'staff'],
  ['GET /api/docs', 'staff'],
  ['GET /api/docs/page.js', 'staff'],
  ['GET /api/docs/:file', 'staff'],
  ['GET /api/setup', 'anyone'],
  ['GET /api/opening', 'admin'],
  ['POST /api/opening', 'admin'],
  ['POST /api/opening/again', 'admin'],
  ['GET /api/first-day', 'admin'],
  ['POST /api/first-day/hide', 'admin'],
  ['POST /api/setup', 'anyone'],
  ['POST /api/auth/sign-in', 'anyone'],
  ['POST /api/auth/sign-out', 'staff'],
  ['POST /api/auth/password', 'staff'],
  ['POST /api/auth/second-factor', 'anyone'],
  ['POST /api/auth/second-factor/begin', 'staff'],
  ['POST /api/auth/second-factor/confirm', 'staff'],
  ['POST /api/auth/second-factor/end', 'staff'],
  ['GET /api/auth/sessions', 'staff'],
  ['DELETE /api/auth/sessions/:id', 'staff'],
  ['DELETE /api/people/:id/second-factor', 'admin'],
  ['GET /api/me', 'staff'],
  ['PATCH /api/me', 'staff'],
  ['GET /api/me/phrases', 'staff'],
  ['PUT /api/me/phrases/:id', 'staff'],
  ['DELETE /api/me/phrases/:id', 'staff'],
  ['GET /api/me/notices', 'staff'],
  ['PUT /api/me/notices', 'staff'],
  ['PUT /api/me/addresses/:channel', 'staff'],
  ['POST /api/me/devices', 'staff'],
  ['DELETE /api/me/devices/:id', 'staff'],
  ['GET /api/channels', 'admin'],
  ['PUT /api/channels/:id', 'admin'],
  ['POST /api/channels/:id/test', 'admin'],
  ['PUT /api/reach', 'admin'],
  ['GET /api/deliveries/dead', 'admin'],
  ['POST /api/deliveries/again', 'admin'],
  ['GET /api/people/names', 'staff'],
  ['GET /api/tasks', 'staff'],
  ['GET /api/tasks/counts', 'staff'],
  ['GET /api/tasks/processes', 'staff'],
  ['GET /api/tasks/:id', 'staff'],
  ['GET /api/tasks/:id/grid', 'staff'],
  ['GET /api/registers/:register/records/:key/beside', 'staff'],
  ['POST /api/tasks/claim-batch', 'staff'],
  ['POST /api/tasks/batch', 'staff'],
  ['GET /api/inbox-filters', 'staff'],
  ['PUT /api/inbox-filters/:id', 'staff'],
  ['DELETE /api/inbox-filters/:id', 'staff'],
  ['POST /api/tasks/undo-batch', 'staff'],
  ['PUT /api/tasks/:id/ticks/:item', 'staff'],
  ['POST /api/tasks/:id/claim', 'staff'],
  ['GET /api/team', 'manager'],
  ['POST /api/cases/:id/reveal', 'staff'],
  ['POST /api/bulk', 'manager'],
  ['GET /api/bulk', 'manager'],
  ['POST /api/bulk/preview', 'manager'],
  ['GET /api/bulk/:id', 'manager'],
  ['GET /api/people/:id/work', 'manager'],
  ['GET /api/people/:id/owns', 'manager'],
  ['GET /api/absences', 'staff'],
  ['PUT /api/absences/:id', 'staff'],
  ['POST /api/absences/:id/end', 'staff'],
  ['POST /api/people/:id/hand-over', 'admin'],
  ['POST /api/tasks/:id/release', 'staff'],
  ['POST /api/tasks/:id/assign', 'manager'],
  ['POST /api/tasks/:id/transfer', 'staff'],
  ['POST /api/tasks/:id/delegate', 'staff'],
  ['GET /api/tasks/:id/returns', 'staff'],
  ['POST /api/tasks/:id/return', 'staff'],
  ['POST /api/tasks/:id/take-back', 'staff'],
  ['POST /api/tasks/:id/touch', 'staff'],
  ['POST /api/tasks/:id/urge', 'staff'],
  ['POST /api/tasks/:id/copy', 'staff'],
  ['POST /api/tasks/:id/ask', 'staff'],
  ['POST /api/tasks/:id/answer', 'staff'],
  ['POST /api/tasks/:id/due', 'manager'],
  ['GET /api/copies', 'staff'],
  ['POST /api/copies/:id/read', 'staff'],
  ['GET /api/tasks/:id/guest-links', 'staff'],
  ['POST /api/tasks/:id/guest-links', 'staff'],
  ['DELETE /api/tasks/:id/guest-links/:link', 'staff'],
  ['GET /api/guest', 'anyone'],
  ['POST /api/guest/files', 'anyone'],
  ['POST /api/guest/complete', 'anyone'],
  ['POST /api/tasks/:id/add-signers', 'staff'],
  ['POST /api/tasks/:id/remove-signers', 'staff'],
  ['PUT /api/tasks/:id/draft', 'staff'],
  ['DELETE /api/tasks/:id/draft', 'staff'],
  ['GET /api/startable/:key/:element/draft', 'staff'],
  ['PUT /api/startable/:key/:element/draft', 'staff'],
  ['DELETE /api/startable/:key/:element/draft', 'staff'],
  ['POST /api/tasks/:id/complete', 'staff'],
  ['POST /api/tasks/:id/undo', 'staff'],
  ['POST /api/tasks/:id/send', 'staff'],
  ['GET /api/startable', 'staff', 'cases:start'],
  ['POST /api/cases', 'staff', 'cases:start'],
  ['GET /api/cases', 'staff', 'cases:read'],
  ['GET /api/cases/:id', 'staff', 'cases:read'],
  ['GET /api/cases/:id/history', 'staff', 'cases:read'],
  ['GET /api/cases/:id/proof', 'manager'],
  ['POST /api/cases/:id/cancel', 'manager'],
  ['POST /api/cases/:id/recall', 'staff'],
  ['POST /api/cases/:id/void', 'manager'],
  ['POST /api/cases/:id/revive', 'manager'],
  ['POST /api/cases/:id/suspend', 'manager'],
  ['POST /api/cases/:id/resume', 'manager'],
  ['POST /api/cases/:id/variables', 'manager'],
  ['POST /api/cases/:id/move', 'manager'],
  ['POST /api/cases/:id/move/preview', 'manager'],
  ['POST /api/cases/:id/incidents/:incident/resolve', 'manager'],
  ['GET /api/incidents/groups', 'manager'],
  ['GET /api/incidents', 'manager'],
  ['GET /api/processes', 'manager'],
  ['GET /api/overview', 'manager'],
  ['POST /api/processes', 'manager'],
  ['GET /api/templates', 'manager'],
  ['PATCH /api/processes/:key', 'manager'],
  ['GET /api/processes/:key/draft', 'manager'],
  ['GET /api/processes/:key/draft/revision', 'manager'],
  ['PUT /api/processes/:key/draft', 'manager'],
  ['GET /api/processes/:key/problems', 'manager'],
  ['GET /api/shop-facts', 'manager'],
  ['POST /api/processes/:key/publish', 'manager'],
  ['GET /api/processes/:key/versions', 'manager'],
  ['GET /api/processes/:key/versions/:version', 'manager'],
  ['GET /api/processes/:key/bpmn', 'manager'],
  ['POST /api/bpmn/import', 'manager'],
  ['POST /api/files', 'staff'],
  ['GET /api/files/:id', 'staff', 'cases:read'],
  ['GET /api/events', 'staff'],
  ['POST /api/messages', 'manager', 'messages:write'],
  ['POST /api/conditions', 'manager', 'messages:write'],
  ['GET /api/messages', 'manager'],
  ['GET /api/messages/unheard', 'manager'],
  ['POST /api/messages/unheard/settle', 'manager'],
  ['POST /api/orders/import', 'manager'],
  ['GET /api/people', 'manager'],
  ['POST /api/people', 'admin'],
  ['PATCH /api/people/:id', 'admin'],
  ['PUT /api/people/:id/password', 'admin'],
  ['GET /api/roles', 'staff'],
  ['PUT /api/roles/:id', 'admin'],
  ['DELETE /api/roles/:id', 'admin'],
  ['GET /api/departments', 'staff'],
  ['PUT /api/departments/:id', 'admin'],
  ['DELETE /api/departments/:id', 'admin'],
  ['GET /api/keys', 'admin'],
  ['POST /api/keys', 'admin'],
  ['DELETE /api/keys/:id', 'admin'],
  ['GET /api/settings', 'manager'],
  ['GET /api/stores', 'staff'],
  ['PATCH /api/settings', 'admin'],
  ['GET /api/connectors', 'manager'],
  ['GET /api/capabilities', 'manager'],
  ['PUT /api/capabilities/:id', 'admin'],
  ['GET /api/http-hosts', 'manager'],
  ['PUT /api/http-hosts', 'admin'],
  ['GET /api/secrets', 'manager'],
  ['PUT /api/secrets/:name', 'admin'],
  ['DELETE /api/secrets/:name', 'admin'],
  ['POST /api/connectors/http.request/test', 'manager'],
  ['POST /api/jobs/fetch', 'admin', 'jobs:work'],
  ['POST /api/jobs/:id/complete', 'admin', 'jobs:work'],
  ['POST /api/jobs/:id/fail', 'admin', 'jobs:work'],
  ['POST /api/jobs/:id/error', 'admin', 'jobs:work'],
  ['POST /api/jobs/:id/extend', 'admin', 'jobs:work'],
  ['GET /api/jobs/topics', 'manager'],
  ['GET /api/audit', 'admin'],
  ['GET /api/pages', 'staff'],
  ['GET /api/pages/to-read', 'staff'],
  ['GET /api/pages/:key', 'staff'],
  ['POST /api/pages/:key/read', 'staff'],
  ['POST /api/pages/:key/used', 'staff'],
  ['GET /api/tasks/:id/pages', 'staff'],
  ['PUT /api/tasks/:id/presence', 'staff'],
  ['DELETE /api/tasks/:id/presence', 'staff'],
  ['GET /api/tasks/due', 'staff'],
  ['GET /api/courses/:key', 'staff'],
  ['POST /api/courses/:key/attempt', 'staff'],
  ['GET /api/attempts/:id', 'staff'],
  ['PUT /api/attempts/:id', 'staff'],
  ['POST /api/attempts/:id/judge', 'staff'],
  ['GET /api/certificates', 'staff'],
  ['GET /api/page-decisions/:key', 'staff'],
  ['GET /api/page-preview', 'manager'],
  ['GET /api/page-scenes', 'manager'],
  ['GET /api/page-receipts', 'manager'],
  ['GET /api/content/:kind', 'manager'],
  ['GET /api/content/:kind/:key/draft', 'manager'],
  ['PUT /api/content/:kind/:key/draft', 'manager'],
  ['POST /api/content/:kind/:key/publish', 'manager'],
  ['GET /api/content/:kind/:key/uses', 'manager'],
  ['GET /api/content/:kind/:key/versions', 'manager'],
  ['POST /api/content/:kind/:key/versions/:version/take-back', 'manager'],
  ['GET /api/content/:kind/:key/diff', 'manager'],
  ['POST /api/content/:kind/:key/restore', 'manager'],
  ['PUT /api/content/:kind/:key/archived', 'manager'],
  ['GET /api/parameters', 'staff'],
  ['GET /api/parameters/:key/values', 'staff'],
  ['POST /api/parameters/:key/values', 'staff'],
  ['DELETE /api/parameters/:key/values/:n', 'staff'],
  ['GET /api/packs', 'manager'],
  ['GET /api/packs/:key', 'manager'],
  ['POST /api/packs/:key/install', 'admin'],
  ['GET /api/related', 'staff'],
  ['GET /api/today/work', 'staff'],
  ['GET /api/today/days', 'staff'],
  ['GET /api/today/line', 'staff'],
  ['GET /api/today/decisions', 'staff'],
  ['GET /api/today/groups', 'manager'],
  ['GET /api/today/stock', 'staff'],
  ['GET /api/today/orders', 'staff'],
  ['GET /api/remarks', 'staff'],
  ['GET /api/remarks/people', 'staff'],
  ['POST /api/remarks', 'staff'],
  ['PATCH /api/remarks/:id', 'staff'],
  ['DELETE /api/remarks/:id', 'staff'],
  ['GET /api/decisions', 'staff'],
  ['GET /api/notices', 'staff'],
  ['POST /api/notices/read', 'staff'],
  ['GET /api/registers', 'staff'],
  ['GET /api/registers/:register', 'staff'],
  ['POST /api/query', 'staff'],
  ['POST /api/registers/:register/import', 'staff'],
  ['POST /api/registers/:register/export', 'staff'],
  ['POST /api/registers/:register/export-cases', 'staff'],
  ['GET /api/registers/:register/duplicates', 'manager'],
  ['GET /api/registers/:register/misfits', 'manager'],
  ['POST /api/registers/:register/merges', 'manager'],
  ['POST /api/registers/:register/imports', 'staff'],
  ['GET /api/registers/:register/imports', 'staff'],
  ['GET /api/imports/:id', 'staff'],
  ['POST /api/imports/:id/check', 'staff'],
  ['POST /api/imports/:id/run', 'staff'],
  ['POST /api/imports/:id/undo', 'staff'],
  ['GET /api/imports/:id/report', 'staff'],
  ['POST /api/registers/:register/records', 'staff'],
  ['GET /api/registers/:register/records/:key', 'staff'],
  ['PATCH /api/registers/:register/records/:key', 'staff'],
  ['GET /api/registers/:register/records/:key/history', 'staff'],
  ['GET /api/registers/:register/entries', 'staff'],
  ['GET /api/registers/:register/records/:key/entries/:ledger', 'staff'],
  ['GET /api/registers/:register/views', 'staff'],
  ['PUT /api/registers/:register/views/:id', 'staff'],
  ['DELETE /api/registers/:register/views/:id', 'staff'],
];
const SCOPES = ['messages:write', 'cases:start', 'cases:read', 'metrics:read', 'jobs:work'];

let office: Office;
let callers: Record<'anyone' | 'staff' | 'manager' | 'admin', Caller>;
const keys = new Map<string, Caller>();
beforeAll(async () => {
  office = await openOffice();
  // Signed in apart from those who are signed out and the like below: each has a session of its own.
  callers = {
    anyone: office.anonymous,
    staff: await office.as('liuyang'),
    manager: await office.as('luyuan'),
    admin: await office.as('gaoyuan'),
  };
  for (const scope of SCOPES) keys.set(scope, await office.key(scope));
});
afterAll(() => office?.close());

const GATE = new Set(['signInNeeded', 'notAllowed', 'scopeMissing', 'keyRefused']);
/** Only whether the gate lets through: what is behind may well refuse an empty request. */
async function passes(caller: Caller, route: string): Promise<boolean> {
  const [method = '', pattern = ''] = route.split(' ');
  const address = pattern.replace(':version', '1').replace(':file', 'swagger-ui.css').replace(/:\w+/g, 'no-such-thing');
  if (pattern === '/api/events') {
    const controller = new AbortController();
    const answer = await office.app.request(address, {
      headers: caller.cookie ? { cookie: caller.cookie } : {},
      signal: controller.signal,
    });
    await answer.body?.cancel();
    return answer.status === 200;
  }
  // A body that no schema takes: the gate stands before it.
  const { status, body } = await caller(
    method,
    address,
    method === 'GET' || method === 'DELETE' ? undefined : [],
    fresh(),
  );
  return !(GATE.has(body?.code) || status === 401 || status === 403);
}

const LEVELS = ['anyone', 'staff', 'manager', 'admin'] as const;
describe('who may call what', () => {
  // Signing out would end the session of the table.
  for (const [route, level, scope] of TABLE.filter(([name]) => name !== 'POST /api/auth/sign-out')) {
    it(`${route}: ${level}${scope ? `, keys with ${scope}` : ''}`, async () => {
      const found: Record<string, boolean> = {};
      for (const each of LEVELS) found[each] = await passes(callers[each], route);
      expect(found).toEqual(Object.fromEntries(LEVELS.map((each, rank) => [each, rank >= LEVELS.indexOf(level)])));
      for (const [name, key] of keys)
        expect([name, await passes(key, route)]).toEqual([name, level === 'anyone' || name === scope]);
    });
  }

  it('keeps the work of all from staff, however it is asked for', async () => {
    for (const query of ['view=all', 'view=all&q=R', 'view=all&process=refund', 'view=all&overdue=true']) {
      const asked = (caller: Caller) => caller('GET', `/api/tasks?${query}`);
      expect([query, (await asked(callers.staff)).body.code]).toEqual([query, 'notAllowed']);
      expect([query, (await asked(callers.manager)).status]).toEqual([query, 200]);
    }
  });

  it('refuses keys that do not exist or are revoked, everywhere', async () => {
    const wrong = { authorization: 'Bearer zf_nothing' };
    expect((await office.anonymous('GET', '/api/setup', undefined, wrong)).body.code).toBe('keyRefused');
    const admin = callers.admin;
    const request = fresh();
    const made = (await admin('POST', '/api/keys', { name: 'to go', scopes: ['cases:read'] }, request)).body;
    expect((await admin('POST', '/api/keys', { name: 'to go', scopes: ['cases:read'] }, request)).body).toEqual(made);
    const use = { authorization: `Bearer ${made.key}` };
    expect((await office.anonymous('GET', '/api/cases', undefined, use)).status).toBe(200);
    expect((await admin('DELETE', `/api/keys/${made.id}`)).status).toBe(200);
    expect((await office.anonymous('GET', '/api/cases', undefined, use)).status).toBe(401);
    expect(JSON.stringify((await admin('GET', '/api/keys')).body)).not.toContain(made.key);
  });

  it('has a row for every route', () => {
    const known = new Set(TABLE.map(([route]) => route));
    const routes = new Set(
      office.app.routes
        .filter(({ method, path }) => method !== 'ALL' && path !== '/*' && path !== '*')
        .map(({ method, path }) => `${method} ${path}`),
    );
    expect([...routes].filter((route) => !known.has(route))).toEqual([]);
    expect([...known].filter((route) => !routes.has(route))).toEqual([]);
  });
});
