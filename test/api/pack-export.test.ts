// What a shop has made itself goes out as a pack, and works in another shop as it did here.
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Calendar } from '../../bpmn/calendar.ts';
import { Model } from '../../bpmn/definition.ts';
import { onCore } from '../../cli/core-stage.ts';
import { exportPack } from '../../cli/pack-export.ts';
import { findScenarioFiles, loadVariants } from '../../cli/scenario-files.ts';
import { connect, type Sql } from '../../db/connect.ts';
import { publishContent, publishedBody } from '../../db/content.ts';
import { ownContent } from '../../db/pack-export.ts';
import { takePack } from '../../db/packs.ts';
import { saidValues, sayParameter } from '../../db/parameters.ts';
import { listDepartments, listRoles, putDepartment, putRole } from '../../db/people.ts';
import { publish, publishedVersion } from '../../db/processes.ts';
import { writeRecord } from '../../db/record-writes.ts';
import { changeSetting, DEFAULT_CALENDARS, readSetting } from '../../db/settings.ts';
import type { Variables } from '../../feel/value.ts';
import { Form } from '../../forms/form.ts';
import { Parameter } from '../../parameters/parameter.ts';
import { Register } from '../../records/register.ts';
import type { Writer } from '../../records/write.ts';
import { loadPacks, packAround, shipmentOf } from '../../sops/pack.ts';
import { packageRoot } from '../../stack/root.ts';
import { draw } from '../draw.ts';
import { type FreshDatabase, freshDatabase } from '../fresh-database.ts';

const label = (zh: string, en: string) => ({ zh, en });
const shipped = path.join(packageRoot, 'sops');
const who = { at: 1_790_000_000_000, by: null };
let databases: FreshDatabase[] = [];
let here: Sql;
let there: Sql;
let folder: string;
beforeAll(async () => {
  databases = [await freshDatabase(), await freshDatabase()];
  [here, there] = databases.map(({ url }) => connect(url)) as [Sql, Sql];
  folder = path.join(await mkdtemp(path.join(tmpdir(), 'pack-')), 'tastings');
  for (const pack of (await loadPacks(shipped)).filter(({ key }) => key === 'base'))
    await takePack(here, shipmentOf(pack), who);
  await putRole(here, { id: 'taster', name: '品鉴', texts: { en: { name: 'Taster' } } });
  await putDepartment(here, { id: 'cellar', name: '酒窖', texts: { en: { name: 'Cellar' } }, parent: null });
  await putDepartment(here, { id: 'lab', name: '化验室', texts: {}, parent: 'cellar' });
  await changeSetting<Record<string, Calendar>>(here, 'calendars', (before) => ({
    ...DEFAULT_CALENDARS,
    ...before,
    mornings: {
      ...{ id: 'mornings', version: 1, offset: 480 },
      ...{ week: Array.from({ length: 7 }, () => [[540, 720]]), days: { '2026-10-01': [] }, known: [2026] },
    },
  }));
  const tasting = Register.parse({
    key: 'tasting',
    name: label('品鉴', 'Tastings'),
    keyField: 'code',
    fields: [
      { type: 'text', id: 'code', label: label('编号', 'Code'), required: true },
      { type: 'record', id: 'supplier', label: label('供应商', 'Supplier'), register: 'supplier' },
      { type: 'integer', id: 'score', label: label('分', 'Score'), by: { who: 'process', processes: ['taste'] } },
    ],
    change: ['role:taster'],
  });
  await publishContent(here, {
    kind: 'register',
    key: 'tasting',
    name: tasting.name,
    body: tasting,
    by: null,
    from: 0,
  });
  const least = Parameter.parse({
    key: 'taste.least',
    label: label('及格', 'Pass mark'),
    field: { type: 'integer', id: 'value', label: label('分', 'Points') },
    source: 'ours',
    owner: 'role:taster',
    value: 6,
    why: label('低于它不进货', 'Below it nothing is bought'),
  });
  await publishContent(here, { kind: 'parameter', key: least.key, name: least.label, body: least, by: null, from: 0 });
  await sayParameter(here, { key: least.key, value: 7, from: 1, by: null, reason: '严一点' });
  const definition = draw(
    'taste',
    {
      start: { type: 'startEvent', name: '送样', eventDefinitions: [] },
      judge: {
        type: 'userTask',
        name: '打分',
        zf: {
          form: 'judge',
          participants: [
            { rule: 'role', value: 'taster' },
            { rule: 'department', value: 'lab' },
          ],
          deadline: [{ kind: 'resolution', target: 'PT2H', calendar: 'mornings', steps: [] }],
        },
      },
      ok: { type: 'exclusiveGateway', name: '及格吗' },
      write: {
        type: 'serviceTask',
        name: '记分',
        zf: {
          connector: 'record.put',
          header: [{ name: 'register', value: 'tasting' }],
          input: [
            { source: '=code', target: 'key' },
            { source: '=score', target: 'score' },
          ],
        },
      },
      bought: { type: 'endEvent', name: '进货', eventDefinitions: [] },
      not: { type: 'endEvent', name: '不进', eventDefinitions: [] },
    } as never,
    ['start->judge', 'judge->ok', 'ok->write: =score >= shop.taste.least', 'ok->not', 'write->bought'],
  );
  const judge = Form.parse({
    key: 'judge',
    title: label('打分', 'Score'),
    fields: [{ type: 'integer', id: 'score', label: label('分', 'Points'), required: true }],
  });
  await publish(here, {
    definition,
    model: Model.parse({ id: 'taste-model', processes: [definition], diagram: {} }),
    forms: { judge },
  });
});
afterAll(async () => {
  await Promise.all([here?.end(), there?.end()]);
  await Promise.all(databases.map((database) => database.drop()));
  if (folder) await rm(path.dirname(folder), { recursive: true, force: true });
});
const out = (things: string[], to = folder) =>
  exportPack({ sql: here }, things, { key: 'tastings', name: '品鉴', version: '1.0.0' }, to, who.at);

