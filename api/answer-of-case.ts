// What a case answered, as HTTP: done, being confirmed, or a refusal that says why.

import type { Variables } from '../bpmn/instance.ts';
import type { Blocked } from '../bpmn/operate.ts';
import type { Sent } from '../dispatch/send.ts';
import { beginning } from '../feel/well-formed.ts';
import type { Value } from '../words/message.ts';
import { type ProblemError, problem, tell } from './problem.ts';

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
export type About = { businessKey?: string | undefined; named?: (element: string) => string };

/** @returns whether it is still being confirmed. @throws the refusal as a problem */
export function settled(sent: Sent, about: About = {}): boolean {
  if (sent.ok) return 'confirming' in sent;
  throw refusal(sent, about);
}

/** Refusals that need no problem of their own, as reasons. */
const REASONS = [
  'noSuchIncident',
  'notAllowed',
  'noSuchElement',
  'alreadyStarted',
  'notOpen',
  'notStorable',
  'alreadySigner',
  'uncertified',
  'setAside',
  'adHocSequentialBusy',
  'depth',
  'parked',
  'targetNotPassed',
  'targetOpen',
  'targetInLoop',
  'targetInCaller',
  'targetInEndedCall',
  'targetInEvent',
  'irreversible',
  'nextStarted',
  'alreadyJoined',
  'scopeEnded',
  'recallAtCaller',
  'notEnded',
  'useBeforeAfter',
  'lastSigner',
  'alreadyActed',
] as const;
const reasonOf = (code: string): Value | undefined => {
  const known = REASONS.find((one) => one === code);
  return known && tell(`reason.${known}`);
};

function refusal(sent: Extract<Sent, { ok: false }>, { businessKey, named = (id) => id }: About): ProblemError {
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
    case 'excluded':
    case 'fourEyes':
      return problem('excluded');
    case 'opinionMissing':
      return problem('opinionMissing');
    case 'noStartEvent':
    case 'missingDefinition':
      return problem('notStartable');
    case 'noCase':
      return problem('notFound', { what: tell('what.case') });
    case 'notSuspended':
      return problem('caseRunning');
    case 'noSuchToken':
      return problem('moveSource');
    case 'wouldStick':
      return problem('moveWouldStick', { where: named(sent.detail ?? '') });
    case 'ambiguous':
      return problem('moveAmbiguous');
    case 'noSuchElement':
      return problem('moveTarget', { where: sent.detail ?? '', why: tell('reason.noSuchElement') });
    case 'needsFlow':
      return problem('moveTarget', { where: named(sent.detail ?? ''), why: tell('blocked.noWay') });
    case 'targetBlocked': {
      const [, at = '', word] = /^(.*):(\w+)$/.exec(sent.detail ?? '') ?? [];
      return problem('moveTarget', {
        where: named(at),
        why: tell(`blocked.${(word ?? 'noWay') as Blocked}`),
      });
    }
    case 'tooSoon': {
      const minutes = Math.max(1, Math.ceil(Number(sent.detail) / 60_000));
      return problem('refused', { why: tell('reason.tooSoon', { minutes }) }, { refusal: sent.code, minutes });
    }
    case 'cancelsOthers':
      return problem(
        'refused',
        { why: tell('reason.cancelsOthers', { count: Number(sent.detail) }) },
        { refusal: sent.code, others: Number(sent.detail) },
      );
    default:
      return problem('refused', { why: reasonOf(sent.code) ?? sent.detail ?? sent.code }, { refusal: sent.code });
  }
}
