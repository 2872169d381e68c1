// Which problems the case view offers at a stuck step: those that somebody takes over, inside before outside.
import { expect, it } from 'vitest';
import { catchableErrors } from '../../bpmn/catchable.ts';
import { waysOn } from '../../web/run/ways-on.ts';
import { draw } from '../draw.ts';

const on = (errorRef?: string) => [{ type: 'errorEventDefinition', ...(errorRef && { errorRef }) }];
const errors = {
  torn: { id: 'torn', name: '面单坏了', errorCode: 'TORN' },
  gone: { id: 'gone', name: '没货', errorCode: 'GONE' },
  late: { id: 'late', name: '太晚', errorCode: 'LATE' },
};
/** A step in a part; the step, the part and two event sub-processes catch errors. */
const parcel = (partCatches?: string) =>
  draw(
    'parcel',
    {
      start: { type: 'startEvent', eventDefinitions: [] },
      part: { type: 'subProcess', name: '打包' },
      begin: { type: 'startEvent', scope: 'part', eventDefinitions: [] },
      label: { type: 'serviceTask', name: '打面单', scope: 'part' },
      torn: { type: 'boundaryEvent', attachedToRef: 'label', scope: 'part', eventDefinitions: on('torn') },
      fork: { type: 'exclusiveGateway', scope: 'part' },
      print: { type: 'userTask', name: '手写面单', scope: 'part' },
      outer: { type: 'boundaryEvent', name: '打包出错', attachedToRef: 'part', eventDefinitions: on(partCatches) },
      repack: { type: 'userTask', name: '重新打包' },
      end: { type: 'endEvent', eventDefinitions: [] },
      handling: { type: 'subProcess', name: '缺货处理', triggeredByEvent: true },
      caught: { type: 'startEvent', scope: 'handling', isInterrupting: true, eventDefinitions: on('gone') },
      call: { type: 'serviceTask', name: '退款', scope: 'handling' },
      other: { type: 'subProcess', name: '太晚了', triggeredByEvent: true },
      tooLate: { type: 'startEvent', scope: 'other', isInterrupting: true, eventDefinitions: on('late') },
    } as never,
    ['start->part', 'begin->label', 'torn->fork', 'fork->print', 'outer->repack', 'part->end', 'caught->call'],
    { errors },
  );
const told = (of: ReturnType<typeof catchableErrors>) =>
  of.map(
    ({ code, event, taker }) => `${code ?? 'any'} by ${event?.id ?? 'the caller'}${taker ? `: ${taker.name}` : ''}`,
  );

it('offers what the step, what is around it and event sub-processes catch', () => {
  expect(told(catchableErrors(parcel('gone'), 'label'))).toEqual([
    'TORN by torn: 手写面单',
    'GONE by outer: 重新打包',
    'LATE by tooLate: 太晚了',
  ]);
});

it('stops at what takes everything', () => {
  expect(told(catchableErrors(parcel(), 'label'))).toEqual(['TORN by torn: 手写面单', 'any by outer: 重新打包']);
});

it('offers nothing of siblings that an event sub-process has ended', () => {
  expect(catchableErrors(parcel(), 'call')).toEqual([]);
});

it('goes to the case that called it', () => {
  expect(told(catchableErrors(parcel(), 'call', true))).toEqual([
    'TORN by the caller',
    'GONE by the caller',
    'LATE by the caller',
    'any by the caller',
  ]);
});

it('is offered where a token stands, not at joins', () => {
  const at = (state: string, kind = 'jobFailed') =>
    waysOn({ tokens: [{ id: 't1', element: 'label', state }], parent: null }, parcel(), { element: 'label', kind });
  expect(at('incident')).toMatchObject({ ways: ['retry', 'skip', 'throw'], problems: [{ code: 'TORN' }, {}] });
  expect(at('joining', 'joinStuck').ways).toEqual(['retry', 'continue']);
  expect(at('waiting', 'undoLateResult').ways).toEqual(['retry', 'skip']);
});

it('where one stands in the join and another is stuck before it, the stuck one has all its ways', () => {
  const tokens = ['joining', 'incident'].map((state, n) => ({ id: `t${n}`, element: 'label', state }));
  const { ways } = waysOn({ tokens, parent: null }, parcel(), { element: 'label', kind: 'expressionFailed' });
  expect(ways).toEqual(['retry', 'skip', 'throw']);
});
