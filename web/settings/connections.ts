// What the shop has bound to the world outside, as the settings and the designer read it.
import { queryOptions } from '@tanstack/react-query';
import { ask, connectorApi, jobApi } from '../reach/client.ts';

export const connectorsQuery = queryOptions({
  queryKey: ['connectors'],
  queryFn: () => ask(connectorApi.connectors.$get()),
  staleTime: 60_000,
});
export const capabilitiesQuery = queryOptions({
  queryKey: ['capabilities'],
  queryFn: () => ask(connectorApi.capabilities.$get()),
});
export const hostsQuery = queryOptions({
  queryKey: ['http-hosts'],
  queryFn: () => ask(connectorApi['http-hosts'].$get()),
});
export const secretsQuery = queryOptions({
  queryKey: ['secrets'],
  queryFn: () => ask(connectorApi.secrets.$get()),
});

export const topicsQuery = queryOptions({ queryKey: ['job-topics'], queryFn: () => ask(jobApi.jobs.topics.$get()) });

type Capabilities = Awaited<ReturnType<NonNullable<typeof capabilitiesQuery.queryFn>>>;
export type Capability = Capabilities['items'][number];
export type Binding = Capability['binding'];

export const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
