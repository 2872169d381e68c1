// A rule step names the decision table that it asks.
import { byPerson, type Rule, tell } from './survey.ts';

export const businessRuleDecision: Rule = ({ elements, process, called, context }) =>
  elements
    .filter((one) => one.type === 'businessRuleTask' && !one.zf?.topic && !one.zf?.connector)
    .flatMap((one) => {
      const decision = one.zf?.decision;
      const step = called(one);
      if (!decision)
        return [
          {
            element: one.id,
            message: tell('business-rule-decision', { step }),
            ...byPerson(one),
          },
        ];
      const known =
        decision.startsWith('=') ||
        process.decisions[decision] ||
        process.decisionModels?.some(({ decisions }) =>
          decisions.some(({ id, name }) => id === decision || name === decision),
        ) ||
        context.decisions === null ||
        context.decisions.includes(decision);
      return known
        ? []
        : [
            {
              element: one.id,
              message: tell('business-rule-decision.unknown', { step, decision }),
              ...byPerson(one),
            },
          ];
    });
