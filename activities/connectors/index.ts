// The table topic → connector, as this shop has bound its capabilities.
import type { Variables } from '../../bpmn/instance.ts';
import { readSetting } from '../../db/settings.ts';
import { type Connector, HANDED_OVER, NotBegun } from '../call-service.ts';
import { type Bindings, bindingOf } from './binding.ts';
import { type Capability, type Descriptor, inputsOf, type Tools } from './descriptor.ts';
import { callHttp, resultOf } from './http-request.ts';
import { DESCRIPTORS } from './installed.ts';
import { toPeople, withPeople } from './people.ts';
import { toWorkers, withWorkers } from './workers.ts';

/** `demo`: capabilities may be played by stand-ins. */
export function connectors(tools: Tools, demo: boolean): Record<string, Connector> {
  return Object.fromEntries(
    DESCRIPTORS.map((one) => [one.id, one.kind === 'call' ? checked(one, one.call(tools)) : bound(one, tools, demo)]),
  );
}

const checked =
  (one: Descriptor, connector: Connector): Connector =>
  async (call, signal) => {
    checkInputs(one, call.name, call.input);
    return connector(call, signal);
  };

const bound =
  (capability: Capability, tools: Tools, demo: boolean): Connector =>
  async (call, signal) => {
    if ((await withPeople(tools, call)) || (await withWorkers(tools, call))) return HANDED_OVER;
    const binding = bindingOf(capability, (await readSetting<Bindings>(tools.sql, 'bindings')) ?? {}, demo);
    if (binding.to === 'people') {
      await toPeople(tools, capability, call);
      return HANDED_OVER;
    }
    checkInputs(capability, call.name, call.input);
    if (binding.to === 'worker') {
      await toWorkers(tools, binding.topic, call);
      return HANDED_OVER;
    }
    if (binding.to === 'sandbox') return capability.sandbox(tools)(call, signal);
    const { to: _, ...http } = binding;
    const answer = await callHttp(tools, { ...http, name: call.name, key: call.key, body: call.input }, signal);
    return promised(capability, resultOf(call.name, answer));
  };

/** Whatever else the other side answers is nothing of the case's. */
const promised = ({ outputs }: Capability, answer: Variables): Variables =>
  outputs === null
    ? answer
    : Object.fromEntries(
        outputs.flatMap(({ name, done }) => {
          const value = answer[name] ?? (done as Variables[string] | undefined);
          return value === undefined ? [] : [[name, value]];
        }),
      );

function checkInputs(one: Descriptor, name: string, input: Variables): void {
  // A mapping without a value gives null: what may be absent may be that.
  const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== null));
  const checked = one.inputs.safeParse(given);
  if (checked.success) return;
  const wrong = new Set(checked.error.issues.map(({ path }) => String(path[0])));
  const inputs = inputsOf(one).filter(({ name: input }) => wrong.has(input));
  throw new NotBegun(`"${name}" lacks ${inputs.map(({ label }) => label.en).join(', ')}`, {
    is: 'data',
    inputs: inputs.map(({ name, label, field }) => ({ name, label, type: field.type })),
  });
}
