// What a connector cannot work without has to be handed over: an address, an order number, an amount.
import type { Element } from '../definition.ts';
import type { InstalledConnector } from '../lint-context.ts';
import { knownNames } from './known-names.ts';
import { byPerson, type Rule, type Survey, tell } from './survey.ts';

export const workerOf = ({ zf }: Element): string | undefined => zf?.topic ?? zf?.connector;

export const meantConnector = ({ context }: Survey, one: Element): InstalledConnector | undefined =>
  context.connectors?.find(({ id }) => id === workerOf(one));

export const connectorInput: Rule = (seen) => {
  const known = knownNames(seen);
  return seen.elements.flatMap((one) => {
    const connector = meantConnector(seen, one);
    if (!connector) return [];
    const { input, header } = one.zf ?? {};
    // Without any mapping everything is handed over that the case has.
    const given = (name: string): boolean =>
      input?.length
        ? input.some(({ target, source }) => target === name && source.trim() !== '')
        : known.has(name) || known.mayCome(one.id);
    const set = (name: string): boolean =>
      header?.some((each) => each.name === name && each.value.trim() !== '') ?? false;
    const missing = [
      ...connector.inputs.filter((name) => !given(name)),
      ...connector.headers.filter((name) => !set(name)),
    ];
    const step = seen.called(one);
    const computed = (header ?? []).filter(({ value }) => value.startsWith('='));
    return [
      ...computed.map(({ name, value }) => ({
        element: one.id,
        message: tell('connector-input.formula', { step, name, value, example: '{orderNo}' }),
      })),
      ...missing.map((name) => ({
        element: one.id,
        message: tell('connector-input', { step, name: connector.labels?.[name] ?? name }),
        ...byPerson(one),
      })),
    ];
  });
};
