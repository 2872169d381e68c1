// Shapes of answers, read off the typed client so that nothing is written twice.
import type { api } from './client.ts';

type Body<F extends (...given: never[]) => Promise<{ json(): Promise<unknown> }>> = Awaited<
  ReturnType<Awaited<ReturnType<F>>['json']>
>;
export type Me = Body<typeof api.me.$get>;
export type TaskItem = Body<typeof api.tasks.$get>['items'][number];
export type TaskDetail = Body<(typeof api.tasks)[':id']['$get']>;
export type CaseItem = Body<typeof api.cases.$get>['items'][number];
export type CaseDetail = Body<(typeof api.cases)[':id']['$get']>;
export type HistoryItem = Body<(typeof api.cases)[':id']['history']['$get']>['items'][number];
export type ProcessItem = Body<typeof api.processes.$get>['items'][number];
export type Draft = Body<(typeof api.processes)[':key']['draft']['$get']>;
export type Startable = Body<typeof api.startable.$get>['items'][number];
export type Person = Body<typeof api.people.$get>['items'][number];
export type Texts = Record<string, { name?: string | undefined }>;
