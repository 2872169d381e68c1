// Item definitions as FEEL types (DMN 1.5, 7.3.2): structures, collections, function types, and the values that are allowed.
import { environmentOf } from '../feel/environment.ts';
import { type Known, unaryTestsOf } from '../feel/program.ts';
import { ANY, type FeelType } from '../feel/type.ts';
import type { ItemDefinition } from './decision-model.ts';

/** @param find a type by name; it may be asked for types that are still being built */
export function itemType(item: ItemDefinition, known: Known, find: (name: string) => FeelType): FeelType {
  const base = baseType(item, known, find);
  const single = item.allowedValues?.trim() ? narrowed(base, item.allowedValues, known) : base;
  const whole: FeelType = item.isCollection ? { is: 'list', of: single } : single;
  return item.typeConstraint?.trim() ? narrowed(whole, item.typeConstraint, known) : whole;
}

function baseType(item: ItemDefinition, known: Known, find: (name: string) => FeelType): FeelType {
  if (item.components) {
    const entries: Record<string, FeelType> = {};
    for (const component of item.components) entries[component.name] = itemType(component, known, find);
    return { is: 'context', entries };
  }
  if (item.function) {
    const typeOf = (name: string | undefined) => (name ? find(name) : ANY);
    return {
      is: 'function',
      parameters: item.function.parameters.map((parameter) => typeOf(parameter.typeRef)),
      result: typeOf(item.function.result),
    };
  }
  return item.typeRef ? find(item.typeRef) : ANY;
}

function narrowed(of: FeelType, tests: string, known: Known): FeelType {
  const test = unaryTestsOf(tests, known);
  return {
    is: 'allowed',
    of,
    holds: (value) =>
      test(
        value,
        environmentOf(() => undefined, { at: 0 }),
      ) === true,
  };
}
