// Several people answer one step: what nobody gathers is overwritten by whoever answers last, and a way that reads a single answer goes
// by that one. Where the step itself stops at a certain answer, the last one is the one that is meant.
import { readsOf } from '../../feel/calls.ts';
import { asks } from '../../forms/kinds.ts';
import { decidingFields, gather } from '../gather.ts';
import { expressionsOf } from './expressions.ts';
import { type Finding, type Rule, tell } from './survey.ts';

export const lastAnswer: Rule = ({ process, context, elements, called }) => {
  const forms = context.forms ?? {};
  const read = expressionsOf(process).map((one) => ({ ...one, names: readsOf(one.text)?.variables ?? [] }));
  return elements.flatMap((one): Finding[] => {
    if (one.type !== 'userTask' || one.loopCharacteristics?.type !== 'multiInstanceLoopCharacteristics') return [];
    const mapped = new Set(one.zf?.output?.flatMap(({ source }) => readsOf(source.replace(/^=/, ''))?.variables ?? []));
    const stops = new Set(
      read
        .filter(({ element, field }) => element === one.id && field === 'completionCondition')
        .flatMap(({ names }) => names),
    );
    const form = one.zf?.form ? forms[one.zf.form] : undefined;
    const single = (form?.fields ?? []).filter(
      (field) => asks(field) && !field.readOnly && !stops.has(field.id) && !mapped.has(field.id),
    );
    const { collect, collectInto } = one.loopCharacteristics.zf ?? {};
    const gathered = new Set(collectInto && collect ? readsOf(collect.replace(/^=/, ''))?.variables : []);
    const readBy = (id: string) => read.filter(({ element, names }) => element !== one.id && names.includes(id));
    const loose = single.filter(({ id }) => !gathered.has(id));
    const asked = loose.filter(({ id }) => readBy(id).length > 0);
    const lost = asked.length > 0 ? asked : decidingFields(loose);
    const list = gather(process, forms, lost);
    return [
      ...(lost.length === 0
        ? []
        : [
            {
              element: one.id,
              message: tell('last-answer', { step: called(one), fields: lost.map(({ label }) => label) }),
              ...(!collectInto && {
                fix: {
                  label: tell('fix.gather', { list: list.collectInto }),
                  edit: { edit: 'setExtension', id: one.id, part: 'loop', zf: list },
                },
              }),
            },
          ]),
      // What is gathered does not reach the case one by one: a way that asks for it gets nothing.
      ...single
        .filter(({ id }) => collectInto && gathered.has(id))
        .flatMap(({ id, label }) =>
          readBy(id).map(({ element }) => ({
            element,
            message: tell('last-answer.read', { field: label, asked: called(one), list: collectInto as string }),
          })),
        ),
    ];
  });
};
