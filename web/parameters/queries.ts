import { queryOptions } from '@tanstack/react-query';
import { ask, parameterApi } from '../reach/client.ts';

export const parametersQuery = queryOptions({
  queryKey: ['parameters'],
  queryFn: () => ask(parameterApi.parameters.$get()),
});
export const saidValuesQuery = (key: string) =>
  queryOptions({
    queryKey: ['parameters', key, 'values'],
    queryFn: () => ask(parameterApi.parameters[':key'].values.$get({ param: { key } })),
  });
