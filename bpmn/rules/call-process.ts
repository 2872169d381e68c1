// A call must name the process that it runs.
import type { Rule } from './survey.ts';

export const callProcess: Rule = ({ elements, called }) =>
  elements
    .filter((one) => one.type === 'callActivity' && !one.calledElement && !one.zf?.process)
    .map((one) => ({
      element: one.id,
      zh: `${called(one).zh}没选要调用哪个流程`,
      en: `${called(one).en} does not say which process to run`,
    }));
