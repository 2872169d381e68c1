// A rule step names the decision table that it asks.
import { byPerson, type Rule } from './survey.ts';

export const businessRuleDecision: Rule = ({ elements, process, called, context }) =>
  elements
    .filter((one) => one.type === 'businessRuleTask' && !one.zf?.topic && !one.zf?.connector)
    .flatMap((one) => {
      const decision = one.zf?.decision;
      const { zh, en } = called(one);
      if (!decision)
        return [
          {
            element: one.id,
            zh: `${zh}没选决策表；选一张或新建`,
            en: `${en} names no decision table; choose or create one`,
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
              zh: `${zh}用的决策表「${decision}」不存在`,
              en: `The decision table “${decision}” of ${en} does not exist`,
            },
          ];
    });
