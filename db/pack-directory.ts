// What a pack brings of who is there to be named, next to what the shop has: roles, departments, calendars.
import type { Calendar } from '../bpmn/calendar.ts';
import { changeCalendars } from './calendars.ts';
import type { Sql } from './connect.ts';
import type { Piece, Shipment, ShopSize, Words } from './packs.ts';
import { listDepartments, listRoles, type Named, putDepartment, putRole } from './people.ts';
import { readSetting } from './settings.ts';

/** Without the roles and departments that only larger shops have. */
export async function ofSize(sql: Sql, pack: Shipment): Promise<Shipment> {
  const size = (await readSetting<ShopSize>(sql, 'size'))?.size ?? 'small';
  const fits = (one: { size: string }) => one.size === 'small' || size === 'full';
  return { ...pack, roles: pack.roles.filter(fits), departments: pack.departments.filter(fits) };
}

/**
 * They have no drafts: what both sides have changed is merged at once, which
 * takes nothing of the shop's away, and where both have changed the same place the shop's stands.
 */
export async function directoryOf(sql: Sql, pack: Shipment): Promise<Piece[]> {
  const words = ({ name, texts }: Named): Words => ({ zh: name, ...(texts?.en?.name && { en: texts.en.name }) });
  const named = (body: { id: string; name: Words }): Named => ({
    id: body.id,
    name: body.name.zh,
    texts: { ...(body.name.en && { en: { name: body.name.en } }) },
  });
  const piece = <B extends { id: string }>(
    kind: Piece['kind'],
    theirs: B,
    ours: B | undefined,
    put: (body: B) => Promise<void>,
  ): Piece => {
    const publish = (body: unknown) => put(body as B);
    return { kind, key: theirs.id, theirs, ours, hasDraft: false, canGo: true, publish, draft: publish };
  };
  const [theirs, roles, departments, calendars] = await Promise.all([
    ofSize(sql, pack),
    listRoles(sql),
    listDepartments(sql),
    readSetting<Record<string, Calendar>>(sql, 'calendars'),
  ]);
  return [
    ...theirs.roles.map(({ id, name }) => {
      const ours = roles.find((one) => one.id === id);
      return piece('role', { id, name }, ours && { id, name: words(ours) }, (body) => putRole(sql, named(body)));
    }),
    ...theirs.departments.map(({ id, name, parent }) => {
      const ours = departments.find((one) => one.id === id);
      return piece(
        'department',
        { id, name, parent },
        ours && { id, name: words(ours), parent: ours.parent },
        async (body) => {
          const to = { ...named(body), head: ours?.head };
          // Where the shop has what is above it below it, it stays where it is.
          if ((await putDepartment(sql, { ...to, parent: body.parent })) !== 'saved')
            await putDepartment(sql, { ...to, parent: ours?.parent });
        },
      );
    }),
    ...pack.calendars.map((theirs) =>
      piece('calendar', theirs, inTheirOrder(calendars?.[theirs.id], theirs.version), (body) =>
        changeCalendars(sql, (before) => ({ ...before, [body.id]: body })),
      ),
    ),
  ];
}

/** As packs write it: a setting does not keep the order of its keys, and counts its own versions. */
export function inTheirOrder(calendar: Calendar | undefined, version = 1): Calendar | undefined {
  if (!calendar) return undefined;
  const { id, offset, week, days, known } = calendar;
  const inOrderOfDays = Object.fromEntries(Object.entries(days).sort(([a], [b]) => (a < b ? -1 : 1)));
  return { id, version, offset, week, days: inOrderOfDays, ...(known && { known }) };
}
