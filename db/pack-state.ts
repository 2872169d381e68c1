// What the shop has made of a pack that it has taken in: what stands now, beside what the pack has brought, which is kept (`shipped`).
import type { Calendar } from '../bpmn/calendar.ts';
import type { SharedDecision } from '../dmn/shared-decision.ts';
import type { Page } from '../pages/page.ts';
import type { Parameter } from '../parameters/parameter.ts';
import type { Register } from '../records/register.ts';
import type { Sql } from './connect.ts';
import { allPieces, type Piece, type Shipment, same } from './packs.ts';

/** `draft`: somebody is at it, or an upgrade has left what it has merged. */
type Made = { kind: Piece['kind']; key: string; what: 'changed' | 'removed' | 'draft' };

export async function madeOf(sql: Sql, before: Shipment, at: number): Promise<Made[]> {
  const pieces = await allPieces(sql, before, at);
  return pieces.flatMap(({ kind, key, theirs, ours, hasDraft }): Made[] => {
    const what = hasDraft ? 'draft' : ours === undefined ? 'removed' : same(ours, theirs) ? undefined : 'changed';
    return what ? [{ kind, key, what }] : [];
  });
}

/** A pack as it was taken in last. */
export async function shippedBefore(sql: Sql, pack: Pick<Shipment, 'key' | 'name' | 'version'>): Promise<Shipment> {
  const rows = await sql<{ kind: Piece['kind']; key: string; body: unknown }[]>`
    select kind, key, body from shipped where pack = ${pack.key} order by kind, key`;
  const of = <B>(kind: Piece['kind']): B[] => rows.flatMap((row) => (row.kind === kind ? [row.body as B] : []));
  const named = <B>(kind: Piece['kind']) => of<B>(kind).map((body) => ({ ...body, size: 'small' as const }));
  const processes = rows.flatMap(({ kind, key, body }) => {
    if (kind !== 'process') return [];
    const { model, forms } = body as Pick<Shipment['processes'][number], 'model' | 'forms'>;
    const definition = model.processes.find((one) => one.key === key);
    return definition ? [{ model, definition, forms }] : [];
  });
  return {
    ...pack,
    asks: [],
    requires: [],
    roles: named('role'),
    departments: named('department'),
    calendars: of<Calendar>('calendar'),
    registers: of<Register>('register'),
    parameters: of<Parameter>('parameter'),
    decisions: of<SharedDecision>('decision'),
    pages: of<Page>('page'),
    processes: processes as Shipment['processes'],
    seeds: [],
    scenarios: [],
  };
}
