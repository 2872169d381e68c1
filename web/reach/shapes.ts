// Shapes of answers, read off the typed client so that nothing is written twice.
import type {
  caseApi,
  channelApi,
  contentApi,
  courseApi,
  dayLineApi,
  draftApi,
  guestApi,
  importApi,
  meApi,
  mergeApi,
  myNoticeApi,
  noticeApi,
  openingApi,
  packApi,
  pageApi,
  parameterApi,
  peopleApi,
  processApi,
  recordApi,
  recordPastApi,
  registerApi,
  relatedApi,
  remarkApi,
  savedViewApi,
  startApi,
  taskApi,
  taskVerbApi,
  teamApi,
  todayApi,
} from './client.ts';

type Body<F extends (...given: never[]) => Promise<{ json(): Promise<unknown> }>> = Awaited<
  ReturnType<Awaited<ReturnType<F>>['json']>
>;
export type Me = Body<typeof meApi.me.$get>;
export type TaskItem = Body<typeof taskApi.tasks.$get>['items'][number];
export type Returns = Body<(typeof taskVerbApi.tasks)[':id']['returns']['$get']>;
export type TaskDetail = Body<(typeof taskApi.tasks)[':id']['$get']>;
export type TaskGridRead = Body<(typeof taskApi.tasks)[':id']['grid']['$get']>;
export type GridRow = TaskGridRead['rows'][number];
export type BesideRead = Body<(typeof recordApi.registers)[':register']['records'][':key']['beside']['$get']>;
export type CaseItem = Body<typeof caseApi.cases.$get>['items'][number];
export type Weighed = Body<(typeof caseApi.cases)[':id']['history']['$get']>['items'][number]['parameters'][string];
export type CaseDetail = Body<(typeof caseApi.cases)[':id']['$get']>;
export type ProcessItem = Body<typeof processApi.processes.$get>['items'][number];
export type Draft = Body<(typeof draftApi.processes)[':key']['draft']['$get']>;
export type Startable = Body<typeof startApi.startable.$get>['items'][number];
export type Owned = Body<(typeof teamApi.people)[':id']['owns']['$get']>['items'][number];
export type Person = Body<typeof peopleApi.people.$get>['items'][number];
export type RegisterItem = Body<typeof registerApi.registers.$get>['items'][number];
export type RegisterDetail = Body<(typeof registerApi.registers)[':register']['$get']>;
export type RecordItem = Body<(typeof recordApi.registers)[':register']['records'][':key']['$get']>;
export type RecordChange = Body<
  (typeof recordPastApi.registers)[':register']['records'][':key']['history']['$get']
>['items'][number];
export type LedgerEntry = Body<(typeof recordPastApi.registers)[':register']['entries']['$get']>['items'][number];
export type SavedView = Body<(typeof savedViewApi.registers)[':register']['views']['$get']>['items'][number];
export type OpeningState = Body<typeof openingApi.opening.$get>;
export type OpeningAnswers = Parameters<typeof openingApi.opening.$post>[0]['json'];
export type ImportItem = Body<(typeof importApi.registers)[':register']['imports']['$get']>['items'][number];
export type ImportDetail = Body<(typeof importApi.imports)[':id']['$get']>;
export type Twins = Body<(typeof mergeApi.registers)[':register']['duplicates']['$get']>['items'][number];
export type PackRow = Body<typeof packApi.packs.$get>['items'][number];
export type PackDetail = Body<(typeof packApi.packs)[':key']['$get']>;
export type ParameterRow = Body<typeof parameterApi.parameters.$get>['items'][number];
export type SaidValue = Body<(typeof parameterApi.parameters)[':key']['values']['$get']>['items'][number];
export type ContentItem = Body<(typeof contentApi.content)[':kind']['$get']>['items'][number];
export type ContentDraft = Body<(typeof contentApi.content)[':kind'][':key']['draft']['$get']>;
export type RelatedItem = Body<typeof relatedApi.related.$get>['items'][number];
export type RemarkItem = Body<typeof remarkApi.remarks.$get>['items'][number];
export type DecisionItem = Body<typeof todayApi.today.decisions.$get>['items'][number];
export type DayPoint = Body<typeof dayLineApi.today.line.$get>['items'][number];
export type GroupItem = Body<typeof todayApi.today.groups.$get>['items'][number];
export type MyNotices = Body<typeof myNoticeApi.me.notices.$get>;
export type ChannelItem = Body<typeof channelApi.channels.$get>['items'][number];
export type Reach = Body<typeof channelApi.channels.$get>['reach'];
export type GuestTask = Body<typeof guestApi.guest.$get>;
export type GuestLinkItem = Body<(typeof guestApi.tasks)[':id']['guest-links']['$get']>['items'][number];
export type NoticeItem = Body<typeof noticeApi.notices.$get>['items'][number];
export type Texts = Record<string, { name?: string | undefined }>;
export type PageItem = Body<typeof pageApi.pages.$get>['items'][number];
export type PageDetail = Body<(typeof pageApi.pages)[':key']['$get']>;
export type TaskPages = Body<(typeof pageApi.tasks)[':id']['pages']['$get']>;
export type CourseDetail = Body<(typeof courseApi.courses)[':key']['$get']>;
export type AttemptDetail = Body<(typeof courseApi.courses)[':key']['attempt']['$post']>;
export type Told = PageDetail['told'][number];
export type ToldStep = PageDetail['steps'][number];
