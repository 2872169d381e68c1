// Steps of published processes where people work: where a page may offer itself, or lead to.
import { useQuery } from '@tanstack/react-query';
import { wordsIn } from '../forms/label.ts';
import { ask, pageWritingApi } from '../reach/client.ts';
import { useWords } from '../words/useWords.ts';

export function useSceneOptions(): { value: string; label: string }[] {
  const { t, language } = useWords();
  const scenes = useQuery({
    queryKey: ['pages', 'scenes'],
    queryFn: () => ask(pageWritingApi['page-scenes'].$get()),
    staleTime: 60_000,
  }).data?.items;
  return (scenes ?? []).map(({ process, element, name, step }) => {
    const called = name ? wordsIn(name, language) : process;
    return element === null
      ? { value: process, label: t('pages.editor.wholeProcess', { process: called }) }
      : { value: `${process}#${element}`, label: `${called} · ${step ? wordsIn(step, language) : element}` };
  });
}
