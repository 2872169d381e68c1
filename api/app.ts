// The HTTP side as one function: what every request passes, then one file of routes a resource. Everything it needs is given.
import { randomBytes } from 'node:crypto';
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { compress } from 'hono/compress';
import { createMiddleware } from 'hono/factory';
import { routePath } from 'hono/route';
import { secureHeaders } from 'hono/secure-headers';
import { withoutData } from '../db/without-data.ts';
import { address } from './address.ts';
import { audited } from './audited.ts';
import { type Deps, type Env, router } from './deps.ts';
import { docsRoutes } from './docs.ts';
import { createMetrics } from './metrics.ts';
import { answerProblem, asProblem, problem } from './problem.ts';
import { readable } from './readable.ts';
import { createRefusals } from './refusals.ts';
import { absenceRoutes } from './routes/absences.ts';
import { auditRoutes } from './routes/audit.ts';
import { bpmnRoutes } from './routes/bpmn.ts';
import { bulkRoutes } from './routes/bulk.ts';
import { caseOperationRoutes } from './routes/case-operations.ts';
import { caseRoutes } from './routes/cases.ts';
import { channelRoutes } from './routes/channels.ts';
import { connectorRoutes } from './routes/connectors.ts';
import { contentRoutes } from './routes/content.ts';
import { courseRoutes } from './routes/courses.ts';
import { dayLineRoutes } from './routes/day-line.ts';
import { draftRoutes } from './routes/drafts.ts';
import { eventRoutes } from './routes/events.ts';
import { fileRoutes } from './routes/files.ts';
import { groupRoutes } from './routes/groups.ts';
import { guestRoutes } from './routes/guest.ts';
import { healthRoutes } from './routes/health.ts';
import { inboxFilterRoutes } from './routes/inbox-filters.ts';
import { informingRoutes } from './routes/informing.ts';
import { jobRoutes } from './routes/jobs.ts';
import { keyRoutes } from './routes/keys.ts';
import { meRoutes } from './routes/me.ts';
import { messageRoutes } from './routes/messages.ts';
import { myNoticeRoutes } from './routes/my-notices.ts';
import { noticeRoutes } from './routes/notices.ts';
import { openingRoutes } from './routes/opening.ts';
import { orderRoutes } from './routes/orders.ts';
import { ownAccessRoutes } from './routes/own-access.ts';
import { packRoutes } from './routes/packs.ts';
import { pageReceiptRoutes } from './routes/page-receipts.ts';
import { pageWritingRoutes } from './routes/page-writing.ts';
import { pageRoutes } from './routes/pages.ts';
import { parameterRoutes } from './routes/parameters.ts';
import { peopleRoutes } from './routes/people.ts';
import { phraseRoutes } from './routes/phrases.ts';
import { presenceRoutes } from './routes/presence.ts';
import { processRoutes } from './routes/processes.ts';
import { proofRoutes } from './routes/proof.ts';
import { recordExportRoutes } from './routes/record-export.ts';
import { recordImportRoutes } from './routes/record-import.ts';
import { recordMergeRoutes } from './routes/record-merges.ts';
import { recordMisfitRoutes } from './routes/record-misfits.ts';
import { recordPastRoutes } from './routes/record-past.ts';
import { recordRoutes } from './routes/records.ts';
import { registerRoutes } from './routes/registers.ts';
import { relatedRoutes } from './routes/related.ts';
import { remarkRoutes } from './routes/remarks.ts';
import { savedViewRoutes } from './routes/saved-views.ts';
import { settingRoutes } from './routes/settings.ts';
import { signInRoutes } from './routes/sign-in.ts';
import { startRoutes } from './routes/start.ts';
import { taskBatchRoutes } from './routes/task-batch.ts';
import { taskVerbRoutes } from './routes/task-verbs.ts';
import { taskWorkRoutes } from './routes/task-work.ts';
import { taskRoutes } from './routes/tasks.ts';
import { teamRoutes } from './routes/team.ts';
import { todayRoutes } from './routes/today.ts';
import { sameOrigin } from './same-origin.ts';
import { overHttps } from './session-cookies.ts';
import { webRoutes } from './web.ts';
import { allow, identify } from './who.ts';

const CONTENT_BYTES = 6 * 1024 * 1024;
/** These take more and set a limit of their own. */
const isLarge = (path: string): boolean =>
  path === '/api/files' ||
  path === '/api/guest/files' ||
  path === '/api/orders/import' ||
  /^\/api\/registers\/[^/]+\/imports?$/.test(path);

