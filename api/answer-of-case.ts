// What a case answered, as HTTP: done, being confirmed, or a refusal that says why.

import type { Variables } from '../bpmn/instance.ts';
import type { Sent } from '../dispatch/send.ts';
import { type ProblemError, problem } from './problem.ts';

/** Over a limit of the rim, the value is refused here, not in the host. */
const VARIABLE_BYTES = 64 * 1024;
const COMMAND_BYTES = 100 * 1024;

export function withinLimits(variables: Variables): void {
  const sizes = Object.values(variables).map((value) => Buffer.byteLength(JSON.stringify(value) ?? ''));
  if (sizes.some((size) => size > VARIABLE_BYTES) || sizes.reduce((sum, size) => sum + size, 0) > COMMAND_BYTES)
    throw problem('tooLarge');
}

/** @returns whether it is still being confirmed. @throws the refusal as a problem */
export function settled(sent: Sent, about: { businessKey?: string | undefined } = {}): boolean {
  if (sent.ok) return 'confirming' in sent;
  throw refusal(sent, about);
}

function refusal(
  sent: Extract<Sent, { ok: false }>,
  { businessKey }: { businessKey?: string | undefined },
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
    default:
      return problem('refused', { why: sent.detail ?? sent.code }, { refusal: sent.code });
  }
}
