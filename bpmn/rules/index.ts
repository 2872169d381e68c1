// The severity table. An error forbids publishing.
import type { Problem } from '../definition.ts';
import { beginsItself } from './begins-itself.ts';
import { boundaryOutgoing } from './boundary-outgoing.ts';
import { businessRuleDecision } from './business-rule-decision.ts';
import { calendarExists, calendarYear } from './calendar-exists.ts';
import { callBinding, callProcess, callVersion } from './call-process.ts';
import { certificateExists } from './certificate-exists.ts';
import { checklistLanguage } from './checklist-language.ts';
import { compensationHandler } from './compensation-handler.ts';
import { conditionData } from './condition-data.ts';
import { connectorInput } from './connector-input.ts';
import { connectorInstalled } from './connector-installed.ts';
import { deadEnd } from './dead-end.ts';
import { deciding } from './deciding.ts';
import { decisionCell } from './decision-cell.ts';
import { decisionTable } from './decision-table.ts';
import { duplicateName } from './duplicate-name.ts';
import { eventWiring } from './event-wiring.ts';
import { expressionSyntax } from './expression-syntax.ts';
import { expressionType } from './expression-type.ts';
import { foreignCodeBound } from './foreign-code.ts';
import { forkAndJoin } from './fork-and-join.ts';
import { formFields } from './form-fields.ts';
import { gatewayCondition } from './gateway-condition.ts';
import { gatewayDefault } from './gateway-default.ts';
import { implicitFork } from './implicit-fork.ts';
import { importedExpression } from './imported-expression.ts';
import { instanceCount } from './instance-count.ts';
import { ladder } from './ladder.ts';
import { lastAnswer } from './last-answer.ts';
import { loopEnd } from './loop-end.ts';
import { messageName } from './message-name.ts';
import { moneyInCents } from './money-in-cents.ts';
import { namedPerson } from './named-person.ts';
import { noActivity } from './no-activity.ts';
import { notCarriedOut } from './not-carried-out.ts';
import { pageExists } from './page-exists.ts';
import { parameterExists } from './parameter-exists.ts';
import { participantExists } from './participant-exists.ts';
import { registerExists } from './register-exists.ts';
import { resultName } from './result-name.ts';
import { roleWithoutPeople } from './role-without-people.ts';
import { secretIntoCase } from './secret-into-case.ts';
import { serviceTaskWork } from './service-task-work.ts';
import { sharedField } from './shared-field.ts';
import { startEvent } from './start-event.ts';
import { stuckJoin } from './stuck-join.ts';
import type { Rule } from './survey.ts';
import { textVariable } from './text-variable.ts';
import { timerSpec } from './timer-spec.ts';
import { titleLanguage } from './title-language.ts';
import { unknownFunction } from './unknown-function.ts';
import { unknownVariable } from './unknown-variable.ts';
import { unreachable } from './unreachable.ts';
import { userTaskDeadline } from './user-task-deadline.ts';
import { userTaskForm } from './user-task-form.ts';
import { userTaskOwner } from './user-task-owner.ts';
import { valueLanguage } from './value-language.ts';

export const RULES: { name: string; severity: Problem['severity']; check: Rule }[] = [
  { name: 'start-event', severity: 'error', check: startEvent },
  { name: 'not-carried-out', severity: 'error', check: notCarriedOut },
  { name: 'user-task-owner', severity: 'error', check: userTaskOwner },
  { name: 'deciding', severity: 'error', check: deciding },
  { name: 'user-task-deadline', severity: 'error', check: userTaskDeadline },
  { name: 'ladder', severity: 'error', check: ladder },
  { name: 'service-task-work', severity: 'error', check: serviceTaskWork },
  { name: 'connector-installed', severity: 'error', check: connectorInstalled },
  { name: 'connector-input', severity: 'error', check: connectorInput },
  { name: 'participant-exists', severity: 'error', check: participantExists },
  { name: 'calendar-exists', severity: 'error', check: calendarExists },
  { name: 'parameter-exists', severity: 'error', check: parameterExists },
  { name: 'register-exists', severity: 'error', check: registerExists },
  { name: 'page-exists', severity: 'error', check: pageExists },
  { name: 'certificate-exists', severity: 'error', check: certificateExists },
  { name: 'secret-into-case', severity: 'error', check: secretIntoCase },
  { name: 'form-fields', severity: 'error', check: formFields },
  { name: 'last-answer', severity: 'warning', check: lastAnswer },
  { name: 'result-name', severity: 'warning', check: resultName },
  { name: 'shared-field', severity: 'warning', check: sharedField },
  { name: 'unknown-variable', severity: 'error', check: unknownVariable },
  { name: 'unknown-function', severity: 'error', check: unknownFunction },
  { name: 'decision-cell', severity: 'error', check: decisionCell },
  { name: 'foreign-code', severity: 'error', check: foreignCodeBound },
  { name: 'imported-expression', severity: 'error', check: importedExpression },
  { name: 'business-rule-decision', severity: 'error', check: businessRuleDecision },
  { name: 'call-process', severity: 'error', check: callProcess },
  { name: 'call-version', severity: 'error', check: callVersion },
  { name: 'expression-syntax', severity: 'error', check: expressionSyntax },
  { name: 'expression-type', severity: 'error', check: expressionType },
  { name: 'message-name', severity: 'error', check: messageName },
  { name: 'timer-spec', severity: 'error', check: timerSpec },
  { name: 'gateway-condition', severity: 'error', check: gatewayCondition },
  { name: 'event-wiring', severity: 'error', check: eventWiring },
  { name: 'compensation-handler', severity: 'error', check: compensationHandler },
  { name: 'loop-end', severity: 'error', check: loopEnd },
  { name: 'instance-count', severity: 'error', check: instanceCount },
  { name: 'stuck-join', severity: 'error', check: stuckJoin },
  { name: 'gateway-default', severity: 'warning', check: gatewayDefault },
  { name: 'call-binding', severity: 'warning', check: callBinding },
  { name: 'condition-data', severity: 'warning', check: conditionData },
  { name: 'begins-itself', severity: 'warning', check: beginsItself },
  { name: 'unreachable', severity: 'warning', check: unreachable },
  { name: 'no-activity', severity: 'warning', check: noActivity },
  { name: 'boundary-outgoing', severity: 'warning', check: boundaryOutgoing },
  { name: 'user-task-form', severity: 'warning', check: userTaskForm },
  { name: 'role-without-people', severity: 'warning', check: roleWithoutPeople },
  { name: 'implicit-fork', severity: 'warning', check: implicitFork },
  { name: 'decision-table', severity: 'warning', check: decisionTable },
  { name: 'fork-and-join', severity: 'info', check: forkAndJoin },
  { name: 'dead-end', severity: 'info', check: deadEnd },
  { name: 'duplicate-name', severity: 'info', check: duplicateName },
  { name: 'named-person', severity: 'info', check: namedPerson },
  { name: 'checklist-language', severity: 'warning', check: checklistLanguage },
  { name: 'title-language', severity: 'info', check: titleLanguage },
  { name: 'value-language', severity: 'info', check: valueLanguage },
  { name: 'text-variable', severity: 'warning', check: textVariable },
  { name: 'calendar-year', severity: 'info', check: calendarYear },
  { name: 'money-in-cents', severity: 'info', check: moneyInCents },
];

/** Rules of the language itself: what breaks one is not a process at all, whoever is to run it. */
export const OF_THE_LANGUAGE = new Set(['start-event', 'event-wiring', 'compensation-handler']);
