// Why work is stuck and what helps, in the reader's language; the core's own message, with the values it saw, is small print beside it.
import type { IncidentKind } from '../../bpmn/instance.ts';
import type { Told } from './story.ts';

type Language = Told['language'];
type Words = Record<Language, { why: string; cure: string }>;
const words = (zh: [string, string], en: [string, string]): Words => ({
  zh: { why: zh[0], cure: zh[1] },
  en: { why: en[0], cure: en[1] },
});

const WORDS: Record<IncidentKind | 'quarantined', Words> = {
  noOutgoingFlow: words(
    ['后面没有一条路的条件成立，也没有默认的路', '更正条件要用的数据后再试；下一版给它画一条默认的路'],
    [
      'No way on is open: no condition holds, and there is no default',
      'Correct the data that the conditions read and try again; draw a default way in the next version',
    ],
  ),
  joinStuck: words(
    ['还在等的那条路，已经不会有人走到了', '让已经到的先往下走，或把走散的那一步挪回来'],
    ['It waits for a way that nobody is on any more', 'Let go what has arrived, or move the missing step back'],
  ),
  unhandledError: words(
    ['报了一个问题，流程里没有画由谁接手', '处理好以后跳过或再试；下一版在这一步上画出异常怎么走'],
    [
      'It reported a problem that nothing in the process takes over',
      'Deal with it, then skip or try again; draw what happens then in the next version',
    ],
  ),
  jobFailed: words(
    ['系统试了几次都没办成', '对方恢复后再试；已经在别处办好的，就跳过'],
    [
      'The system tried several times and did not get it done',
      'Try again once the other side is back; skip what has been done elsewhere',
    ],
  ),
  expression: words(
    ['一个条件或公式算不出能用的结果', '看下面缺了或填错了什么，更正数据后再试'],
    [
      'A condition or formula gives no usable result',
      'See below what is missing or wrong, correct the data, try again',
    ],
  ),
  mapping: words(
    ['要用的一项数据算不出来', '看下面缺了或填错了什么，更正数据后再试'],
    [
      'A piece of data that is needed cannot be worked out',
      'See below what is missing or wrong, correct the data, try again',
    ],
  ),
  assignment: words(
    ['这里没有人能办这一步：写的角色、部门或人不在', '指定一个人来办，或把角色配好后再试'],
    [
      'Nobody here can do this step: the role, department or person it names is not there',
      'Give it to somebody, or put the role right and try again',
    ],
  ),
  timerSpec: words(
    ['写的时间算不出到什么时候', '更正时间要用的数据后再试；日期要存在，间隔要大于零'],
    [
      'The time that is written there makes no sense',
      'Correct the data it reads and try again; a date must exist, an interval be longer than nothing',
    ],
  ),
  loopWithoutWait: words(
    ['流程在原地打转，什么也没变', '更正让它回头的数据，或把它挪到圈外的一步'],
    [
      'The process goes round and round without anything changing',
      'Correct the data that sends it back, or move it to a step outside',
    ],
  ),
  decisionResultMapping: words(
    ['规则表给出的结果，和这一步要的对不上', '更正规则表读的数据后再试；下一版改成一条规则只给一个结果'],
    [
      'The rules give another kind of result than this step asks for',
      'Correct the data that the table reads and try again; let one rule give one result in the next version',
    ],
  ),
  decision: words(
    ['规则表算不出结果', '看下面是哪一列或哪条规则，更正数据后再试'],
    ['The rules give no result', 'See below which column or rule, correct the data, try again'],
  ),
  missingDefinition: words(
    ['要调用的流程或版本没有发布', '发布它以后再试'],
    ['The process or version that it is to run is not published', 'Publish it, then try again'],
  ),
  correlation: words(
    ['要等的消息没有能用的名字或编号', '更正编号要用的数据后再试'],
    ['The message that it waits for has no usable name or key', 'Correct the data that the key reads, then try again'],
  ),
  calledCaseCancelled: words(
    ['它调用的流程被取消了', '再试会重新调用；不需要了就跳过'],
    ['What it had started was cancelled', 'Trying again starts it anew; skip it where it is not needed'],
  ),
  noCancelBoundary: words(
    ['取消以后怎么走，图上没有画', '把它挪到该去的一步；下一版画出取消以后的路'],
    ['What happens after cancelling is not drawn', 'Move it to where it should go; draw the way in the next version'],
  ),
  undoLateResult: words(
    ['取消以后结果才到，要不要撤销得由人决定', '需要撤销的先在对方那里撤销，再把这一条标为处理好'],
    [
      'Its result came after it was cancelled; a person has to decide whether to undo it',
      'Undo it on the other side where that is needed, then mark this as solved',
    ],
  ),
  limit: words(
    ['一口气走了太多步，先停下来', '看看流程是不是在打转；没有问题就再试一次，它会接着走'],
    [
      'Too many steps in one go; it was stopped',
      'See whether it goes round in circles; if not, try again and it goes on',
    ],
  ),
  quarantined: words(
    ['它反复出错，先搁置了，别的事不受影响', '请管理员查明原因，再点再试一次'],
    [
      'It failed again and again and is set aside; nothing else is affected',
      'Have an administrator find out why, then try again',
    ],
  ),
};

const wordsOf = (kind: unknown, { language }: Pick<Told, 'language'>) => WORDS[kind as keyof typeof WORDS]?.[language];

/** undefined for a kind that nobody knows. */
export const incidentSentence = (kind: unknown, told: Pick<Told, 'language'>): string | undefined =>
  wordsOf(kind, told)?.why;
export const incidentCure = (kind: unknown, told: Pick<Told, 'language'>): string | undefined =>
  wordsOf(kind, told)?.cure;

/** What the core saw, as far as it can be told without words of its own: `数量 = 3`. */
export function valuesSeen(detail: unknown, named: (name: string) => string): string[] {
  if (typeof detail !== 'object' || detail === null) return [];
  const { reads } = detail as { reads?: unknown };
  if (typeof reads !== 'object' || reads === null) return [];
  return Object.entries(reads).map(([name, value]) => `${named(name)} = ${JSON.stringify(value)}`);
}
