// DMN files as a process carries them: the tables by decision id, and the models where a table alone does not tell it.
import type { DecisionModel } from './decision-model.ts';
import type { DecisionTable } from './schema.ts';
import { parseDmnModel } from './xml.ts';

export type Decisions = { decisions: Record<string, DecisionTable>; decisionModels?: DecisionModel[] };

/** @throws XmlError where a text is no DMN. */
export function readDecisions(texts: string[]): Decisions {
  const models = texts.map(parseDmnModel);
  const decisions: Record<string, DecisionTable> = {};
  for (const { id, logic } of models.flatMap((model) => model.decisions))
    if (logic?.type === 'decisionTable') decisions[id] = logic.table;
  return { decisions, ...(models.some(saysMore) && { decisionModels: models }) };
}

/** Beyond tables over input data: other expressions, decisions that require decisions, functions, services, types. */
const saysMore = ({ decisions, knowledge, services, imports, itemDefinitions, inputData }: DecisionModel): boolean =>
  knowledge.length > 0 ||
  services.length > 0 ||
  imports.length > 0 ||
  itemDefinitions.length > 0 ||
  decisions.some(
    ({ logic, requires }) =>
      logic?.type !== 'decisionTable' || requires.some((href) => !inputData.some(({ id }) => href.endsWith(`#${id}`))),
  );

/** With its own tables kept where a file does not have them. */
export function withDecisions<P extends { decisions: Record<string, DecisionTable> }>(
  process: P,
  { decisions, decisionModels }: Decisions,
): P & { decisionModels?: DecisionModel[] } {
  return {
    ...process,
    decisions: { ...process.decisions, ...decisions },
    ...(decisionModels && { decisionModels }),
  };
}
