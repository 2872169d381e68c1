// An automatic step must say what it does.

import { foreignCode } from './foreign-code.ts';
import { byPerson, type Rule } from './survey.ts';

export const serviceTaskWork: Rule = ({ elements, called }) =>
  elements
    .filter((one) => one.type === 'serviceTask' || one.type === 'sendTask')
    .filter((one) => !one.zf?.connector && !one.zf?.topic && !one.zf?.decision && !foreignCode(one))
    .filter((one) => !(one.type === 'sendTask' && one.messageRef))
    .map((one) => ({
      element: one.id,
      zh: `${called(one).zh}没说让系统做什么；选一个连接器`,
      en: `${called(one).en} does not say what the system should do; choose a connector`,
      ...byPerson(one),
    }));
