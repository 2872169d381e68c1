// A capability bound to people: the call becomes a task, and who completes it gives the call's result. Nothing waits in memory
// meanwhile: the case stands at its open call, and the completion is a command like any other.
import { addWorking, type Calendar } from '../../bpmn/calendar.ts';
import type { Because, Variables } from '../../bpmn/instance.ts';
import { handOver, isHandedOver, nameOfRef, resolved } from '../../db/handed-over.ts';
import { readSetting, readShop } from '../../db/settings.ts';
import type { Value } from '../../feel/value.ts';
import { Form } from '../../forms/form.ts';
import { words as wordsOf } from '../../words/connectors.ts';
import { shopTime } from '../../workflows/clock.ts';
import { NotBegun } from '../call-service.ts';
import type { ServiceCall } from '../contract.ts';
import type { Binding, Bindings } from './binding.ts';
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
    field ? [{ label, ...field, id: name, visibleWhen: `${OUTCOME} != "failed"` }] : [],
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
export function resultOf({ outputs }: Capability, wait: string, values: Variables, who: string): ServiceResult {
  if (values[OUTCOME] === 'failed')
    return { type: 'serviceFailed', wait, message: String(values[NOTE]), because: { is: 'person', who } };
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
  | { type: 'serviceFailed'; wait: string; message: string; because: Because };

/** Whether people have it already: then it stays with them, whatever the capability is bound to now. */
export const withPeople = ({ sql }: Tools, call: ServiceCall): Promise<boolean> =>
  isHandedOver(sql, call.case, call.wait);

/** @throws NotBegun where nobody is there to do it */
export async function toPeople({ sql }: Tools, capability: Capability, call: ServiceCall): Promise<void> {
  const binding = (await readSetting<Bindings>(sql, 'bindings'))?.[capability.id];
  const asked = call.person ? `person:${call.person}` : `role:${roleOf(capability, binding)}`;
  const [ref] = await resolved(sql, [asked]);
  if (!ref)
    throw new NotBegun(`"${call.name}" is for nobody who is here: ${asked}`, {
      is: 'nobody',
      asked: [await nameOfRef(sql, asked)],
    });
  const { clock, env } = await readShop(sql);
  const now = shopTime(clock, Date.now());
  await handOver(sql, {
    case: call.case,
    wait: call.wait,
    element: call.element,
    name: call.name,
    form: `${FORM_PREFIX}${capability.id}`,
    summary: inputsOf(capability).map(({ name }) => name),
    locals: call.input,
    offers: [ref],
    assignee: call.person && ref.startsWith('person:') ? ref.slice('person:'.length) : null,
    now,
    due: dueOf(now, binding?.to === 'people' ? binding.hours : undefined, env.calendars?.office),
  });
}

/** The role that the shop has named, else the one that usually does it. */
export const roleOf = ({ role }: Capability, binding: Binding | undefined): string =>
  (binding?.to === 'people' && binding.role) || role;

const HOUR = 3_600_000;
/** A shop without a calendar of its office works round the clock. */
function dueOf(now: number, hours: number | undefined, office: Calendar | undefined): number {
  const ms = (hours ?? workingDayOf(office)) * HOUR;
  return (office && addWorking(office, now, ms)) ?? now + ms;
}
/** Hours of a day of the office: the longest of its week. */
export const workingDayOf = (office: Calendar | undefined): number => {
  const days = (office?.week ?? []).map((shifts) => shifts.reduce((sum, [from, to]) => sum + to - from, 0));
  return Math.max(0, ...days) / 60 || 24;
};
