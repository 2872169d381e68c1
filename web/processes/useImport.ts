// A file on its way to becoming processes: which of its processes, who its people are here, what was cured at a click.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { Definition, Model, Participants, Problem } from '../../bpmn/definition.ts';
import { lint } from '../../bpmn/lint.ts';
import { ALONE, type LintContext } from '../../bpmn/lint-context.ts';
import { introduced, type Named, strangers } from '../../bpmn/named-people.ts';
import { renamed } from '../../bpmn/xml/rename.ts';
import { type Content, cured } from '../../designer/model/cure.ts';
import type { Form } from '../../forms/form.ts';
import { intent } from '../reach/attempts.ts';
import { ask, draftApi, processApi } from '../reach/client.ts';
import { factsQuery } from './queries.ts';
import { readFiles } from './read-files.ts';
import { freeKey } from './useCreate.ts';

/** `over`: a process whose key exists already becomes its new draft, in place of a process of another key. */
type Choice = { keys?: string[]; who: Record<string, Participants>; content?: Content; over: boolean };
const NOTHING: Choice = { who: {}, over: false };
export const idOf = ({ rule, value }: Pick<Named, 'rule' | 'value'>): string => `${rule} ${value}`;

export function useImport(taken: string[], onDone: () => void) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const facts = useQuery(factsQuery).data;
  const [choice, setChoice] = useState<Choice>(NOTHING);
  const read = useMutation({ mutationFn: readFiles, onMutate: () => setChoice(NOTHING) });
  const set = (part: Partial<Choice>): void => setChoice((before) => ({ ...before, ...part }));

  const found = useMemo(() => {
    if (!read.data) return undefined;
    const content = choice.content ?? { model: read.data.model, forms: read.data.forms };
    const context: LintContext = { ...ALONE, ...facts, forms: content.forms };
    const candidates = content.model.processes.filter(({ elements }) => Object.keys(elements).length > 0);
    const keys = choice.keys ?? meantBy(candidates);
    const people = new Map(
      keys.flatMap((key) => strangers(content.model, key, context)).map((named) => [idOf(named), named]),
    );
    const answers = [...people.values()].map((named) => ({ ...named, by: choice.who[idOf(named)] }));
    const model = keys.reduce((one, key) => introduced(one, key, answers), content.model);
    const before = keys.flatMap((key) => lint(model, context, key)).filter(({ severity }) => severity === 'error');
    return { content, candidates, keys, people: [...people.values()], model, before };
  }, [read.data, facts, choice]);

  const create = useMutation({
    mutationFn: async () => {
      if (!found) return [];
      const used = [...taken];
      const made: string[] = [];
      for (const from of found.keys) {
        const isOver = choice.over && taken.includes(from);
        const key = isOver ? from : freeKey(from, used);
        used.push(key);
        const model = renamed(found.model, from, key);
        const process = model.processes.find((one) => one.key === key)!;
        const forms = formsOf(process, found.content.forms);
        if (isOver) await overwrite(key, model, forms);
        else
          await ask(
            processApi.processes.$post({
              header: intent(),
              json: { name: calledIn(model, process), key, model, forms } as never,
            }),
          );
        made.push(key);
      }
      return made;
    },
    onSuccess: async ([first, ...others]) => {
      onDone();
      await queries.invalidateQueries({ queryKey: ['processes'] });
      if (first !== undefined && others.length === 0) await navigate({ to: '/processes/$key', params: { key: first } });
    },
  });

  return {
    read,
    create,
    facts,
    choice,
    set,
    found,
    heal: (problems: Problem[]): void => {
      if (found) set({ content: cured(found.content, problems) });
    },
    reset: (): void => {
      setChoice(NOTHING);
      read.reset();
      create.reset();
    },
  };
}

/** What is meant to run; where nothing says so, the largest. */
function meantBy(candidates: Definition[]): string[] {
  const executable = candidates.filter(({ isExecutable }) => isExecutable);
  if (executable.length > 0) return executable.map(({ key }) => key);
  const size = ({ elements }: Definition): number => Object.keys(elements).length;
  return [...candidates]
    .sort((a, b) => size(b) - size(a))
    .slice(0, 1)
    .map(({ key }) => key);
}

/** A process without a name is called as its pool. */
export const calledIn = (model: Model, { name, processId, key }: Definition): string =>
  (
    name?.trim() ||
    Object.values(model.participants)
      .find(({ processRef }) => processRef === processId)
      ?.name?.trim() ||
    key
  ).slice(0, 80);

const formsOf = ({ elements }: Definition, forms: Record<string, Form>): Record<string, Form> =>
  Object.fromEntries(
    Object.values(elements).flatMap(({ zf }) => {
      const form = zf?.form ? forms[zf.form] : undefined;
      return form ? [[form.key, form]] : [];
    }),
  );

async function overwrite(key: string, model: Model, forms: Record<string, Form>): Promise<void> {
  const draft = await ask(draftApi.processes[':key'].draft.$get({ param: { key } }));
  const json = { model, forms: { ...draft.forms, ...forms }, revision: draft.revision };
  await ask(draftApi.processes[':key'].draft.$put({ param: { key }, json: json as never }));
}
