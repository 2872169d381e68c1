// What other engines wrote → Extension. One function a vendor family; what is only kept is listed in `imported`.
import type { ModdleElement } from 'bpmn-moddle';
import type { Extension } from '../definition.ts';
import { plainAddress } from './address.ts';
import { extensionValues, foreignAttributes, uriOf, VENDORS } from './document.ts';
import { type ForeignContext, readCamunda } from './foreign-camunda.ts';
import { readZeebe } from './foreign-zeebe.ts';
import type { Notes } from './text.ts';

/** `type` is the BPMN local name of the element, with the special cases `process`, `multiInstance` and `message`. */
export function readForeign(
  element: ModdleElement,
  type: string,
  notes: Notes,
  initiators: Set<string>,
  bound = false,
): Extension {
  const attributes = foreignAttributes(element).filter(({ uri }) => uri in VENDORS);
  const elements = extensionValues(element).filter((value) => uriOf(value) in VENDORS);
  if (attributes.length === 0 && elements.length === 0) return {};
  const isZeebe = (uri: string): boolean => VENDORS[uri] === 'zeebe';
  const context = (zeebe: boolean): ForeignContext => ({
    type,
    notes,
    initiators,
    bound,
    attributes: attributes
      .filter(({ uri }) => isZeebe(uri) === zeebe)
      .map(({ uri, name, value }) => ({ ns: VENDORS[uri]!, name, value })),
    elements: elements
      .filter((value) => isZeebe(uriOf(value)) === zeebe)
      .map((value) => ({ ns: VENDORS[uriOf(value)]!, element: value })),
  });
  const zf = { ...readCamunda(context(false)), ...readZeebe(context(true)) };
  plainAddress(zf);
  return zf;
}
