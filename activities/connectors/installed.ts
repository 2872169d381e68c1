// All connectors, and what lint has to know of them.
import type { InstalledConnector } from '../../bpmn/lint-context.ts';
import { ABSENCE } from './absence.ts';
import { CARRIER } from './carrier.ts';
import { type Capability, type Descriptor, inputsOf } from './descriptor.ts';
import { HTTP_REQUEST } from './http-request.ts';
import { LEDGER_CONNECTORS } from './ledger.ts';
import { MONEY } from './money.ts';
import { NOTIFY_BUYER } from './notify-buyer.ts';
import { PAGE_REQUIRE } from './page-require.ts';
import { PLATFORM } from './platform.ts';
import { RECORDS } from './records.ts';
import { REGISTER_EXPORT } from './register-export.ts';
import { MANY } from './start-many.ts';

export const DESCRIPTORS: Descriptor[] = [
  ...CARRIER,
  ...MONEY,
  NOTIFY_BUYER,
  HTTP_REQUEST,
  ...PLATFORM,
  ...RECORDS,
  REGISTER_EXPORT,
  ...LEDGER_CONNECTORS,
  ...MANY,
  ...ABSENCE,
  PAGE_REQUIRE,
];

export const capabilityOf = (id: string): Capability | undefined =>
  DESCRIPTORS.find((one): one is Capability => one.id === id && one.kind === 'capability');

export const INSTALLED: InstalledConnector[] = DESCRIPTORS.map((one) => ({
  id: one.id,
  inputs: inputsOf(one).flatMap(({ name, required }) => (required ? [name] : [])),
  headers: one.settings.flatMap(({ name, required }) => (required ? [name] : [])),
  labels: Object.fromEntries([...inputsOf(one), ...one.settings].map(({ name, label }) => [name, label])),
  outputs: one.outputs?.map(({ name }) => name) ?? null,
  ...(one.kind === 'capability' && { role: one.role }),
}));
