// Jobs over many cases: what can be asked for, and in words why one of them was refused.
import { queryOptions } from '@tanstack/react-query';
import { ask, bulkApi } from '../reach/client.ts';
import type { Key } from '../words/useWords.ts';

export const BULK_VERBS = ['retry', 'skip', 'suspend', 'resume', 'cancel', 'move', 'assign'] as const;
export type BulkVerb = (typeof BULK_VERBS)[number];
export type Action =
  | { do: Exclude<BulkVerb, 'move' | 'assign'> }
  | { do: 'move'; from: string; to: string; where: 'before' | 'after' }
  | { do: 'assign'; person: string | null };
export type Selection = { cases: string[] } | { tasks: string[] } | { cause: Cause };
export type Cause = { process: string; element: string; kind: string; seenDigest: string };

export const jobQuery = (id: string) =>
  queryOptions({
    queryKey: ['bulk', id],
    queryFn: () => ask(bulkApi.bulk[':id'].$get({ param: { id } })),
    refetchInterval: ({ state }) => (state.data && state.data.waiting === 0 ? false : 500),
  });
export type Job = Awaited<ReturnType<NonNullable<ReturnType<typeof jobQuery>['queryFn']>>>;

const CODES = [
  'ended',
  'suspended',
  'notSuspended',
  'noSuchIncident',
  'notAllowed',
  'noSuchToken',
  'noSuchElement',
  'targetBlocked',
  'wouldStick',
  'notOpen',
  'noSuccessor',
  'excluded',
  'uncertified',
] as const;
export const refusedKey = (code: string | null): Key => {
  const known = CODES.find((one) => one === code);
  return known ? `bulk.code.${known}` : 'bulk.refusedOne';
};

export const jobKey = (action: string): Key => {
  const verb = BULK_VERBS.find((one) => one === action);
  return verb ? `bulk.verb.${verb}` : 'bulk.jobs';
};
