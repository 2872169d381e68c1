// A setting that nothing carries out yet: whoever set it would believe in it.

import { type Called, type Message, named } from '../../words/message.ts';
import { idleIn } from '../carried-out.ts';
import type { Element, Extension } from '../definition.ts';
import { hasLimits } from './ladder.ts';
import { type Finding, type Rule, tell } from './survey.ts';

/** Rules and scripts give one value; whoever does work for us answers with fields. */
const givesOneResult = ({ type, zf }: Element): boolean =>
  (type === 'businessRuleTask' || type === 'scriptTask') && !zf?.topic && !zf?.connector;

export const notCarriedOut: Rule = ({ process, elements, flows, called }) => {
  const said = (id: string, zf: Extension | undefined, where: Called | Message): Finding[] =>
    idleIn(zf).map(({ word, without }) => ({
      element: id,
      message: tell('not-carried-out', { setting: tell(word), where }),
      fix: { label: tell('fix.takeAway'), edit: { edit: 'setExtension', id, zf: without } },
    }));
  const parts = [
    ...Object.values(process.lanes),
    ...Object.values(process.messages),
    ...Object.values(process.errors),
    ...flows,
  ];
  return [
    ...said(process.processId, process.zf, tell('this-process')),
    ...elements.flatMap((one) => [
      ...said(one.id, one.zf, called(one)),
      // Of a repetition only words: its settings are edited as one.
      ...('loopCharacteristics' in one ? said(one.id, one.loopCharacteristics?.zf, called(one)) : []).map(
        ({ fix: _, ...rest }) => rest,
      ),
      ...(one.zf?.resultVariable && !givesOneResult(one)
        ? [
            {
              element: one.id,
              message: tell('not-carried-out.result', { step: called(one), name: one.zf.resultVariable }),
              fix: {
                label: tell('fix.takeAway'),
                edit: { edit: 'setExtension', id: one.id, zf: { resultVariable: null } },
              },
            },
          ]
        : []),
      ...(!hasLimits(one) && one.zf?.deadline?.length
        ? [
            {
              element: one.id,
              message: tell('not-carried-out.deadline', { step: called(one) }),
              fix: {
                label: tell('fix.takeAway'),
                edit: { edit: 'setExtension', id: one.id, zf: { deadline: null } },
              },
            },
          ]
        : []),
    ]),
    ...parts.flatMap((part) => said(part.id, part.zf, named(part.name ?? part.id))),
  ];
};
