// Messages and signals to cases: stored first, then delivered to exactly one wait, kept until somebody waits, or expired.
import { expr } from '../bpmn/compile.ts';
import type { Variables } from '../bpmn/instance.ts';
import { isHeard } from '../bpmn/population.ts';
import { eachInTurn } from '../db/breather.ts';
import { storeOfCase } from '../db/cases.ts';
import { isStored, storeCommand } from '../db/commands.ts';
import type { Sql } from '../db/connect.ts';
import {
  concludeMessage,
  type Delivery,
  deliveryOf,
  type IncomingMessage,
  type Pending,
  pendingMessage,
  signalCatchers,
  storeMessage,
} from '../db/messages.ts';
import { familyOf, nextCaseNumber } from '../db/new-case.ts';
import { readShop } from '../db/settings.ts';
import { messageStarts, signalStarts } from '../db/start-subscriptions.ts';
import { shopTime } from '../workflows/clock.ts';
import { hostOf } from '../workflows/messages.ts';
import { type Door, NOT_FINAL } from './door.ts';
import { sendStored, storeAndSend } from './send.ts';

export type Receipt = Delivery & {
  repeated: boolean;
  /** A repeat that says something else than the first. */
  other: boolean;
};
/** Idempotent by id: a repeat learns what became of the first, which stands whatever the repeat says. */
export async function receiveMessage(sql: Sql, door: Door, message: IncomingMessage): Promise<Receipt> {
  const stored = await storeMessage(sql, message);
  if (stored === 'stored') return { ...(await correlate(sql, door, message.id)), repeated: false, other: false };
  return { ...(await deliveryOf(sql, message.id)), repeated: true, other: stored === 'other' };
}

/**
 * Finds the one wait that the message is for and delivers it; what came before it has the wait first. Safe to repeat, also by several at
 * once: a try is one command, whoever makes it, and the next begins only where it was refused, so that no two waits hear the message.
 */
export async function correlate(sql: Sql, door: Door, id: string, inTurn = true): Promise<Delivery> {
  let isFirstOfKey = !inTurn;
  for (let tried = 0, refused = 0; refused < MOST_REFUSALS; ) {
    const pending = await pendingMessage(sql, id);
    if (!pending) return deliveryOf(sql, id);
    const { message } = pending;
    const heard = await hearing(sql, pending.targets, message.variables);
    const targets = heard.every(({ oldest }) => oldest) ? heard.slice(0, 1) : heard;
    const command = `message:${id}:${tried}`;
    if (targets.length > 1 && !(await isStored(sql, command))) {
      const places = targets.map((target) => `${target.case} (${target.element})`).join(', ');
      return concludeMessage(sql, id, {
        state: 'ambiguous',
        detail: `${targets.length} cases wait for it: ${places}`,
      });
    }
    const target = targets[0];
    if (target && !isFirstOfKey && pending.elders.length > 0) {
      for (const elder of pending.elders) await correlate(sql, door, elder, false);
      isFirstOfKey = true;
      continue;
    }
    if (!target) return (await startByMessage(sql, door, message)) ?? deliveryOf(sql, id);
    const standing = await storeCommand(sql, {
      id: command,
      host: target.host,
      family: target.family,
      case: target.case,
      ...(message.sentBy && { by: message.sentBy }),
      body: {
        do: 'occur',
        message: id,
        ...fromCase(message.from, 'message'),
        occurrence: {
          type: 'messageReceived',
          wait: target.wait,
          message: message.name,
          variables: message.variables,
        },
      },
    });
    const sent = await sendStored(door, standing, 30_000);
    if (sent.ok)
      return 'confirming' in sent ? { state: 'pending' } : { state: 'delivered', case: standing.command.case };
    // It stands, and is sent again until it is answered for good.
    if (!standing.answer && NOT_FINAL.has(sent.code)) return { state: 'pending' };
    // The wait has gone meanwhile: look again. Any other refusal is for good, and somebody has to see it.
    if (!GONE.has(sent.code) && !NOT_FINAL.has(sent.code))
      return concludeMessage(sql, id, { state: 'ambiguous', case: standing.command.case, detail: sent.code });
    tried++;
    if (!standing.answer) refused++;
  }
  return deliveryOf(sql, id);
}

