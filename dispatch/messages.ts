// Messages and signals to cases: stored first, then delivered to exactly one wait, kept until somebody waits, or expired.
import { createHash } from 'node:crypto';
import type { Variables } from '../bpmn/instance.ts';
import { inOrder, type Sql } from '../db/connect.ts';
import { hostOf } from '../workflows/messages.ts';
import type { Door } from './door.ts';
import { storeAndSend } from './send.ts';

export type IncomingMessage = {
  id: string;
  name: string;
  key?: string;
  variables: Variables;
  ttlMs?: number;
  by?: string;
};
export type Delivery = { state: 'pending' | 'delivered' | 'expired' | 'ambiguous'; case?: string; detail?: string };

const DEFAULT_TTL = 7 * 86_400_000;

/** Idempotent by id: a repeat learns what became of the first. */
export async function receiveMessage(
  sql: Sql,
  door: Door,
  message: IncomingMessage,
): Promise<Delivery & { repeated: boolean }> {
  const inserted = await sql.begin(async (tx) => {
    // Whoever sends and whoever begins to wait meet on one lock, so that neither misses the other (record_turn).
    await tx`select pg_advisory_xact_lock(hashtextextended(${`${message.name}/${message.key ?? ''}`}, 0))`;
    return tx`
      insert into message (id, name, key, variables, sent_by, expires_at)
      values (${message.id}, ${message.name}, ${message.key ?? null}, ${inOrder(tx, message.variables)}, ${message.by ?? null}, now() + ${message.ttlMs ?? DEFAULT_TTL} * interval '1 millisecond')
      on conflict (id) do nothing returning id`;
  });
  if (inserted.length === 0) return { ...(await deliveryOf(sql, message.id)), repeated: true };
  return { ...(await correlate(sql, door, message.id)), repeated: false };
}

async function deliveryOf(sql: Sql, id: string): Promise<Delivery> {
  const [row] = await sql<
    { state: Delivery['state']; case_id: string | null; detail: string | null }[]
  >`select state, case_id, detail from message where id = ${id}`;
  return {
    state: row?.state ?? 'pending',
    ...(row?.case_id && { case: row.case_id }),
    ...(row?.detail && { detail: row.detail }),
  };
}

type Pending = { id: string; name: string; key: string | null; variables: Variables; sent_by: string | null };
type Target = { case_id: string; wait: string; family: string; host: string; element: string };

/** Finds the one wait that the message is for and delivers it. Safe to repeat. */
export async function correlate(sql: Sql, door: Door, id: string): Promise<Delivery> {
  for (let attempt = 0; attempt < 5; attempt++) {
    // One statement, one snapshot: either the message is pending and its wait stands, or neither.
    const rows = await sql<(Pending & { [name in keyof Target]: Target[name] | null })[]>`
      select m.id, m.name, m.key, m.variables, m.sent_by, t.case_id, t.wait, t.element, t.family, t.host
      from message m left join lateral (
        select s.case_id, s.wait, s.element, c.family, c.host from subscription s join cases c on c.id = s.case_id
        where s.kind = 'message' and s.name = m.name and c.status <> 'ended' and (m.key is null or s.key is null or s.key = m.key)
        order by s.case_id, s.wait limit 10) t on true
      where m.id = ${id} and m.state = 'pending' and m.expires_at > now()`;
    const [message] = rows;
    if (!message) return deliveryOf(sql, id);
    const targets = rows.filter((row): row is Pending & Target => row.wait !== null);
    if (targets.length > 1)
      return conclude(
        sql,
        id,
        'ambiguous',
        undefined,
        `${targets.length} cases wait for it: ${targets.map(({ case_id, element }) => `${case_id} (${element})`).join(', ')}`,
      );
    const target = targets[0];
    if (!target) return (await startByMessage(sql, door, message)) ?? deliveryOf(sql, id);
    const sent = await storeAndSend(
      sql,
      door,
      {
        id: `message:${id}:${target.wait}`,
        host: target.host,
        family: target.family,
        case: target.case_id,
        ...(message.sent_by && { by: message.sent_by }),
        body: {
          do: 'occur',
          message: id,
          occurrence: {
            type: 'messageReceived',
            wait: target.wait,
            message: message.name,
            variables: message.variables,
          },
        },
      },
      30_000,
    );
    if (sent.ok) return 'confirming' in sent ? { state: 'pending' } : { state: 'delivered', case: target.case_id };
    // The wait has gone meanwhile: look again.
  }
  return deliveryOf(sql, id);
}

