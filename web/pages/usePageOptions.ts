// Pages of the handbook that are no courses, to choose from.
import { useQuery } from '@tanstack/react-query';
import { wordsIn } from '../forms/label.ts';
import { ask, pageApi } from '../reach/client.ts';
import { useWords } from '../words/useWords.ts';

export function usePageOptions(): { value: string; label: string }[] {
  const { language } = useWords();
  const pages = useQuery({
    queryKey: ['pages', 'list', 'options'],
    queryFn: () => ask(pageApi.pages.$get({ query: { limit: 200 } })),
  }).data?.items;
  return (pages ?? []).flatMap(({ key, kind, title }) =>
    kind === 'course' ? [] : [{ value: key, label: wordsIn(title, language) }],
  );
}
