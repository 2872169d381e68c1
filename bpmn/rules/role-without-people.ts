// A role that nobody has yet: its work is offered to an empty room. So is what the shop has given to such a role.
import type { Element } from '../definition.ts';
import { meant } from '../lint-context.ts';
import { type Rule, type Survey, tell } from './survey.ts';

export const roleWithoutPeople: Rule = (survey) =>
  survey.elements.flatMap((one) => {
    const { roles: known } = survey.context;
    const asked = rolesOf(one, survey);
    if (!known || asked.length === 0) return [];
    const roles = asked.map((role) => meant(known, role));
    if (roles.some((role) => !role || role.people > 0)) return [];
    const names = roles.map((role) => role?.names[0] ?? role?.id ?? '');
    return [{ element: one.id, message: tell('role-without-people', { step: survey.called(one), roles: names }) }];
  });

/** Those who do it, where nobody else may: what the step or its lane says, or whom its capability is bound to. */
function rolesOf(one: Element, { laneOf, context }: Survey): string[] {
  if (one.type !== 'userTask') {
    const role = context.connectors?.find(({ id }) => id === one.zf?.connector)?.role;
    return role ? [role] : [];
  }
  const lane = laneOf(one.id);
  const own = one.zf?.participants ?? lane?.zf?.participants;
  const all = own?.length ? own : lane?.name ? [{ rule: 'role' as const, value: lane.name }] : [];
  return all.every(({ rule }) => rule === 'role') ? all.map(({ value }) => value) : [];
}
