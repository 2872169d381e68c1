// The one way to the server: the typed client, and refusals as errors that pages can read.
import type { absenceRoutes } from '../../api/routes/absences.ts';
import type { auditRoutes } from '../../api/routes/audit.ts';
import type { bulkRoutes } from '../../api/routes/bulk.ts';
import type { caseOperationRoutes } from '../../api/routes/case-operations.ts';
import type { caseRoutes } from '../../api/routes/cases.ts';
import type { channelRoutes } from '../../api/routes/channels.ts';
import type { connectorRoutes } from '../../api/routes/connectors.ts';
import type { contentRoutes } from '../../api/routes/content.ts';
import type { courseRoutes } from '../../api/routes/courses.ts';
import type { dayLineRoutes } from '../../api/routes/day-line.ts';
import type { draftRoutes } from '../../api/routes/drafts.ts';
import type { fileRoutes } from '../../api/routes/files.ts';
import type { groupRoutes } from '../../api/routes/groups.ts';
import type { guestRoutes } from '../../api/routes/guest.ts';
import type { inboxFilterRoutes } from '../../api/routes/inbox-filters.ts';
import type { informingRoutes } from '../../api/routes/informing.ts';
import type { jobRoutes } from '../../api/routes/jobs.ts';
import type { keyRoutes } from '../../api/routes/keys.ts';
import type { meRoutes } from '../../api/routes/me.ts';
import type { messageRoutes } from '../../api/routes/messages.ts';
import type { myNoticeRoutes } from '../../api/routes/my-notices.ts';
import type { noticeRoutes } from '../../api/routes/notices.ts';
import type { openingRoutes } from '../../api/routes/opening.ts';
import type { ownAccessRoutes } from '../../api/routes/own-access.ts';
import type { packRoutes } from '../../api/routes/packs.ts';
import type { pageReceiptRoutes } from '../../api/routes/page-receipts.ts';
import type { pageWritingRoutes } from '../../api/routes/page-writing.ts';
import type { pageRoutes } from '../../api/routes/pages.ts';
import type { parameterRoutes } from '../../api/routes/parameters.ts';
import type { peopleRoutes } from '../../api/routes/people.ts';
import type { phraseRoutes } from '../../api/routes/phrases.ts';
import type { presenceRoutes } from '../../api/routes/presence.ts';
import type { processRoutes } from '../../api/routes/processes.ts';
import type { recordExportRoutes } from '../../api/routes/record-export.ts';
import type { recordImportRoutes } from '../../api/routes/record-import.ts';
import type { recordMergeRoutes } from '../../api/routes/record-merges.ts';
import type { recordMisfitRoutes } from '../../api/routes/record-misfits.ts';
import type { recordPastRoutes } from '../../api/routes/record-past.ts';
import type { recordRoutes } from '../../api/routes/records.ts';
import type { registerRoutes } from '../../api/routes/registers.ts';
import type { relatedRoutes } from '../../api/routes/related.ts';
import type { remarkRoutes } from '../../api/routes/remarks.ts';
import type { savedViewRoutes } from '../../api/routes/saved-views.ts';
import type { settingRoutes } from '../../api/routes/settings.ts';
import type { signInRoutes } from '../../api/routes/sign-in.ts';
import type { startRoutes } from '../../api/routes/start.ts';
import type { taskBatchRoutes } from '../../api/routes/task-batch.ts';
import type { taskVerbRoutes } from '../../api/routes/task-verbs.ts';
import type { taskWorkRoutes } from '../../api/routes/task-work.ts';
import type { taskRoutes } from '../../api/routes/tasks.ts';
import type { teamRoutes } from '../../api/routes/team.ts';
import type { todayRoutes } from '../../api/routes/today.ts';
import type { Problem } from '../../bpmn/definition.ts';
import type { FieldError } from '../../forms/validate.ts';
import { heard, lost } from './line.ts';
import { routerClient } from './router-client.ts';

export type RecordSeen = {
  id: string;
  key: string;
  title: string;
  rev: number;
  store: string;
  values: Record<string, unknown>;
  archived: boolean;
  updatedAt: number;
};

