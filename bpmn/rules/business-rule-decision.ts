// A rule step names the decision that it asks: one of its own process, else one of the shop, in a version that there is.
import { isOwn } from '../decision-asked.ts';
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
      const unknown = (code: 'unknown' | 'binding' | 'version', args = {}) => [
        {
          element: one.id,
          message: tell(`business-rule-decision.${code}`, { step, decision, ...args } as never),
          ...(code === 'unknown' && byPerson(one)),
        },
      ];
      if (decision.startsWith('=') || isOwn(process, decision) || context.decisions === null) return [];
      const shared = context.decisions.find(({ key }) => key === decision);
      if (!shared) return unknown('unknown');
      const { binding = 'latest', version = '' } = one.zf ?? {};
      if (binding !== 'latest' && binding !== 'version') return unknown('binding');
      const there =
        binding === 'latest'
          ? shared.current !== null
          : version.startsWith('=') || shared.versions.some((each) => each.version === Number(version));
      return there ? [] : unknown('version', { version: version || '—' });
    });
