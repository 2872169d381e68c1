// A name that nothing fills is null at run time: a gateway that asks for it stands still, a step that hands it over fails.
import { asksOthers, inputNames, programFor } from '../../dmn/link.ts';
import { readsOf } from '../../feel/calls.ts';
import type { Element } from '../definition.ts';
import { expressionsOf } from './expressions.ts';
import { knownNames } from './known-names.ts';
import { askFor } from './missing-name.ts';
import { type Rule, type Survey, tell } from './survey.ts';

export const unknownVariable: Rule = (survey) => {
  const { process } = survey;
  const known = knownNames(survey);
  // What a service or message brings is known when it comes, not here; what a person brings stands in the form.
  const payloads = new Set(
    survey.elements.flatMap(({ id, type, zf }) =>
      type === 'userTask' ? [] : (zf?.output ?? []).map(({ source }) => `${id} ${source.slice(1)}`),
    ),
  );
  const said = new Set<string>();
  const read = expressionsOf(process).map(({ element, field, text }) => ({
    element,
    field,
    names:
      payloads.has(`${element} ${text}`) ||
      (field === 'correlationKey' && begins(survey, element)) ||
      OF_WHAT_COMES.has(field)
        ? []
        : (readsOf(text)?.variables ?? []),
  }));
  const asked = survey.elements.map((one) => ({ element: one.id, field: 'decision', names: inputsOf(survey, one) }));
  return [...read, ...asked].flatMap(({ element, field, names }) =>
    names.flatMap((name) => {
      if (known.has(name, element, field) || said.has(`${element} ${name}`)) return [];
      said.add(`${element} ${name}`);
      const question = askFor(survey, element, field, name);
      // Where something may come unasked, or only a title would lack a word, it is no certain fault.
      const mild = element === process.processId || field === 'optional' || known.mayCome(element, field);
      return [
        {
          element,
          message: tell(question ? 'unknown-variable.askable' : 'unknown-variable', { name }),
          ...(mild && { mild: 'warning' as const }),
          fix: question ?? {
            label: tell('fix.declare', { name }),
            edit: { edit: 'declareVariable', process: process.processId, name },
          },
        },
      ];
    }),
  );
};

/** Read before the case has any data: the variables of the message, and what it begins with. */
const OF_WHAT_COMES = new Set(['when', 'businessKey']);

/** A message that begins a case is asked for no key. */
const begins = ({ process }: Survey, id: string): boolean =>
  process.elements[id]?.type === 'startEvent' && process.elements[id].scope === process.processId;

/** What the decision of a rule step reads from the case. */
function inputsOf({ process }: Survey, one: Element): string[] {
  const key = one.type === 'businessRuleTask' && !one.zf?.topic && !one.zf?.connector ? one.zf?.decision : undefined;
  if (!key) return [];
  const { decisionModels, decisions } = process;
  const program = decisionModels && programFor(decisionModels, key);
  if (program && (!decisions[key] || asksOthers(decisionModels, key))) return inputNames(program);
  return decisions[key]?.inputs.flatMap(({ expression }) => readsOf(expression)?.variables ?? []) ?? [];
}
