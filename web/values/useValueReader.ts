// How values are read here: the language, the shop's zone, and what people and departments are called.
import { useQuery } from '@tanstack/react-query';
import { createContext, useCallback, useContext, useMemo } from 'react';
import { peopleNamesQuery } from '../people/names.ts';
import { departmentsQuery } from '../processes/queries.ts';
import { useTime } from '../time/ShopTime.tsx';
import { named, useWords } from '../words/useWords.ts';
import type { Reader } from './value-words.ts';

/** Who reads is none of the shop's people: the directory does not open to him. */
export const OutsideContext = createContext(false);

export function useValueReader(): Reader {
  const { language } = useWords();
  const { zone } = useTime();
  const enabled = !useContext(OutsideContext);
  const people = useQuery({ ...peopleNamesQuery, enabled }).data?.items;
  const departments = useQuery({ ...departmentsQuery, enabled }).data?.items;
  const nameOf = useCallback(
    (to: 'person' | 'department', id: string): string | undefined => {
      if (to === 'person') return people?.find((one) => one.id === id)?.name;
      const found = departments?.find((one) => one.id === id);
      return found && named(found, language);
    },
    [people, departments, language],
  );
  return useMemo(() => ({ language, zone, nameOf }), [language, zone, nameOf]);
}
