// A person's step that belongs to nobody is done by nobody.
import { meant } from '../lint-context.ts';
import { type Rule, tell } from './survey.ts';

export const userTaskOwner: Rule = ({ elements, laneOf, called, context }) =>
  elements
    .filter((one) => one.type === 'userTask' && !one.zf?.participants?.length)
    .filter((one) => {
      const lane = laneOf(one.id);
      if (!lane) return true;
      if (lane.zf?.participants?.length) return false;
      if (!lane.name) return true;
      return context.roles !== null && !meant(context.roles, lane.name) && !meant(context.roles, lane.id);
    })
    .map((one) => ({
      element: one.id,
      message: tell('user-task-owner', { step: called(one) }),
    }));
