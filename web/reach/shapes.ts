// Shapes of answers, read off the typed client so that nothing is written twice.
import type { caseApi, draftApi, meApi, peopleApi, processApi, startApi, taskApi } from './client.ts';

type Body<F extends (...given: never[]) => Promise<{ json(): Promise<unknown> }>> = Awaited<
  ReturnType<Awaited<ReturnType<F>>['json']>
>;
export type Me = Body<typeof meApi.me.$get>;
export type TaskItem = Body<typeof taskApi.tasks.$get>['items'][number];
export type TaskDetail = Body<(typeof taskApi.tasks)[':id']['$get']>;
export type CaseItem = Body<typeof caseApi.cases.$get>['items'][number];
export type CaseDetail = Body<(typeof caseApi.cases)[':id']['$get']>;
export type ProcessItem = Body<typeof processApi.processes.$get>['items'][number];
export type Draft = Body<(typeof draftApi.processes)[':key']['draft']['$get']>;
export type Startable = Body<typeof startApi.startable.$get>['items'][number];
export type Person = Body<typeof peopleApi.people.$get>['items'][number];
export type Texts = Record<string, { name?: string | undefined }>;