/** What the server said no with (RFC 9457), that it could not be reached (`offline`), or that this page is at fault (`broken`). */
export class Refusal extends Error {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly errors: FieldError[];
  readonly problems: Problem[];
  readonly who: { id: string; name: string } | undefined;
  readonly at: number | undefined;
  /** What another window of the same person has saved. */
  readonly draft: { revision: number; values: Record<string, unknown> } | undefined;
  /** What stands, where somebody was faster with the same record. */
  readonly record: RecordSeen | undefined;
  readonly saved: { by: { id: string; name: string } | null; at: string | null } | undefined;
  /** All of it as it came, to be read again from where it was kept. */
  readonly body: Record<string, unknown>;

  constructor(body: Record<string, unknown>) {
    super(String(body.title ?? body.code));
    this.body = body;
    this.code = String(body.code ?? 'internal');
    this.status = Number(body.status ?? 0);
    this.title = String(body.title ?? '');
    this.detail = String(body.detail ?? '');
    this.errors = (body.errors ?? []) as FieldError[];
    this.problems = (body.problems ?? []) as Problem[];
    this.who = body.who as Refusal['who'];
    this.at = body.at as number | undefined;
    this.draft = body.draft as Refusal['draft'];
    this.record = body.record as Refusal['record'];
    this.saved = body.saved as Refusal['saved'];
  }
}

export const asRefusal = (error: unknown): Refusal =>
  error instanceof Refusal ? error : new Refusal({ code: 'broken', title: '', detail: '' });

let signedOut = (_was: boolean) => {};
/** Called when the server knows no session; `was`: this page has had one. */
export const onSignedOut = (listener: (was: boolean) => void): void => {
  signedOut = listener;
};

let acting: string | undefined;
let otherPerson = (_name: string) => {};
/** Called when somebody else has signed in with this browser. */
export const onOtherPerson = (listener: (name: string) => void): void => {
  otherPerson = listener;
};
/** Whom this page works for: in another window somebody else may have signed in, and nothing may be done in their name. */
export function actAs(me: { id: string; name: string } | undefined): void {
  if (acting && me && acting !== me.id) otherPerson(me.name);
  else acting = me?.id;
}

const reach: typeof fetch = (input, init) => {
  const headers = new Headers(init?.headers);
  headers.set('accept-language', document.documentElement.lang);
  if (acting && !/\/api\/(me|auth)\b/.test(String(input))) headers.set('zhangfa-person', acting);
  return fetch(input, { ...init, headers });
};

