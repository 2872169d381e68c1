// Says of a model what would go wrong with it, in words of the shop. Pure; runs while drawing and before publishing.
import type { Model, Problem } from './definition.ts';
import type { LintContext } from './lint-context.ts';
import { RULES } from './rules/index.ts';
import { survey } from './rules/survey.ts';

/** @param key judged alone where it is given: of a file with several processes, only one is published at a time */
export function lint(model: Model, context: LintContext, key?: string): Problem[] {
  const judged = key === undefined ? model.processes : model.processes.filter((process) => process.key === key);
  const problems = judged.flatMap((process) => {
    const seen = survey(model, process, context);
    return RULES.flatMap(({ name, severity, check }) =>
      check(seen).map(
        ({ element, message, fix, mild }): Problem => ({
          rule: name,
          severity: mild ?? severity,
          ...(element !== undefined && { element }),
          message,
          ...(fix && { fix }),
        }),
      ),
    );
  });
  const rank = { error: 0, warning: 1, info: 2 };
  return problems.sort((a, b) => rank[a.severity] - rank[b.severity]);
}
