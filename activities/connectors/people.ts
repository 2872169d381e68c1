// A capability bound to people: the call becomes a task, and who completes it gives the call's result. Nothing waits in memory
// meanwhile: the case stands at its open call, and the completion is a command like any other.
import type { Variables } from '../../bpmn/instance.ts';
import type { Sql } from '../../db/connect.ts';
import { handOver, isHandedOver } from '../../db/handed-over.ts';
import { readSetting } from '../../db/settings.ts';
import type { Value } from '../../feel/value.ts';
import { Form } from '../../forms/form.ts';
import type { ServiceCall } from '../contract.ts';
import type { Bindings } from './binding.ts';
import { type Capability, inputsOf, type Tools } from './descriptor.ts';
import { capabilityOf } from './installed.ts';

/** Such a task names its form by the capability. */
const FORM_PREFIX = 'capability:';

export const capabilityOfTask = (form: string | null): Capability | undefined =>
  form?.startsWith(FORM_PREFIX) ? capabilityOf(form.slice(FORM_PREFIX.length)) : undefined;

/** What is to be worked with, what is to be given back, and the proof that it was done. */
export function formOfCapability(capability: Capability): Form {
  const { id, words, outputs } = capability;
  const given = (outputs ?? []).flatMap(({ name, label, field }) => (field ? [{ label, ...field, id: name }] : []));
  return Form.parse({
    key: `${FORM_PREFIX}${id}`,
    title: words,
    fields: [
      ...inputsOf(capability).map(({ name, label, field }) => ({ label, ...field, id: name, readOnly: true })),
      ...given,
      {
        type: 'longText',
        id: 'workNote',
        label: { zh: '怎么办的', en: 'How it was done' },
        required: !given.some(({ required }) => required),
        maxLength: 2_000,
      },
      { type: 'file', id: 'workProof', label: { zh: '凭证', en: 'Proof' }, max: 5 },
    ],
  });
}

/** What holds once the work is done, beside what the person entered. */
export const doneBy = ({ outputs }: Capability): Variables =>
  Object.fromEntries((outputs ?? []).flatMap(({ name, done }) => (done === undefined ? [] : [[name, done as Value]])));

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