const clientOf = <Routes>() => routerClient<Routes>(`${location.origin}/api`, reach);
// One client a router: a type of all routes would grow with the square of their number.
export const auditApi = clientOf<typeof auditRoutes>();
export const bulkApi = clientOf<typeof bulkRoutes>();
export const caseApi = clientOf<typeof caseRoutes>();
export const caseOperationApi = clientOf<typeof caseOperationRoutes>();
export const contentApi = clientOf<typeof contentRoutes>();
export const connectorApi = clientOf<typeof connectorRoutes>();
export const exportApi = clientOf<typeof recordExportRoutes>();
export const importApi = clientOf<typeof recordImportRoutes>();
export const mergeApi = clientOf<typeof recordMergeRoutes>();
export const informingApi = clientOf<typeof informingRoutes>();
export const jobApi = clientOf<typeof jobRoutes>();
export const draftApi = clientOf<typeof draftRoutes>();
export const fileApi = clientOf<typeof fileRoutes>();
export const groupApi = clientOf<typeof groupRoutes>();
export const keyApi = clientOf<typeof keyRoutes>();
export const meApi = clientOf<typeof meRoutes>();
export const messageApi = clientOf<typeof messageRoutes>();
export const guestApi = clientOf<typeof guestRoutes>();
export const noticeApi = clientOf<typeof noticeRoutes>();
export const channelApi = clientOf<typeof channelRoutes>();
export const myNoticeApi = clientOf<typeof myNoticeRoutes>();
export const openingApi = clientOf<typeof openingRoutes>();
export const ownAccessApi = clientOf<typeof ownAccessRoutes>();
export const packApi = clientOf<typeof packRoutes>();
export const pageApi = clientOf<typeof pageRoutes>();
export const pageReceiptApi = clientOf<typeof pageReceiptRoutes>();
export const pageWritingApi = clientOf<typeof pageWritingRoutes>();
export const courseApi = clientOf<typeof courseRoutes>();
export const parameterApi = clientOf<typeof parameterRoutes>();
export const peopleApi = clientOf<typeof peopleRoutes>();
export const phraseApi = clientOf<typeof phraseRoutes>();
export const presenceApi = clientOf<typeof presenceRoutes>();
export const processApi = clientOf<typeof processRoutes>();
export const registerApi = clientOf<typeof registerRoutes>();
export const recordApi = clientOf<typeof recordRoutes>();
export const misfitApi = clientOf<typeof recordMisfitRoutes>();
export const recordPastApi = clientOf<typeof recordPastRoutes>();
export const relatedApi = clientOf<typeof relatedRoutes>();
export const remarkApi = clientOf<typeof remarkRoutes>();
export const savedViewApi = clientOf<typeof savedViewRoutes>();
export const settingApi = clientOf<typeof settingRoutes>();
export const signInApi = clientOf<typeof signInRoutes>();
export const startApi = clientOf<typeof startRoutes>();
export const inboxFilterApi = clientOf<typeof inboxFilterRoutes>();
export const taskBatchApi = clientOf<typeof taskBatchRoutes>();
export const taskApi = clientOf<typeof taskRoutes>();
export const taskVerbApi = clientOf<typeof taskVerbRoutes>();
export const taskWorkApi = clientOf<typeof taskWorkRoutes>();
export const absenceApi = clientOf<typeof absenceRoutes>();
export const teamApi = clientOf<typeof teamRoutes>();
export const todayApi = clientOf<typeof todayRoutes>();
export const dayLineApi = clientOf<typeof dayLineRoutes>();

/** A file as it is, for what the typed client does not send. */
export const sendBytes = (address: string, bytes: ArrayBuffer, headers: Record<string, string>): Promise<Response> =>
  reach(address, { method: 'POST', body: bytes, headers: { ...headers, 'content-type': 'application/octet-stream' } });

type Answered = { ok: boolean; status: number; json(): Promise<unknown> };

/** The body of a good answer; a Refusal otherwise. */
export async function ask<R extends Answered>(asked: Promise<R>): Promise<Awaited<ReturnType<R['json']>>> {
  const answer = await asked.catch(() => {
    lost();
    throw new Refusal({ code: 'offline' });
  });
  // A gateway without a server behind it.
  if (answer.status >= 502) lost();
  else heard();
  if (answer.ok) return (await answer.json()) as Awaited<ReturnType<R['json']>>;
  const body = (await answer.json().catch(() => ({}))) as Record<string, unknown>;
  const refusal = new Refusal({ status: answer.status, code: answer.status >= 502 ? 'offline' : 'internal', ...body });
  if (refusal.code === 'signInNeeded') signedOut(acting !== undefined);
  if (refusal.code === 'otherPerson') otherPerson(refusal.who?.name ?? '');
  throw refusal;
}

/** A file that the server makes, with the name that it gives. @param asked sent with it, where it is asked for by more than its address */
export async function getFile(address: string, asked?: object): Promise<{ blob: Blob; name: string }> {
  let file: { blob: Blob; name: string } | undefined;
  await ask(
    reach(
      address,
      asked && { method: 'POST', body: JSON.stringify(asked), headers: { 'content-type': 'application/json' } },
    ).then((answer) =>
      answer.ok
        ? {
            ok: true,
            status: answer.status,
            async json() {
              const name = /filename\*=UTF-8''([^;]+)/.exec(answer.headers.get('content-disposition') ?? '')?.[1];
              file = { blob: await answer.blob(), name: decodeURIComponent(name ?? 'file') };
            },
          }
        : answer,
    ),
  );
  if (!file) throw new Refusal({ code: 'broken' });
  return file;
}

/** So that a page that goes away still sends what was typed; browsers carry no more than 64 KB so. */
export const lasting = (body: unknown): { init?: RequestInit } =>
  JSON.stringify(body).length < 60_000 ? { init: { keepalive: true } } : {};
