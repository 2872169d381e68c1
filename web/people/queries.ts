// Who holds how much, as page and choice read it.
import { queryOptions } from '@tanstack/react-query';
import { ask, teamApi } from '../reach/client.ts';

export const teamQuery = queryOptions({ queryKey: ['team'], queryFn: () => ask(teamApi.team.$get()) });