it('with all of the shop’s own that it needs; what a pack brings is required of that pack', async () => {
  const own = await out(['taste']);
  expect(own).toMatchObject({ requires: ['base'], missing: [] });
  expect(own.registers.map(({ key }) => key)).toEqual(['tasting']);
  expect(own.parameters.map(({ key, value }) => [key, value])).toEqual([['taste.least', 7]]);
  expect(own.roles).toEqual([{ id: 'taster', name: { zh: '品鉴', en: 'Taster' } }]);
  // A department stands in the one above it.
  expect(own.departments.map(({ id, parent }) => [id, parent])).toEqual([
    ['cellar', null],
    ['lab', 'cellar'],
  ]);
  expect(own.calendars.map(({ id }) => id)).toEqual(['mornings']);
  expect((await readdir(folder)).sort()).toEqual([
    ...['calendars.json', 'departments.json', 'pack.json', 'parameters', 'registers', 'roles', 'taste'],
  ]);
});

it('installs in another shop with what it requires, and is there as it was here; going out again it is the same', async () => {
  const packs = await loadPacks(folder, shipped);
  expect(packs.map(({ key }) => key)).toEqual(['base', 'tastings']);
  for (const pack of packs) await takePack(there, shipmentOf(pack), who);
  const register = (sql: Sql) => publishedBody<Register>(sql, 'register', 'tasting', who.at);
  expect((await register(there))?.body).toEqual((await register(here))?.body);
  expect((await saidValues(there, ['taste.least']))['taste.least']?.[0]?.value).toBe(7);
  expect((await listRoles(there)).some(({ id }) => id === 'taster')).toBe(true);
  expect((await listDepartments(there)).find(({ id }) => id === 'lab')).toMatchObject({
    name: '化验室',
    parent: 'cellar',
  });
  const mornings = async (sql: Sql) => (await readSetting<Record<string, Calendar>>(sql, 'calendars'))?.mornings;
  expect(await mornings(there)).toEqual(await mornings(here));
  const [before, after] = await Promise.all([publishedVersion(here, 'taste', 1), publishedVersion(there, 'taste', 1)]);
  expect(Object.keys(after?.definition.elements ?? {}).sort()).toEqual(
    Object.keys(before?.definition.elements ?? {}).sort(),
  );
  expect(after?.definition.elements.write?.zf).toEqual(before?.definition.elements.write?.zf);
  expect(after?.forms).toEqual(before?.forms);
  for (const pack of packs)
    expect(
      (await takePack(there, shipmentOf(pack), { ...who, dry: true })).filter(
        ({ what, kind }) => what !== 'same' && kind !== 'record',
      ),
    ).toEqual([]);
});

