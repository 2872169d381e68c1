// An automatic step must say what it does.

import { foreignCode } from './foreign-code.ts';
import { byPerson, type Rule, tell } from './survey.ts';

export const serviceTaskWork: Rule = ({ elements, called }) =>
  elements
    .filter((one) => one.type === 'serviceTask' || one.type === 'sendTask')
    .filter((one) => !one.zf?.connector && !one.zf?.topic && !one.zf?.decision && !foreignCode(one))
    .filter((one) => !(one.type === 'sendTask' && one.messageRef))
    .map((one) => ({
      element: one.id,
      message: tell('service-task-work', { step: called(one) }),
      ...byPerson(one),
    }));
