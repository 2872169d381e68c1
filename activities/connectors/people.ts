// A capability bound to people: the call becomes a task, and who completes it gives the call's result. Nothing waits in memory
// meanwhile: the case stands at its open call, and the completion is a command like any other.

import type { Variables } from '../../bpmn/instance.ts';
import type { Sql } from '../../db/connect.ts';
import { handOver, isHandedOver } from '../../db/handed-over.ts';
import { readSetting } from '../../db/settings.ts';
import type { Value } from '../../feel/value.ts';
import { Form } from '../../forms/form.ts';
import { words as wordsOf } from '../../words/connectors.ts';
import type { ServiceCall } from '../contract.ts';
import type { Bindings } from './binding.ts';
import { type Capability, inputsOf, type Tools } from './descriptor.ts';
import { capabilityOf } from './installed.ts';

/** Such a task names its form by the capability. */
const FORM_PREFIX = 'capability:';
const OUTCOME = 'workOutcome';
const NOTE = 'workNote';
const PROOF = 'workProof';

export const capabilityOfTask = (form: string | null): Capability | undefined =>
  form?.startsWith(FORM_PREFIX) ? capabilityOf(form.slice(FORM_PREFIX.length)) : undefined;

/** What is to be worked with, what is to be given back, and the proof that it was done. */
export function formOfCapability(capability: Capability): Form {
  const { id, words, outputs } = capability;
  const given = (outputs ?? []).flatMap(({ name, label, field }) =>
    field ? [{ label, ...field, id: name, visibleWhen: `${OUTCOME} = "done"` }] : [],
  );
  return Form.parse({
    key: `${FORM_PREFIX}${id}`,
    title: words,
    fields: [
      ...inputsOf(capability).map(({ name, label, field }) => ({ label, ...field, id: name, readOnly: true })),
      {
        type: 'choice',
        id: OUTCOME,
        label: wordsOf('wasItDone'),
        required: true,
        options: [
          { value: 'done', label: wordsOf('done') },
          { value: 'failed', label: wordsOf('cannotBeDone') },
        ],
      },
      ...given,
      {
        type: 'longText',
        id: NOTE,
        label: wordsOf('howItWasDoneOrWhyNot'),
        required: true,
        maxLength: 2_000,
      },
      { type: 'file', id: PROOF, label: wordsOf('proof'), max: 5 },
    ],
  });
}

/** What the case hears of it: the result of its call, or that the call has failed, as any call may. */
export function resultOf({ outputs }: Capability, wait: string, values: Variables): ServiceResult {
  if (values[OUTCOME] === 'failed') return { type: 'serviceFailed', wait, message: String(values[NOTE]) };
  const variables = (outputs ?? []).flatMap(({ name, done }): [string, Value][] => {
    const value = done === undefined ? values[name] : (done as Value);
    return value === undefined ? [] : [[name, value]];
  });
  const proof = ([NOTE, PROOF] as const).flatMap((name): [string, Value][] => {
    const value = values[name];
    return value === undefined ? [] : [[name, value]];
  });
  return { type: 'serviceCompleted', wait, variables: Object.fromEntries([...variables, ...proof]) };
}
type ServiceResult =
  | { type: 'serviceCompleted'; wait: string; variables: Variables }
  | { type: 'serviceFailed'; wait: string; message: string };

/** Whether people have it already: then it stays with them, whatever the capability is bound to now. */
export const withPeople = ({ sql }: Tools, call: ServiceCall): Promise<boolean> =>
  isHandedOver(sql, call.case, call.wait);

export async function toPeople({ sql }: Tools, capability: Capability, call: ServiceCall): Promise<void> {
  await handOver(sql, {
    case: call.case,
    wait: call.wait,
    element: call.element,
    name: call.name,
    form: `${FORM_PREFIX}${capability.id}`,
    locals: call.input,
    offers: await offersFor(sql, capability),
  });
}

/** The role that the shop has named, else the one that usually does it. */
async function offersFor(sql: Sql, { id, role }: Capability): Promise<string[]> {
  const chosen = (await readSetting<Bindings>(sql, 'bindings'))?.[id];
  return [`role:${(chosen?.to === 'people' && chosen.role) || role}`];
}
