// What lint knows of a decision: what it looks at and what it gives, whether a process carries it or the shop.
import type { DecisionTable } from '../dmn/schema.ts';
import { decisionNamed, versionNamed } from './decision-asked.ts';
import type { Definition, Element } from './definition.ts';
import type { LintContext } from './lint-context.ts';

export type Columns = {
  inputs: { expression: string; type?: string | undefined }[];
  outputs: { name: string; label?: string | undefined }[];
  rules: number;
};

export const columnsOf = ({ inputs, outputs, rules }: DecisionTable): Columns => ({
  inputs: inputs.map(({ expression, type }) => ({ expression, ...(type && { type }) })),
  outputs: outputs.map(({ name, label }) => ({ name, ...(label && { label }) })),
  rules: rules.length,
});

/** undefined: which it asks is not known here. */
export function columnsAsked(
  { decisions }: Pick<Definition, 'decisions'>,
  context: Pick<LintContext, 'decisions'>,
  element: Element,
): Columns | undefined {
  const key = decisionNamed(element);
  const own = key === undefined ? undefined : decisions[key];
  if (own) return columnsOf(own);
  const shared = context.decisions?.find((one) => one.key === key);
  const version = versionNamed(element);
  return version === undefined
    ? shared?.versions.find((one) => one.version === shared.current)
    : shared?.versions.find((one) => one.version === Number(version));
}
