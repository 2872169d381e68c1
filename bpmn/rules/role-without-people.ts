// A role that nobody has yet: its work is offered to an empty room.
import { meant } from '../lint-context.ts';
import { type Rule, tell } from './survey.ts';

export const roleWithoutPeople: Rule = ({ elements, laneOf, context, called }) =>
  elements
    .filter((one) => one.type === 'userTask')
    .flatMap((one) => {
      const own = one.zf?.participants ?? laneOf(one.id)?.zf?.participants;
      const lane = laneOf(one.id)?.name;
      const all = own?.length ? own : lane ? [{ rule: 'role' as const, value: lane }] : [];
      if (!context.roles || all.length === 0 || all.some(({ rule }) => rule !== 'role')) return [];
      const roles = all.map(({ value }) => meant(context.roles ?? [], value));
      if (roles.some((role) => !role || role.people > 0)) return [];
      const names = roles.map((role) => role?.names[0] ?? role?.id ?? '');
      return [
        {
          element: one.id,
          message: tell('role-without-people', { step: called(one), roles: names }),
        },
      ];
    });
