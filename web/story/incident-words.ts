// Why work is stuck, in a sentence; the core's own message, with the values it saw, is small print beside it.
import type { IncidentKind } from '../../bpmn/instance.ts';
import type { Told } from './story.ts';

const WORDS: Record<IncidentKind | 'quarantined', { zh: string; en: string }> = {
  noOutgoingFlow: {
    zh: '后面没有一条路的条件成立，也没有默认的路',
    en: 'No way on is open: no condition holds, and there is no default',
  },
  joinStuck: { zh: '还在等的那条路，已经不会有人走到了', en: 'It waits for a way that nobody is on any more' },
  unhandledError: {
    zh: '报了一个问题，流程里没有画由谁接手',
    en: 'It reported a problem that nothing in the process takes over',
  },
  jobFailed: { zh: '系统试了几次都没办成', en: 'The system tried several times and did not get it done' },
  expression: { zh: '一个条件或公式算不出能用的结果', en: 'A condition or formula gives no usable result' },
  mapping: { zh: '要用的一项数据算不出来', en: 'A piece of data that is needed cannot be worked out' },
  assignment: {
    zh: '这里没有人能办这一步：写的角色、部门或人不在，请指定一个人',
    en: 'Nobody here can do this step: the role, department or person it names is not there; choose somebody',
  },
  timerSpec: { zh: '写的时间算不出到什么时候', en: 'The time that is written there makes no sense' },
  loopWithoutWait: {
    zh: '流程在原地打转，什么也没变',
    en: 'The process goes round and round without anything changing',
  },
  decisionResultMapping: {
    zh: '规则表给出的结果，和这一步要的对不上',
    en: 'The rules give another kind of result than this step asks for',
  },
  decision: { zh: '规则表算不出结果', en: 'The rules give no result' },
  missingDefinition: {
    zh: '要调用的流程或版本没有发布',
    en: 'The process or version that it is to run is not published',
  },
  correlation: { zh: '要等的消息没有能用的名字或编号', en: 'The message that it waits for has no usable name or key' },
  calledCaseCancelled: { zh: '它调用的流程被取消了', en: 'What it had started was cancelled' },
  noCancelBoundary: { zh: '取消以后怎么走，图上没有画', en: 'What happens after cancelling is not drawn' },
  undoLateResult: {
    zh: '取消以后结果才到，要不要撤销得由人决定',
    en: 'Its result came after it was cancelled; a person has to decide whether to undo it',
  },
  quarantined: {
    zh: '它反复出错，先搁置了；查明原因后再试，别的事不受影响',
    en: 'It failed again and again and is set aside; find out why, then try again. Nothing else is affected',
  },
  limit: { zh: '一口气走了太多步，先停下来', en: 'Too many steps in one go; it was stopped' },
};

/** undefined for a kind that nobody knows. */
export const incidentSentence = (kind: unknown, { language }: Pick<Told, 'language'>): string | undefined =>
  WORDS[kind as keyof typeof WORDS]?.[language];
