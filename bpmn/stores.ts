// Which register or ledger of the shop a step works on, and which data store is drawn for it. The step's settings decide;
// what is drawn (BPMN `dataStoreReference`, tied by an association) follows them and says the same.
import type { Element, Model } from './definition.ts';

/** `key` of the register or ledger; `reads`: nothing there is changed by the step. */
export type Store = { key: string; reads: boolean };

export function storeOf({ zf }: Pick<Element, 'zf'>): Store | undefined {
  if (!zf?.connector || !/^(record|ledger|case)\./.test(zf.connector)) return undefined;
  const key = zf.header?.find(({ name }) => name === 'register' || name === 'ledger')?.value;
  return key ? { key, reads: /^record\.(get|find)$|^case\./.test(zf.connector) } : undefined;
}

/** Steps that a drawn data store is tied to and that work on a register or ledger. */
export function stepsAtStore(model: Model, store: string): { element: Element; store: Store; association: string }[] {
  if (model.artifacts[store]?.type !== 'dataStoreReference') return [];
  return Object.values(model.artifacts).flatMap(({ id, type, source, target }) => {
    if (type !== 'association' || (source !== store && target !== store)) return [];
    const step = source === store ? target : source;
    const element = step && model.processes.map(({ elements }) => elements[step]).find(Boolean);
    const found = element && storeOf(element);
    return found ? [{ element, store: found, association: id }] : [];
  });
}

/** The data store drawn for a step, with the line between them. */
export function storeDrawnFor(model: Model, step: string): { store: string; association: string } | undefined {
  for (const { id, type, source, target } of Object.values(model.artifacts)) {
    if (type !== 'association' || (source !== step && target !== step)) continue;
    const other = source === step ? target : source;
    if (other && model.artifacts[other]?.type === 'dataStoreReference') return { store: other, association: id };
  }
  return undefined;
}
