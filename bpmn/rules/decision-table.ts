// A decision table answers for every value, and each of its rules can have its turn. The table's checks know; here they get words.
import { checkTable, type TableProblem } from '../../dmn/checks.ts';
import type { DecisionTable } from '../../dmn/schema.ts';
import type { Rule } from './survey.ts';

export const decisionTable: Rule = ({ elements, process }) =>
  Object.values(process.decisions).flatMap((table) => {
    const asked = elements.find((one) => 'zf' in one && one.zf?.decision === table.id);
    return checkTable(table).map((problem) => ({ ...(asked && { element: asked.id }), ...words(table, problem) }));
  });

function words(table: DecisionTable, { kind, rules, where }: TableProblem): { zh: string; en: string } {
  const name = table.name ?? table.id;
  const [first, ...others] = rules;
  const values = where.map(({ column, test }) => `${column}: ${test}`);
  const zhValues = values.join('，') || '任何值';
  const enValues = values.join(', ') || 'any values';
  switch (kind) {
    case 'gap':
      return {
        zh: `决策表「${name}」没有规则管到 ${zhValues}；补一条规则或设默认结果`,
        en: `No rule of the decision table “${name}” covers ${enValues}; add a rule or a default`,
      };
    case 'overlap':
      return {
        zh: `决策表「${name}」的规则 ${rules.join('、')} 在 ${zhValues} 时同时成立；改条件或换命中策略`,
        en: `Rules ${rules.join(' and ')} of the decision table “${name}” hold at once for ${enValues}; change their tests or the hit policy`,
      };
    case 'unreachable':
      return others.length
        ? {
            zh: `决策表「${name}」的规则 ${first} 轮不到：规则 ${others.join('、')} 已经全部覆盖；调整顺序或删掉`,
            en: `Rule ${first} of the decision table “${name}” never gets its turn after rules ${others.join(', ')}; move or remove it`,
          }
        : {
            zh: `决策表「${name}」的规则 ${first} 永远不会成立；检查它的条件`,
            en: `Rule ${first} of the decision table “${name}” can never hold; check its tests`,
          };
    default:
      return kind satisfies never;
  }
}
