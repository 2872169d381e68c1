// What processes call a message that comes from outside: its own name in another language, else the step that takes it.
import type { Definition, Element } from '../bpmn/definition.ts';
import type { Sql } from '../db/connect.ts';
import { newestVersions } from '../db/processes.ts';
import type { Definitions } from './definitions.ts';

export type Called = { name: string; texts: NonNullable<NonNullable<Element['zf']>['text']> };

export async function messageNames(sql: Sql, definitions: Definitions): Promise<Map<string, Called>> {
  const called = new Map<string, Called>();
  for (const { key, version } of await newestVersions(sql)) {
    const published = await definitions.get(key, version);
    if (!published) continue;
    for (const [name, one] of calledIn(published.definition)) if (!called.has(name)) called.set(name, one);
  }
  return called;
}

function calledIn({ messages, elements }: Definition): Map<string, Called> {
  const called = new Map<string, Called>();
  for (const element of Object.values(elements)) {
    const ref = taken(element);
    const message = ref === undefined ? undefined : messages[ref];
    const { zf, name } = message?.zf?.text ? message : element;
    if (message?.name && name && !called.has(message.name)) called.set(message.name, { name, texts: zf?.text ?? {} });
  }
  return called;
}

/** The message that a step waits for; one that throws it says nothing of what comes. */
function taken(element: Element): string | undefined {
  if (element.type === 'receiveTask') return element.messageRef;
  if (!['startEvent', 'intermediateCatchEvent', 'boundaryEvent'].includes(element.type)) return undefined;
  const events = 'eventDefinitions' in element ? element.eventDefinitions : [];
  return events.flatMap((one) => (one.type === 'messageEventDefinition' ? (one.messageRef ?? []) : []))[0];
}
