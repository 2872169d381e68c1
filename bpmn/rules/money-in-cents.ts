// The core counts money in whole cents: a small whole number that was written by hand may have been meant in yuan.
import { moneyOf } from '../../forms/money.ts';
import { moneyNames } from '../money-names.ts';
import { expressionsOf } from './expressions.ts';
import { type Finding, type Rule, tell } from './survey.ts';

/** Below a hundred of the currency nobody asks for somebody's leave, as a rule. */
const SMALL = 10_000;

export const moneyInCents: Rule = ({ process, context, elements }) => {
  const money = moneyNames(process, context.forms ?? {});
  if (money.size === 0) return [];
  const labels = new Map(
    Object.values(context.forms ?? {}).flatMap(({ fields }) => fields.map((field) => [field.id, field.label.zh])),
  );
  const said = (element: string, name: string, number: string): Finding[] => {
    const cents = Number(number);
    const currency = money.get(name);
    if (!currency || cents === 0 || cents >= SMALL) return [];
    const field = labels.get(name) ?? name;
    return [{ element, message: tell('money-in-cents', { field, number, amount: moneyOf(cents, currency) }) }];
  };
  const compared = expressionsOf(process).flatMap(({ element, text }) =>
    [...text.replace(/"[^"]*"/g, '""').matchAll(COMPARED)].flatMap(([, name, number]) =>
      said(element, name as string, number as string),
    ),
  );
  const cells = Object.values(process.decisions).flatMap((table) => {
    const at = elements.find(({ zf }) => zf?.decision === table.id)?.id;
    return at === undefined
      ? []
      : table.inputs.flatMap(({ expression }, column) =>
          table.rules.flatMap(({ inputs }) =>
            [
              ...(inputs[column] ?? '').replace(/"[^"]*"/g, '""').matchAll(/(?<![\p{L}\d.])\d+(?![\p{L}\d]|\.\d)/gu),
            ].flatMap(([number]) => said(at, expression.trim(), number)),
          ),
        );
  });
  return [...compared, ...cells];
};

const COMPARED = /(?<![\p{L}\p{N}_.])([\p{L}_][\p{L}\p{N}_]*)\s*(?:[<>]=?|!?=)\s*(\d+)(?![\p{N}.*/+-])/gu;
