// What I am told of and where, as the page and the devices read it.
import { queryOptions } from '@tanstack/react-query';
import { ask, myNoticeApi } from '../reach/client.ts';

export const myNoticesQuery = queryOptions({
  queryKey: ['notices', 'mine'],
  queryFn: () => ask(myNoticeApi.me.notices.$get()),
});
