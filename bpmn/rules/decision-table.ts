// A decision table answers for every value, and each of its rules can have its turn. The table's checks know; here they get words.
import { checkTable, type TableProblem } from '../../dmn/checks.ts';
import type { DecisionTable } from '../../dmn/schema.ts';
import type { Message } from '../../words/message.ts';
import { type Rule, tell } from './survey.ts';

export const decisionTable: Rule = ({ elements, process }) =>
  Object.values(process.decisions).flatMap((table) => {
    const asked = elements.find((one) => 'zf' in one && one.zf?.decision === table.id);
    return checkTable(table).map((problem) => ({
      ...(asked && { element: asked.id }),
      message: messageOf(table, problem),
    }));
  });

function messageOf(table: DecisionTable, { kind, rules, where }: TableProblem): Message {
  const name = table.name ?? table.id;
  const [first, ...others] = rules;
  const tests = where.map(({ column, test }) => `${column}: ${test}`);
  const values = tests.length ? tests : tell('decision-table.any');
  switch (kind) {
    case 'gap':
      return tell('decision-table.gap', { name, values });
    case 'overlap':
      return tell('decision-table.overlap', { name, rules, values });
    case 'unreachable':
      return others.length
        ? tell('decision-table.covered', { name, first, others })
        : tell('decision-table.never', { name, first });
    default:
      return kind satisfies never;
  }
}
