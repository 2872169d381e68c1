// What a case answered, as HTTP: done, being confirmed, or a refusal that says why.

import type { Variables } from '../bpmn/instance.ts';
import type { Blocked } from '../bpmn/operate.ts';
import type { Sent } from '../dispatch/send.ts';
import { beginning } from '../feel/well-formed.ts';
import type { Language } from './language.ts';
import { type ProblemError, problem } from './problem.ts';

/** Over a limit of the rim, the value is refused here, not in the host. Names count: they travel and are kept as values are. */
const VARIABLE_BYTES = 64 * 1024;
const COMMAND_BYTES = 100 * 1024;
const NAMES = 1_000;
const NAME_LENGTH = 200;

export function withinLimits(variables: Variables): void {
  const names = Object.keys(variables);
  if (names.length > NAMES) throw problem('variablesTooLarge', { names: NAMES });
  const long = names.find((name) => name.length > NAME_LENGTH);
  if (long !== undefined) throw problem('nameTooLong', { name: beginning(long, 40), max: NAME_LENGTH });
  let sum = 0;
  for (const [name, value] of Object.entries(variables)) {
    const size = Buffer.byteLength(JSON.stringify(value) ?? '');
    if (size > VARIABLE_BYTES) throw problem('variableTooLarge', { name });
    sum += size + Buffer.byteLength(name);
  }
  if (sum > COMMAND_BYTES) throw problem('variablesTooLarge', { names: NAMES });
}

/** What a refusal may name: `named` gives an element's name. */
export type About = { businessKey?: string | undefined; language?: Language; named?: (element: string) => string };

/** @returns whether it is still being confirmed. @throws the refusal as a problem */
export function settled(sent: Sent, about: About = {}): boolean {
  if (sent.ok) return 'confirming' in sent;
  throw refusal(sent, about);
}

const BLOCKED: Record<Blocked, Record<Language, string>> = {
  undoing: { zh: '它正在撤销', en: 'It is being undone' },
  boundary: { zh: '那是挂在一步上的事件，只会自己发生', en: 'That is an event on a step and happens by itself' },
  start: { zh: '那是开始，请选它后面的一步', en: 'That is a start; choose what follows it' },
  handler: { zh: '那一步只在撤销时做', en: 'That step is done only when something is undone' },
  byEvent: { zh: '那一段只会由它的事件开始', en: 'That part begins by its event only' },
  eventGateway: {
    zh: '那里同时在等几件事，请选它前面的等待点',
    en: 'Several things are awaited there; choose the point before it',
  },
  noWay: { zh: '那里有几条路汇合，请说明从哪条路进来', en: 'Several ways join there; say which way it comes in' },
  noFollowing: { zh: '那后面没有可走的路', en: 'Nothing follows it' },
  severalRuns: { zh: '那一段要做好几遍，请挪到整段', en: 'That part runs several times; move to the whole of it' },
};

/** Refusals that need no problem of their own, as reasons. */
const REASONS: Record<string, Record<Language, string>> = {
  noSuchIncident: { zh: '它已经处理好了', en: 'it has been resolved already' },
  notAllowed: { zh: '这一步不能这样处理', en: 'this step cannot be treated that way' },
  noSuchElement: { zh: '流程里没有这一步', en: 'the process has no such step' },
  alreadyStarted: { zh: '它已经开始了', en: 'it has begun already' },
  notOpen: { zh: '它已经不在等了', en: 'nothing waits for it any more' },
  notStorable: {
    zh: '里面有存不下来的内容，什么都没有改；请检查填的数据',
    en: 'it holds something that cannot be stored, and nothing was changed; check the data',
  },
  setAside: {
    zh: '它反复出错，已被搁置；请负责人在运行里重试',
    en: 'it failed again and again and is set aside; a manager can let it try again',
  },
  adHocSequentialBusy: { zh: '上一步还没办完', en: 'the step before is not done yet' },
};

function refusal(
  sent: Extract<Sent, { ok: false }>,
  { businessKey, language = 'zh', named = (id) => id }: About,
): ProblemError {
  switch (sent.code) {
    case 'ended':
      return problem('caseEnded');
    case 'suspended':
      return problem('caseSuspended');
    case 'businessKeyInUse':
      return problem('businessKeyInUse', { key: businessKey ?? '' }, { ...(sent.detail && { case: sent.detail }) });
    case 'tryAgain':
    case 'busy':
      return problem('busy', {}, {}, { 'retry-after': '1' });
    case 'noStartEvent':
    case 'missingDefinition':
      return problem('notStartable');
    case 'noCase':
      return problem('notFound', { what: 'case' });
    case 'notSuspended':
      return problem('caseRunning');
    case 'noSuchToken':
      return problem('moveSource');
    case 'wouldStick':
      return problem('moveWouldStick', { where: named(sent.detail ?? '') });
    case 'ambiguous':
      return problem('moveAmbiguous');
    case 'noSuchElement':
      return problem('moveTarget', { where: sent.detail ?? '', why: REASONS.noSuchElement?.[language] ?? '' });
    case 'needsFlow':
      return problem('moveTarget', { where: named(sent.detail ?? ''), why: BLOCKED.noWay[language] });
    case 'targetBlocked': {
      const [, at = '', word] = /^(.*):(\w+)$/.exec(sent.detail ?? '') ?? [];
      return problem('moveTarget', {
        where: named(at),
        why: (word ? BLOCKED[word as Blocked] : BLOCKED.noWay)[language],
      });
    }
    default:
      return problem(
        'refused',
        { why: REASONS[sent.code]?.[language] ?? sent.detail ?? sent.code },
        { refusal: sent.code },
      );
  }
}
