// A step that people decide: what a refusal does is said, the share can be reached, and no setting stands where it counts for nothing.
import { readsOf } from '../../feel/calls.ts';
import type { lint } from '../../words/zh/lint.ts';
import { isSeveral, offersVerb, verdictsAt, votingAt } from '../compile.ts';
import type { Element, Extension } from '../definition.ts';
import { parseRatio, VERDICTS } from '../votes.ts';
import { expressionsOf } from './expressions.ts';
import { type Finding, type Rule, tell } from './survey.ts';

type Word = Extract<keyof typeof lint, `setting.${string}`>;
type Setting = {
  word: Word;
  isSet(zf: Extension): boolean;
  counts(element: Element): boolean;
  without: Partial<Extension>;
};
const takes =
  (...modes: string[]) =>
  ({ zf }: Element) =>
    modes.includes(zf?.mode ?? 'pool');
const decides = (element: Element) => votingAt(element)?.decides === true;
const isSeveralDeciding = (element: Element) => isSeveral(element) && decides(element);
const setting = (
  name: keyof Extension &
    (
      | 'ratio'
      | 'onRefusal'
      | 'result'
      | 'empty'
      | 'spread'
      | 'verbs'
      | 'dedupe'
      | 'starterApproves'
      | 'returnTo'
      | 'returnMode'
      | 'returnBy'
      | 'opinion'
      | 'watch'
      | 'guest'
    ),
  counts: Setting['counts'],
): Setting => ({
  word: `setting.${name}`,
  isSet: (zf) => zf[name] !== undefined,
  counts,
  without: { [name]: null } as Partial<Extension>,
});
const ofParticipants = (name: 'weight' | 'veto', counts: Setting['counts']): Setting => ({
  word: `setting.${name}`,
  isSet: (zf) => zf.participants?.some((one) => one[name] !== undefined) === true,
  counts,
  without: {},
});
const SETTINGS: Setting[] = [
  setting('ratio', takes('vote')),
  setting('onRefusal', takes('all', 'order')),
  setting('result', (element) => votingAt(element) !== undefined),
  setting('dedupe', decides),
  setting('starterApproves', decides),
  // One who does it alone cannot be nobody.
  setting('empty', (element) => element.zf?.empty !== 'pass' || (isSeveral(element) && !isDrawn(element))),
  setting('spread', (element) => !isSeveral(element)),
  // Verdicts are for who decides; the others count on every step of people.
  {
    ...setting('verbs', decides),
    isSet: ({ verbs = [] }) => VERDICTS.some((one) => verbs.includes(one)),
  },
  setting('opinion', (element) => {
    const said = verdictsAt(element);
    return element.zf?.opinion?.every((one) => (one === 'complete' ? said.length === 0 : said.includes(one))) === true;
  }),
  // Nobody outside decides.
  setting('guest', (element) => !decides(element)),
  ofParticipants('weight', takes('vote')),
  ofParticipants('veto', isSeveralDeciding),
];
/** Of steps from which work goes back. */
const RETURNS: Setting[] = [
  setting('returnTo', (element) => offersVerb(element, 'return')),
  setting('returnMode', (element) => goesBack(element)),
  setting('returnBy', (element) => isSeveralDeciding(element) && offersVerb(element, 'return')),
  setting('watch', (element) => decides(element) || goesBack(element)),
];
const goesBack = (element: Element) => offersVerb(element, 'return') || votingAt(element)?.returnsTo !== undefined;
const isDrawn = (element: Element) => 'loopCharacteristics' in element && element.loopCharacteristics !== undefined;

/** A step of people, or the form that begins the case. */
const canBeDoneAgain = (element: Element | undefined): boolean =>
  element?.type === 'userTask' || (element?.type === 'startEvent' && element.zf?.form !== undefined);

export const deciding: Rule = ({ process, elements, called }) => {
  const expressions = expressionsOf(process);
  const read = new Set(expressions.flatMap(({ text }) => readsOf(text)?.variables ?? []));
  const begins = elements.some(
    ({ type, scope, zf }) => type === 'startEvent' && scope === process.processId && zf?.form !== undefined,
  );
  const recall: Finding[] =
    process.zf.recall !== undefined && process.zf.recall !== 'no' && !begins
      ? [{ message: tell('deciding.recall') }]
      : [];
  const steps = elements.flatMap((one): Finding[] => {
    const { id, zf } = one;
    if (one.type !== 'userTask' || !zf) return [];
    const step = called(one);
    const idle = (settings: Setting[], code: 'deciding.idle' | 'deciding.idleReturn'): Finding[] =>
      settings
        .filter(({ isSet, counts }) => isSet(zf) && !counts(one))
        .map(({ word, without }) => ({
          element: id,
          message: tell(code, { step, setting: tell(word) }),
          ...(Object.keys(without).length > 0 && {
            fix: { label: tell('fix.takeAway'), edit: { edit: 'setExtension', id, zf: without } },
          }),
        }));
    const found: Finding[] = [...idle(SETTINGS, 'deciding.idle'), ...idle(RETURNS, 'deciding.idleReturn')];
    const back = votingAt(one)?.returnsTo;
    for (const to of [...(zf.returnTo ?? []), ...(back === undefined ? [] : [back])])
      if (to === id || !canBeDoneAgain(process.elements[to]))
        found.push({ element: id, message: tell('deciding.target', { step, value: to }) });
    if (isSeveral(one) && zf.mode !== 'work' && zf.refusal === undefined)
      found.push({
        element: id,
        message: tell('deciding.refusal', { step }),
        fix: { label: tell('fix.endRefused'), edit: { edit: 'setExtension', id, zf: { refusal: 'end' } } },
      });
    if (zf.mode === 'vote' && zf.ratio !== undefined && !parseRatio(zf.ratio))
      found.push({ element: id, message: tell('deciding.ratio', { step, ratio: zf.ratio }) });
    const result = votingAt(one)?.result;
    if (zf.refusal === 'flow' && result !== undefined && !read.has(result))
      found.push({ element: id, message: tell('deciding.unread', { step, name: result }), mild: 'warning' });
    // Only a way that waits for a refusal; where it is done again or over, none comes by.
    const waits = expressions.some(
      ({ field, text }) => field === 'condition' && text.replace(/\s+/g, '').includes(`${result}.result="refuse"`),
    );
    if (zf.refusal !== undefined && zf.refusal !== 'flow' && result !== undefined && waits)
      found.push({
        element: id,
        message: tell('deciding.neverRefused', { step }),
        mild: 'warning',
        fix: { label: tell('fix.byWays'), edit: { edit: 'setExtension', id, zf: { refusal: 'flow' } } },
      });
    return found;
  });
  return [...recall, ...steps];
};
