// What a page may show in place, by kind: views of registers, parameters, decision tables; each with what is written for it.
import { useQuery } from '@tanstack/react-query';
import { wordsIn } from '../forms/label.ts';
import { parametersQuery } from '../parameters/queries.ts';
import { factsQuery } from '../processes/queries.ts';
import { registersQuery } from '../registers/queries.ts';
import { useWords } from '../words/useWords.ts';

type Option = { value: string; label: string };
export function useShowOptions(): { label: string; options: Option[] }[] {
  const { t, language } = useWords();
  const registers = useQuery(registersQuery).data?.items ?? [];
  const parameters = useQuery(parametersQuery).data?.items ?? [];
  const decisions = useQuery(factsQuery).data?.decisions ?? [];
  return [
    {
      label: t('rail.registers'),
      options: registers.flatMap(({ key, name, views }) => [
        { value: `[[register:${key}]]`, label: wordsIn(name, language) },
        ...views.map((view) => ({
          value: `[[register:${key}/${view.key}]]`,
          label: `${wordsIn(name, language)} · ${wordsIn(view.title, language)}`,
        })),
      ]),
    },
    {
      label: t('param.title'),
      options: parameters.map(({ parameter: { key, label } }) => ({
        value: `[[parameter:${key}]]`,
        label: wordsIn(label, language),
      })),
    },
    {
      label: t('tables.title'),
      options: decisions
        .filter(({ current }) => current !== null)
        .map(({ key, name }) => ({ value: `[[decision:${key}]]`, label: wordsIn(name, language) })),
    },
  ];
}
