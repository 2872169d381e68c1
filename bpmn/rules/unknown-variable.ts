// A name that nothing fills is null at run time: a gateway that asks for it stands still, a step that hands it over fails.
import { asksOthers, inputNames, programFor } from '../../dmn/link.ts';
import { readsOf } from '../../feel/calls.ts';
import type { Element, Flow } from '../definition.ts';
import { expressionsOf } from './expressions.ts';
import { knownNames } from './known-names.ts';
import { type Fix, type Rule, type Survey, tell } from './survey.ts';

export const unknownVariable: Rule = (survey) => {
  const { process } = survey;
  const known = knownNames(survey);
  // What a service or message brings is known when it comes, not here.
  const payloads = new Set(
    survey.elements.flatMap(({ id, zf }) => (zf?.output ?? []).map(({ source }) => `${id} ${source.slice(1)}`)),
  );
  const said = new Set<string>();
  const read = expressionsOf(process).map(({ element, field, text }) => ({
    element,
    names: payloads.has(`${element} ${text}`) || field === 'correlationKey' ? [] : (readsOf(text)?.variables ?? []),
  }));
  const asked = survey.elements.map((one) => ({ element: one.id, names: inputsOf(survey, one) }));
  return [...read, ...asked].flatMap(({ element, names }) =>
    names.flatMap((name) => {
      if (known.has(name) || said.has(`${element} ${name}`)) return [];
      said.add(`${element} ${name}`);
      const choice = process.flows[element] && choiceFor(survey, process.flows[element], name);
      // Where something may come unasked, or only a title would lack a word, it is no certain fault.
      const mild = element === process.processId || known.mayCome(element);
      return [
        {
          element,
          message: tell(choice ? 'unknown-variable.askable' : 'unknown-variable', { name }),
          ...(mild && { mild: 'warning' as const }),
          fix: choice ?? {
            label: tell('fix.declare', { name }),
            edit: { edit: 'declareVariable', process: process.processId, name },
          },
        },
      ];
    }),
  );
};

/** What the decision of a rule step reads from the case. */
function inputsOf({ process }: Survey, one: Element): string[] {
  const key = one.type === 'businessRuleTask' && !one.zf?.topic && !one.zf?.connector ? one.zf?.decision : undefined;
  if (!key) return [];
  const { decisionModels, decisions } = process;
  const program = decisionModels && programFor(decisionModels, key);
  if (program && (!decisions[key] || asksOthers(decisionModels, key))) return inputNames(program);
  return decisions[key]?.inputs.flatMap(({ expression }) => readsOf(expression)?.variables ?? []) ?? [];
}

/** Ways out of a gateway that compare the name with texts say themselves what the person before has to choose from. */
function choiceFor({ process, outgoing, incoming }: Survey, flow: Flow, name: string): Fix | undefined {
  const person = askedBefore(process.elements[flow.source], incoming, (id) => process.elements[id]);
  if (!person) return undefined;
  const options: { value: string; label: string }[] = [];
  let yesNo = false;
  for (const way of outgoing(flow.source)) {
    const text = way.condition?.slice(1) ?? '';
    const label = way.name?.trim();
    for (const [, left, value] of text.matchAll(/([\p{L}_][\p{L}\p{N}_]*)\s*!?=\s*"([^"]*)"/gu))
      if (left === name && value && !options.some((one) => one.value === value))
        options.push({ value, label: label && !text.includes(' and ') ? label : value });
    yesNo ||= new RegExp(`^\\s*(?:not\\()?${name}\\)?\\s*$|${name}\\s*!?=\\s*(?:true|false)`, 'u').test(text);
  }
  if (options.length === 0 && !yesNo) return undefined;
  const others = outgoing(flow.source).filter((way) => !way.condition && way.name?.trim());
  for (const way of others) {
    const value = way.name!.trim();
    if (options.length > 0 && !options.some((one) => one.value === value || one.label === value))
      options.push({ value, label: value });
  }
  return {
    label: tell('fix.ask', { name: person.name ?? person.id }),
    edit: { edit: 'askFor', step: person.id, name, options },
  };
}

/** The person's step that comes straight before, past gateways and empty steps. */
function askedBefore(
  from: Element | undefined,
  incoming: (id: string) => Flow[],
  elementOf: (id: string) => Element | undefined,
): Element | undefined {
  const seen = new Set<string>();
  const queue = from ? [from] : [];
  for (let one = queue.shift(); one; one = queue.shift()) {
    if (seen.has(one.id) || seen.size > 30) continue;
    seen.add(one.id);
    if (one.type === 'userTask') return one;
    for (const { source } of incoming(one.id)) {
      const before = elementOf(source);
      if (before) queue.push(before);
    }
  }
  return undefined;
}
