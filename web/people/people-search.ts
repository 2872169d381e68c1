// What the address of the people says.
import { textsOf } from '../parts/useAddress.ts';

export const PEOPLE_TABS = ['people', 'roles', 'departments'] as const;
type Tab = (typeof PEOPLE_TABS)[number];
export type PeopleSearch = { tab?: Tab | undefined; q?: string | undefined };

export const readPeopleSearch = (given: Record<string, unknown>): PeopleSearch => ({
  ...(PEOPLE_TABS.includes(given.tab as Tab) && given.tab !== 'people' && { tab: given.tab as Tab }),
  ...textsOf(given, 'q'),
});
