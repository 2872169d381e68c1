// How English quotes, joins, and calls what has no name.
import type { Grammar } from '../say.ts';
import type { grammar as zh } from '../zh/grammar.ts';

const [gateway, event] = ['decision point', 'event'];

export const grammar = {
  name: 'English',
  comma: ', ',
  semicolon: '; ',
  particle: ' ',
  quoted: (name) => `“${name}”`,
  unnamed: (kind) => `the unnamed ${kind}`,
  kinds: {
    startEvent: 'start',
    endEvent: 'end',
    intermediateCatchEvent: 'wait',
    intermediateThrowEvent: event,
    boundaryEvent: event,
    task: 'step',
    manualTask: 'step',
    userTask: 'step of a person',
    serviceTask: 'automatic step',
    sendTask: 'sending step',
    receiveTask: 'waiting step',
    scriptTask: 'script',
    businessRuleTask: 'rule step',
    callActivity: 'call',
    subProcess: 'sub-process',
    transaction: 'transaction',
    adHocSubProcess: 'ad-hoc steps',
    exclusiveGateway: gateway,
    inclusiveGateway: gateway,
    complexGateway: gateway,
    parallelGateway: 'parallel split',
    eventBasedGateway: 'wait for the first',
  } satisfies Record<keyof typeof zh.kinds, string>,
} satisfies Grammar;
