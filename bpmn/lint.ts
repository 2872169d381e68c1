// Says of a model what would go wrong with it, in words of the shop. Pure; runs while drawing and before publishing.
import type { Form } from '../forms/form.ts';
import type { Model, Problem } from './definition.ts';
import { RULES } from './rules/index.ts';
import { survey } from './rules/survey.ts';

export type LintContext = {
  forms?: Record<string, Form>;
  /** Keys of decision tables that exist outside the model. */
  decisions?: string[];
  /** Ids or names of roles that the directory knows. */
  roles?: string[];
};

export function lint(model: Model, context: LintContext = {}): Problem[] {
  const problems = model.processes.flatMap((process) => {
    const seen = survey(model, process, context);
    return RULES.flatMap(({ name, severity, check }) =>
      check(seen).map(
        ({ element, zh, en, fix }): Problem => ({
          rule: name,
          severity,
          ...(element !== undefined && { element }),
          message: { zh, en },
          ...(fix && { fix }),
        }),
      ),
    );
  });
  const rank = { error: 0, warning: 1, info: 2 };
  return problems.sort((a, b) => rank[a.severity] - rank[b.severity]);
}
