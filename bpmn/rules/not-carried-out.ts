// A setting that nothing carries out yet: whoever set it would believe in it.
import { idleIn } from '../carried-out.ts';
import type { Element, Extension } from '../definition.ts';
import type { Finding, Rule } from './survey.ts';

/** Rules and scripts give one value; whoever does work for us answers with fields. */
const givesOneResult = ({ type, zf }: Element): boolean =>
  (type === 'businessRuleTask' || type === 'scriptTask') && !zf?.topic && !zf?.connector;

export const notCarriedOut: Rule = ({ process, elements, flows, called }) => {
  const said = (
    id: string,
    zf: Extension | undefined,
    where: { zh: string; en: string },
    on: 'process' | 'other' = 'other',
  ): Finding[] =>
    idleIn(zf, on).map(({ words, without }) => ({
      element: id,
      zh: `${where.zh}的「${words.zh}」还不能执行，设了也不起作用；去掉它`,
      en: `The ${words.en} of ${where.en} is not carried out yet and would do nothing; remove it`,
      fix: { label: { zh: '去掉', en: 'Remove it' }, edit: { edit: 'setExtension', id, zf: without } },
    }));
  const parts = [
    ...Object.values(process.lanes),
    ...Object.values(process.messages),
    ...Object.values(process.errors),
    ...flows,
  ];
  return [
    ...said(process.processId, process.zf, { zh: '这个流程', en: 'this process' }, 'process'),
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
              zh: `${called(one).zh}的结果不会放进「${one.zf.resultVariable}」：回答里的各项直接成为数据；去掉它，要改名就写明拿回什么`,
              en: `The result of ${called(one).en} is not put into “${one.zf.resultVariable}”: the fields of the answer become data themselves; remove it, and map what is to have another name`,
              fix: {
                label: { zh: '去掉', en: 'Remove it' },
                edit: { edit: 'setExtension', id: one.id, zf: { resultVariable: null } },
              },
            },
          ]
        : []),
      ...(one.type !== 'userTask' && one.zf?.deadline?.length
        ? [
            {
              element: one.id,
              zh: `${called(one).zh}写了时限，只有人办的步骤会计时；去掉它，或在边上画一个定时`,
              en: `Only steps of people keep a time limit; remove that of ${called(one).en}, or draw a timer at its edge`,
              fix: {
                label: { zh: '去掉', en: 'Remove it' },
                edit: { edit: 'setExtension', id: one.id, zf: { deadline: null } },
              },
            },
          ]
        : []),
      ...(one.type === 'userTask' && (one.zf?.deadline?.length ?? 0) > 1
        ? [
            {
              element: one.id,
              zh: `${called(one).zh}写了几条时限，只有一条会计时；留下要紧的那条`,
              en: `Of the several time limits of ${called(one).en} only one is kept; leave the one that matters`,
            },
          ]
        : []),
    ]),
    ...parts.flatMap((part) =>
      said(part.id, part.zf, { zh: `「${part.name ?? part.id}」`, en: `“${part.name ?? part.id}”` }),
    ),
  ];
};
