// A name that nothing fills is null at run time. Only looked at where the process declares its data.
import { feel } from '../../feel/expression.ts';
import { expressionsOf } from './expressions.ts';
import type { Rule, Survey } from './survey.ts';

const GIVEN = [
  'case',
  'shop',
  'votes',
  'slots',
  'loopCounter',
  'nrOfInstances',
  'nrOfActiveInstances',
  'nrOfCompletedInstances',
  'now',
  'today',
  'money',
  'item',
  'partial',
  'result',
];

export const unknownVariable: Rule = (survey) => {
  const { process } = survey;
  if (!process.zf.variable?.length) return [];
  const known = knownNames(survey);
  // What a service or message brings is known when it comes, not here.
  const payloads = new Set(
    survey.elements.flatMap(({ id, zf }) => (zf?.output ?? []).map(({ source }) => `${id} ${source.slice(1)}`)),
  );
  return expressionsOf(process).flatMap(({ element, text }) => {
    if (payloads.has(`${element} ${text}`)) return [];
    const { names, error } = feel(text);
    if (error) return [];
    return unknown(text, names, known).map((name) => ({
      element,
      zh: `「${name}」没有在数据里定义，也没有哪一步填它；检查名字，或在流程数据里加上`,
      en: `“${name}” is not declared and no step fills it; check the name, or add it to the data of the process`,
      fix: {
        label: { zh: `加上「${name}」`, en: `Declare “${name}”` },
        edit: { edit: 'declareVariable', process: process.processId, name },
      },
    }));
  });
};

function knownNames({ process, elements, context }: Survey): Set<string> {
  const known = new Set(GIVEN);
  const add = (name: string | undefined): void => {
    if (name) known.add(name.split('.')[0]!);
  };
  for (const { name } of process.zf.variable ?? []) add(name);
  for (const data of Object.values(process.dataObjects)) add(data.name ?? data.id);
  for (const element of elements) {
    const { zf } = element;
    add(zf?.resultVariable);
    for (const { target } of [...(zf?.input ?? []), ...(zf?.output ?? [])]) add(target);
    for (const field of (zf?.form && context.forms?.[zf.form]?.fields) || []) add(field.id);
    if ('loopCharacteristics' in element) {
      add(element.loopCharacteristics?.zf?.item);
      add(element.loopCharacteristics?.zf?.collectInto);
    }
    if ('eventDefinitions' in element)
      for (const one of element.eventDefinitions)
        if (one.type === 'errorEventDefinition') {
          add(one.errorCodeVariable);
          add(one.errorMessageVariable);
        }
  }
  return known;
}

/** Built-in functions are not variables of the case. */
const unknown = (text: string, names: string[], known: Set<string>): string[] =>
  names.filter((name) => !known.has(name) && !isFunction(text, name));

const isFunction = (text: string, name: string): boolean => {
  const at = text.indexOf(name);
  return /^\s*\(/.test(text.slice(at + name.length));
};
