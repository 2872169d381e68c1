// What leads on from stuck work: at a join only what joins do, and a problem only where it has a token to report it.

import { type Catchable, catchableErrors } from '../../bpmn/catchable.ts';
import type { Definition } from '../../bpmn/definition.ts';
import type { CaseDetail } from '../reach/shapes.ts';

/** `give`: once more, and this time for a person who is named. */
export type Way = 'retry' | 'give' | 'skip' | 'throw' | 'continue';
export const WAY_WORDS = {
  retry: 'case.retry',
  give: 'case.giveTo',
  skip: 'case.skip',
  continue: 'case.letGo',
  throw: 'case.throw',
} as const satisfies Record<Way, string>;
type Incident = Pick<CaseDetail['open'][number], 'element' | 'kind'>;

export function waysOn(
  { tokens, parent }: Pick<CaseDetail, 'tokens' | 'parent'>,
  definition: Definition,
  { element, kind }: Incident,
): { ways: Way[]; problems: Catchable[] } {
  if (kind === 'quarantined') return { ways: ['retry'], problems: [] };
  if (kind === 'jobRefused')
    return {
      ways: ['retry', 'give', 'skip', 'throw'],
      problems: catchableErrors(definition, element, parent !== null),
    };
  if (kind === 'assignment') return { ways: ['give', 'retry', 'skip'], problems: [] };
  const states = tokens.filter((token) => token.element === element).map(({ state }) => state);
  if (kind === 'joinStuck' || (states.includes('joining') && !states.includes('incident')))
    return { ways: ['retry', 'continue'], problems: [] };
  if (!states.includes('incident')) return { ways: ['retry', 'skip'], problems: [] };
  return { ways: ['retry', 'skip', 'throw'], problems: catchableErrors(definition, element, parent !== null) };
}
