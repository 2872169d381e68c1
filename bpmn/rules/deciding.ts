// A step that people decide: what a refusal does is said, the share can be reached, and no setting stands where it counts for nothing.
import { readsOf } from '../../feel/calls.ts';
import type { lint } from '../../words/zh/lint.ts';
import { isSeveral, votingAt } from '../compile.ts';
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
  name: keyof Extension & ('ratio' | 'onRefusal' | 'result' | 'empty' | 'verbs' | 'dedupe' | 'starterApproves'),
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
  setting('empty', (element) => isSeveral(element) && !isDrawn(element)),
  // Verdicts are for who decides; the others count on every step of people.
  {
    ...setting('verbs', decides),
    isSet: ({ verbs = [] }) => VERDICTS.some((one) => verbs.includes(one)),
  },
  ofParticipants('weight', takes('vote')),
  ofParticipants('veto', isSeveralDeciding),
];
const isDrawn = (element: Element) => 'loopCharacteristics' in element && element.loopCharacteristics !== undefined;

export const deciding: Rule = ({ process, elements, called }) => {
  const read = new Set(expressionsOf(process).flatMap(({ text }) => readsOf(text)?.variables ?? []));
  return elements.flatMap((one): Finding[] => {
    const { id, zf } = one;
    if (one.type !== 'userTask' || !zf) return [];
    const step = called(one);
    const found: Finding[] = SETTINGS.filter(({ isSet, counts }) => isSet(zf) && !counts(one)).map(
      ({ word, without }) => ({
        element: id,
        message: tell('deciding.idle', { step, setting: tell(word) }),
        ...(Object.keys(without).length > 0 && {
          fix: { label: tell('fix.takeAway'), edit: { edit: 'setExtension', id, zf: without } },
        }),
      }),
    );
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
    return found;
  });
};
