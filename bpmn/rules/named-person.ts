// A person leaves, goes on holiday or changes desk; a role does not.
import type { Rule } from './survey.ts';

export const namedPerson: Rule = ({ elements, called }) =>
  elements
    .filter((one) => one.zf?.participants?.some(({ rule }) => rule === 'person'))
    .map((one) => ({
      element: one.id,
      zh: `${called(one).zh}指定到个人，请假或离职时没人接；最好用角色`,
      en: `${called(one).en} names a person; on leave nobody takes over. A role is safer`,
    }));
