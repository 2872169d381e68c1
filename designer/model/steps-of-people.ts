// Steps that people do, and the form that begins the case: where work can go back to.
import type { Definition } from '../../bpmn/definition.ts';

/** All but the one that asks, in the order in which they are drawn. */
export const stepsOfPeople = ({ elements }: Definition, but: string): { id: string; name: string }[] =>
  Object.values(elements).flatMap(({ id, type, name, zf }) =>
    id !== but && (type === 'userTask' || (type === 'startEvent' && zf?.form !== undefined))
      ? [{ id, name: name?.trim() || id }]
      : [],
  );
