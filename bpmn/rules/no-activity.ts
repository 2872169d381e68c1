// From the start straight to an end: such a process runs, and does nothing.
import { type Rule, tell } from './survey.ts';

const PASSED = /Gateway$|^(start|end)Event$/;

export const noActivity: Rule = ({ elements }) => {
  const isIdle = (one: (typeof elements)[number]): boolean =>
    PASSED.test(one.type) && !(one.type === 'endEvent' && one.eventDefinitions.length > 0);
  const start = elements.find(({ type }) => type === 'startEvent');
  return start && elements.every(isIdle) ? [{ element: start.id, message: tell('no-activity') }] : [];
};
