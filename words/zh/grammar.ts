// How Chinese quotes, joins, and calls what has no name.
import type { Grammar } from '../say.ts';

const [gateway, event] = ['判断', '事件'];

export const grammar = {
  name: '中文',
  comma: '、',
  semicolon: '；',
  particle: '的',
  quoted: (name) => `「${name}」`,
  unnamed: (kind) => `未命名的${kind}`,
  kinds: {
    startEvent: '开始',
    endEvent: '结束',
    intermediateCatchEvent: '等待',
    intermediateThrowEvent: event,
    boundaryEvent: event,
    task: '步骤',
    manualTask: '步骤',
    userTask: '人办的步骤',
    serviceTask: '系统步骤',
    sendTask: '发送的步骤',
    receiveTask: '等待的步骤',
    scriptTask: '计算的步骤',
    businessRuleTask: '规则的步骤',
    callActivity: '调用的步骤',
    subProcess: '子流程',
    transaction: '事务',
    adHocSubProcess: '随意做的步骤',
    exclusiveGateway: gateway,
    inclusiveGateway: gateway,
    complexGateway: gateway,
    parallelGateway: '同时',
    eventBasedGateway: '先到先走',
  },
} satisfies Grammar;