it('records and scenarios that came with a pack go along: an empty shop has the same of it, and the scenarios come true there', async () => {
  const reasons = async (sql: Sql) =>
    Object.fromEntries(
      (
        await sql<
          { key: string; values: Variables }[]
        >`select key, body as values from record where register in ('reason', 'tasting') order by key`
      ).map(({ key, values }) => [key, values]),
    );
  const write = async (key: string, register: string, values: Variables) => {
    const held = await publishedBody<Register>(here, 'register', register, who.at);
    if (!held) throw new Error(`no register ${register}`);
    const writer: Writer = { is: 'import', actor: { refs: [], manager: true } };
    const input = { register: held.body, version: held.version, key, upsert: true, values };
    expect(await writeRecord(here, writer, who, input)).toMatchObject({ ok: true });
  };
  await write('quality.smell', 'reason', { advice: '晾两天再说' });
  await write('T-1', 'tasting', { code: 'T-1', score: 8 });
  const to = path.join(path.dirname(folder), 'again');
  const own = await exportPack(
    { sql: here },
    ['data-export', 'reason'],
    { key: 'again', name: '又', version: '1.0.0' },
    to,
    who.at,
    ['tasting'],
  );
  expect(own.seeds.map(({ register, records }) => [register, records.length])).toEqual([
    ['reason', 31],
    ['tasting', 1],
  ]);
  expect(own.scenarios.map(({ beside, name }) => `${beside}/${name}`)).toEqual(
    (await readdir(path.join(shipped, 'base/data-export/scenarios'))).map((name) => `data-export/${name.slice(0, -5)}`),
  );
  expect(own.left).toEqual([]);

  const empty = await freshDatabase();
  databases.push(empty);
  const third = connect(empty.url);
  try {
    for (const pack of await loadPacks(to, shipped)) await takePack(third, shipmentOf(pack), who);
    expect(await reasons(third)).toEqual(await reasons(here));
    const again = (await loadPacks(to, shipped)).find(({ key }) => key === 'again');
    expect(again && (await takePack(third, shipmentOf(again), who)).filter(({ what }) => what !== 'same')).toEqual([]);
    // What this shop has said itself stands.
    await third`update record set body = '{"code":"quality.smell","name":"味道"}' where key = 'quality.smell'`;
    if (again) await takePack(third, shipmentOf(again), who);
    expect((await reasons(third))['quality.smell']).toEqual({ code: 'quality.smell', name: '味道' });
  } finally {
    await third.end();
  }

  await cp(path.join(shipped, 'base'), path.join(path.dirname(to), 'base'), { recursive: true });
  const files = await findScenarioFiles([to]);
  expect(files).toHaveLength(own.scenarios.length);
  const around = await packAround(files[0]?.path ?? '');
  for (const loaded of files)
    for (const { definitions } of await loadVariants(loaded))
      for (const scenario of loaded.file.scenarios)
        expect([scenario.name, (await onCore(definitions, scenario, around)).failure]).toEqual([
          scenario.name,
          undefined,
        ]);
});

it('a scenario that plays a process which stays here is left out, and named', async () => {
  for (const pack of (await loadPacks(shipped)).filter(({ key }) => key !== 'base'))
    await takePack(here, shipmentOf(pack), who);
  const { scenarios, left } = await ownContent(here, ['order-shortage', 'follow-on-order'], who.at);
  expect(left).toEqual(['stories/short-to-shipped']);
  expect(scenarios.map(({ name }) => name)).toContain('by-phone');
  expect(scenarios.some(({ beside }) => beside === 'order-fulfilment')).toBe(false);
  const stories = await ownContent(here, ['restock'], who.at);
  expect(stories.left).toContain('stories/sold-low-to-restock');
  expect(stories.scenarios.every(({ processes }) => processes.every((key) => key === 'restock'))).toBe(true);
});

it('refuses what is not there, and a folder that is not empty', async () => {
  await expect(out(['nothing'], `${folder}-2`)).rejects.toThrow(
    'no process, register, parameter, decision or page nothing',
  );
  await writeFile(path.join(folder, 'mine.txt'), 'x');
  await expect(out(['taste'])).rejects.toThrow('is not empty');
});

it('one of a later format, or of an older version than the shop has, is refused with what to do, and nothing is done', async () => {
  const file = path.join(folder, 'pack.json');
  const pack = JSON.parse(await readFile(file, 'utf8'));
  await writeFile(file, JSON.stringify({ ...pack, format: 2 }));
  await expect(loadPacks(folder, shipped)).rejects.toThrow('update the product');
  await writeFile(file, JSON.stringify({ ...pack, version: '0.9.9' }));
  const [older] = (await loadPacks(folder, shipped)).filter(({ key }) => key === 'tastings');
  if (!older) throw new Error('no pack');
  await expect(takePack(there, shipmentOf(older), who)).rejects.toThrow('the shop has tastings 1.0.0');
  await writeFile(file, JSON.stringify({ ...pack, version: '1.0.10' }));
  const [later] = (await loadPacks(folder, shipped)).filter(({ key }) => key === 'tastings');
  if (!later) throw new Error('no pack');
  expect((await takePack(there, shipmentOf(later), { ...who, dry: true })).every(({ what }) => what === 'same')).toBe(
    true,
  );
});