/** Where others are faster again and again, the dispatcher goes on. */
const MOST_REFUSALS = 5;
const GONE = new Set<string>(['notOpen', 'ended', 'noCase', 'suspended']);

const fromCase = (id: string | null, role: 'start' | 'message' | 'signal') =>
  id === null ? {} : { from: [{ kind: 'case' as const, id, role }] };

/** Those that listen to this message, by what they say of it. */
export async function hearing<T extends { heard: string | null }>(
  sql: Sql,
  rows: T[],
  variables: Variables,
): Promise<T[]> {
  if (rows.every(({ heard }) => heard === null)) return rows;
  const { clock, env } = await readShop(sql);
  const now = shopTime(clock, Date.now());
  const heard = await eachInTurn(rows, (row) =>
    isHeard(row.heard === null ? undefined : expr(row.heard), variables, now, env.zone),
  );
  return rows.filter((_, n) => heard[n]);
}

/** A message start event of a newest version. Whoever sent the message has started nothing by hand: such a case has no starter. Its key becomes the business key unless the process numbers its cases, so a second one finds the first case. */
async function startByMessage(sql: Sql, door: Door, message: Pending): Promise<Delivery | undefined> {
  const [start] = await hearing(sql, await messageStarts(sql, message.name), message.variables);
  if (!start) return undefined;
  const businessKey = start.number === null ? message.key : await nextCaseNumber(sql, start.key, start.number);
  const family = familyOf(start.key, message.key ?? message.id.replace(/^.*\//, ''), message.id);
  const sent = await storeAndSend(
    sql,
    door,
    {
      id: `start:${message.id}`,
      host: hostOf(family),
      family,
      case: family,
      body: {
        do: 'start',
        message: message.id,
        ...fromCase(message.from, 'start'),
        key: start.key,
        version: start.version,
        element: start.element,
        variables: message.variables,
        ...(typeof businessKey === 'string' && { businessKey }),
        ...(message.store && { store: message.store }),
      },
    },
    30_000,
  );
  if (sent.ok && 'confirming' in sent) return { state: 'pending' };
  if (sent.ok) return { state: 'delivered', case: family };
  if (sent.code === 'businessKeyInUse')
    return concludeMessage(sql, message.id, {
      state: 'delivered',
      ...(sent.detail !== undefined && { case: sent.detail }),
      detail: 'the case runs already',
    });
  if (sent.code === 'missingDefinition' || sent.code === 'tryAgain') return { state: 'pending' };
  return concludeMessage(sql, message.id, { state: 'ambiguous', detail: sent.code });
}

/** A signal reaches every catcher present now, then the start events that listen. The family of the case `except` has heard it already. Repeats are told apart by `id`. */
export async function broadcastSignal(
  sql: Sql,
  door: Door,
  id: string,
  signal: string,
  variables: Variables,
  except: string | null,
  businessKey?: string,
): Promise<void> {
  const targets = await signalCatchers(sql, signal, except);
  const starts = await signalStarts(sql, signal);
  const store = except === null ? '' : await storeOfCase(sql, except);
  await Promise.all([
    ...targets.map((target) =>
      storeAndSend(sql, door, {
        id: `signal:${id}:${target.case}`,
        host: target.host,
        family: target.family,
        case: target.case,
        body: {
          do: 'occur',
          ...fromCase(except, 'signal'),
          occurrence: { type: 'signalReceived', signal, variables },
        },
      }),
    ),
    ...starts.map(async (start) => {
      const number = businessKey ?? (await nextCaseNumber(sql, start.key, start.number));
      const family = familyOf(start.key, signal, `${id}:${start.key}`);
      return storeAndSend(sql, door, {
        id: `signal:${id}:${start.key}`,
        host: hostOf(family),
        family,
        case: family,
        body: {
          do: 'start',
          ...fromCase(except, 'signal'),
          key: start.key,
          version: start.version,
          element: start.element,
          variables: {},
          event: variables,
          ...(number !== undefined && { businessKey: number }),
          ...(store && { store }),
        },
      });
    }),
  ]);
}
