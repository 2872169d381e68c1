// DMN XML ⇄ decision models and tables.
import type { DecisionModel } from './decision-model.ts';
import type { DecisionTable } from './schema.ts';
import { readDefinitions, readModel } from './xml/read.ts';

/** A file as a model. @throws XmlError where it is no DMN. */
export const parseDmnModel = (xml: string): DecisionModel => readModel(readDefinitions(xml));

/** The decision tables of a file, by decision id. @throws XmlError where it is no DMN. */
export async function parseDmn(xml: string): Promise<Record<string, DecisionTable>> {
  const tables: Record<string, DecisionTable> = {};
  for (const { id, logic } of parseDmnModel(xml).decisions)
    if (logic?.type === 'decisionTable') tables[id] = logic.table;
  return tables;
}