export function createApp(deps: Deps): OpenAPIHono<Env> {
  const metrics = createMetrics(deps.sql);
  const refused = createRefusals(deps, metrics);
  const app = router();
  const headers = secureHeaders(HEADERS);
  const bare = secureHeaders({ ...HEADERS, contentSecurityPolicy: FILE_POLICY });
  app.use(
    address(deps.isProxy),
    strict,
    (c, next) => (/^\/api\/files\//.test(c.req.path) ? bare : headers)(c, next),
    metrics.measure,
    logged(deps),
  );
  // Streams must not be gathered, files are compressed already, and answers to changes are short.
  const squeeze = compress();
  const plain = (c: Context) => c.req.method !== 'GET' || /^\/api\/(events|files)/.test(c.req.path);
  app.use((c, next) => (plain(c) ? next() : squeeze(c, next)));
  const limit = bodyLimit({
    maxSize: CONTENT_BYTES,
    onError: () => {
      throw problem('tooLarge');
    },
  });
  app.use('/api/*', (c, next) => {
    if (c.req.method === 'GET' || isLarge(c.req.path)) return next();
    // A body that tells its length need not be counted as it comes.
    const declaredLength = c.req.header('transfer-encoding') ? undefined : c.req.header('content-length');
    return declaredLength !== undefined && Number(declaredLength) <= CONTENT_BYTES ? next() : limit(c, next);
  });
  app.use('/api/*', patient(deps), sameOrigin, identify(deps), audited(deps), readable(isLarge));
  app.use('/metrics', identify(deps));
  app.onError((error, c) => {
    const known = asProblem(error);
    if (known) {
      refused(c, known);
      return answerProblem(c, known);
    }
    const id = randomBytes(4).toString('hex');
    deps.log.error({ id, error: withoutData(error) }, 'internal error');
    return answerProblem(c, problem('internal', { id }));
  });
  app.notFound((c) => answerProblem(c, problem('notFound', { what: c.req.path })));
  // How the API is built is nobody's business who may not use it.
  for (const path of ['/api/openapi.json', '/api/docs', '/api/docs/*']) app.use(path, allow('staff'));
  app.route('/', docsRoutes());
  app.route('/', healthRoutes(deps, metrics));
  for (const routes of resources(deps)) app.route('/api', routes);
  app.doc31('/api/openapi.json', {
    openapi: '3.1.0',
    info: {
      title: 'Zhangfa API',
      version: '1',
      description:
        'Times of cases and tasks are milliseconds of the shop clock. Errors are RFC 9457 problems with a `code`.',
    },
  });
  if (deps.webDir) app.route('/', webRoutes(deps.webDir));
  return app;
}

/** A list, not a chain: a chain's type would name all routes and grow with the square of their number. */
const resources = (deps: Deps): OpenAPIHono<Env>[] => [
  signInRoutes(deps),
  ownAccessRoutes(deps),
  meRoutes(deps),
  taskRoutes(deps),
  taskWorkRoutes(deps),
  taskVerbRoutes(deps),
  taskBatchRoutes(deps),
  inboxFilterRoutes(deps),
  phraseRoutes(deps),
  startRoutes(deps),
  caseRoutes(deps),
  caseOperationRoutes(deps),
  bulkRoutes(deps),
  processRoutes(deps),
  draftRoutes(deps),
  bpmnRoutes(deps),
  fileRoutes(deps),
  eventRoutes(deps),
  messageRoutes(deps),
  orderRoutes(deps),
  peopleRoutes(deps),
  teamRoutes(deps),
  absenceRoutes(deps),
  groupRoutes(deps),
  guestRoutes(deps),
  keyRoutes(deps),
  openingRoutes(deps),
  settingRoutes(deps),
  connectorRoutes(deps),
  jobRoutes(deps),
  contentRoutes(deps),
  registerRoutes(deps),
  recordRoutes(deps),
  recordPastRoutes(deps),
  recordMisfitRoutes(deps),
  proofRoutes(deps),
  recordExportRoutes(deps),
  recordImportRoutes(deps),
  recordMergeRoutes(deps),
  parameterRoutes(deps),
  pageRoutes(deps),
  pageReceiptRoutes(deps),
  pageWritingRoutes(deps),
  courseRoutes(deps),
  presenceRoutes(deps),
  packRoutes(deps),
  savedViewRoutes(deps),
  todayRoutes(deps),
  dayLineRoutes(deps),
  relatedRoutes(deps),
  remarkRoutes(deps),
  informingRoutes(deps),
  noticeRoutes(deps),
  myNoticeRoutes(deps),
  channelRoutes(deps),
  auditRoutes(deps),
];

const HEADERS = {
  contentSecurityPolicy: {
    defaultSrc: ["'self'"],
    scriptSrc: ["'self'"],
    // antd writes its styles into the page.
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:', 'blob:'],
    fontSrc: ["'self'", 'data:'],
    connectSrc: ["'self'"],
    workerSrc: ["'self'", 'blob:'],
    objectSrc: ["'none'"],
    baseUri: ["'self'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
  },
  xFrameOptions: 'DENY',
  referrerPolicy: 'same-origin',
  // Only over https; see `strict`.
  strictTransportSecurity: false,
  crossOriginResourcePolicy: 'same-origin',
};

/** What people upload runs nothing, whatever it is. */
const FILE_POLICY = { defaultSrc: ["'none'"], styleSrc: ["'unsafe-inline'"], sandbox: [] };

/** Who has come over https once comes no other way. */
const strict = createMiddleware<Env>(async (c, next) => {
  await next();
  if (overHttps(c)) c.header('strict-transport-security', 'max-age=31536000');
});

/** Storage that keeps silent keeps no reader waiting for ever. What is written has its own patience: the same request is sent again. */
const patient = ({ readMs = 30_000 }: Deps) =>
  createMiddleware<Env>(async (c, next) => {
    if (c.req.method !== 'GET' || c.req.path === '/api/events') return next();
    let over: NodeJS.Timeout | undefined;
    const silent = new Promise<never>((_, reject) => {
      over = setTimeout(() => reject(problem('unavailable', {}, {}, { 'retry-after': '2' })), readMs);
    });
    await Promise.race([next(), silent]).finally(() => clearTimeout(over));
  });

/** Method, route, status, time and who; never bodies, queries or headers. */
const logged = ({ log }: Deps) =>
  createMiddleware<Env>(async (c, next) => {
    const start = performance.now();
    await next();
    log.debug(
      {
        method: c.req.method,
        route: routePath(c, -1),
        status: c.res.status,
        ms: Math.round(performance.now() - start),
        who: c.get('who')?.id,
      },
      'request',
    );
  });
