// A case, its history, and what is needed to tell it in words.
import { useMemo } from 'react';
import type { Definition } from '../../bpmn/definition.ts';
import type { StoryContext, StoryRow } from '../story/story.ts';
import { useValueReader } from '../values/useValueReader.ts';
import { useCase, useHistory } from './useCase.ts';

export function useStory(id: string) {
  const { language, zone, nameOf } = useValueReader();
  const one = useCase(id);
  const history = useHistory(id);
  const detail = one.data;
  const context = useMemo<StoryContext | undefined>(() => {
    const definition = detail && definitionOf(detail.model.processes, detail.process.key);
    if (!definition) return undefined;
    const fields = Object.fromEntries(detail.variables.map(({ name, type, field }) => [name, { type, field }]));
    return { definition, language, zone, nameOf, fields, calendars: detail.calendars };
  }, [detail, language, zone, nameOf]);
  return { case: one, history, detail, context, rows: history.data?.items as StoryRow[] | undefined };
}

const definitionOf = (processes: Definition[], key: string): Definition | undefined =>
  processes.find((process) => process.key === key) ?? processes[0];