async function conclude(
  sql: Sql,
  id: string,
  state: Delivery['state'],
  caseId?: string,
  detail?: string,
): Promise<Delivery> {
  await sql`update message set state = ${state}, case_id = ${caseId ?? null}, detail = ${detail ?? null} where id = ${id} and state = 'pending'`;
  return { state, ...(caseId !== undefined && { case: caseId }), ...(detail !== undefined && { detail }) };
}

/** A message start event of a newest version: its key becomes the business key, so a second one finds the first case. */
async function startByMessage(sql: Sql, door: Door, message: Pending): Promise<Delivery | undefined> {
  const [start] = await sql<{ key: string; element: string; latest: number }[]>`
    select s.key, s.element, p.latest from start_subscription s join process p on p.key = s.key
    where s.kind = 'message' and s.name = ${message.name} and not p.archived order by s.key limit 1`;
  if (!start) return undefined;
  const family = familyOf(start.key, message.key ?? message.id, message.id);
  const sent = await storeAndSend(
    sql,
    door,
    {
      id: `start:${message.id}`,
      host: hostOf(family),
      family,
      case: family,
      ...(message.sent_by && { by: message.sent_by }),
      body: {
        do: 'start',
        message: message.id,
        key: start.key,
        version: start.latest,
        element: start.element,
        variables: message.variables,
        ...(message.key !== null && { businessKey: message.key }),
      },
    },
    30_000,
  );
  if (sent.ok && 'confirming' in sent) return { state: 'pending' };
  if (sent.ok) return { state: 'delivered', case: family };
  if (sent.code === 'businessKeyInUse')
    return conclude(sql, message.id, 'delivered', sent.detail, 'the case runs already');
  if (sent.code === 'missingDefinition' || sent.code === 'tryAgain') return { state: 'pending' };
  return conclude(sql, message.id, 'ambiguous', undefined, sent.code);
}

/** Id of a new case: readable, and the same for the same request. */
export function familyOf(process: string, businessKey: string, request: string): string {
  const readable = businessKey.replace(/[^\p{L}\p{N}._-]/gu, '').slice(0, 40);
  return `${process}-${readable}-${createHash('sha256').update(request).digest('hex').slice(0, 10)}`;
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
  const targets = await sql<{ case_id: string; family: string; host: string }[]>`
    select distinct s.case_id, c.family, c.host from subscription s join cases c on c.id = s.case_id
    where s.kind = 'signal' and s.name = ${signal} and c.family is distinct from (select family from cases where id = ${except}) and c.status <> 'ended'`;
  const starts = await sql<{ key: string; element: string; latest: number }[]>`
    select s.key, s.element, p.latest from start_subscription s join process p on p.key = s.key where s.kind = 'signal' and s.name = ${signal} and not p.archived`;
  await Promise.all([
    ...targets.map((target) =>
      storeAndSend(sql, door, {
        id: `signal:${id}:${target.case_id}`,
        host: target.host,
        family: target.family,
        case: target.case_id,
        body: { do: 'occur', occurrence: { type: 'signalReceived', signal, variables } },
      }),
    ),
    ...starts.map((start) => {
      const family = familyOf(start.key, signal, `${id}:${start.key}`);
      return storeAndSend(sql, door, {
        id: `signal:${id}:${start.key}`,
        host: hostOf(family),
        family,
        case: family,
        body: {
          do: 'start',
          key: start.key,
          version: start.latest,
          element: start.element,
          variables: {},
          event: variables,
          ...(businessKey !== undefined && { businessKey }),
        },
      });
    }),
  ]);
}
