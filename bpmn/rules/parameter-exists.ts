// A number that the shop has not said decides nothing: whatever reads it would stand still, or decide by null.
import { namesInText, parameterNamed } from '../../forms/placeholders.ts';
import { guideTexts } from '../guide.ts';
import { keysRead } from '../parameters.ts';
import { expressionsOf } from './expressions.ts';
import { type Rule, tell } from './survey.ts';

export const parameterExists: Rule = ({ process, context, elements }) => {
  const { parameters } = context;
  if (!parameters) return [];
  const read = [
    ...expressionsOf(process).map(({ element, text }) => ({ element, text })),
    ...elements.flatMap(({ id, zf }) => {
      const table = zf?.decision === undefined ? undefined : process.decisions[zf.decision];
      return table ? [{ element: id, text: JSON.stringify(table) }] : [];
    }),
    // What a text tells people is read from the same row.
    ...elements.map(({ id, zf }) => ({
      element: id,
      text: guideTexts(zf)
        .flatMap(namesInText)
        .filter((name) => parameterNamed(name) !== undefined)
        .join(' '),
    })),
  ];
  const said = new Set<string>();
  return read.flatMap(({ element, text }) =>
    [...(keysRead(text) ?? [])].flatMap((key) => {
      if (said.has(`${element} ${key}`)) return [];
      said.add(`${element} ${key}`);
      const known = parameters.find((one) => one.key === key || key.startsWith(`${one.key}.`));
      if (known && !known.blank) return [];
      // Several below one name are read at once: `shop.returns`.
      if (!known && parameters.some((one) => one.key.startsWith(`${key}.`))) return [];
      return [{ element, message: tell(known ? 'parameter-exists.blank' : 'parameter-exists', { key }) }];
    }),
  );
};
