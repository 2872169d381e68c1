// What registers and ledgers answer, as a connector says it.
import type { Variables } from '../../bpmn/instance.ts';
import type { Outcome } from '../../records/service.ts';
import { BusinessError, Hopeless } from '../call-service.ts';

/** @throws BusinessError, Hopeless */
export function said(outcome: Outcome): Variables {
  if ('variables' in outcome) return outcome.variables;
  throw failureOf(outcome);
}

export function failureOf(outcome: Exclude<Outcome, { variables: Variables }>): Error {
  if ('hopeless' in outcome) return new Hopeless(outcome.hopeless);
  const { code, message, variables } = outcome.error;
  return new BusinessError(code, message, variables);
}
