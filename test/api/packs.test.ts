// Packs come into a shop once, and an upgrade takes nothing from it.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Calendar } from '../../bpmn/calendar.ts';
import { packErrors } from '../../cli/pack-problems.ts';
import { connect, type Sql } from '../../db/connect.ts';
import { contentDraft, publishContent, publishedBody } from '../../db/content.ts';
import { draftOf, saveProcessDraft } from '../../db/drafts.ts';
import { installedPacks, type Shipment, takePack } from '../../db/packs.ts';
import { saidValues, sayParameter } from '../../db/parameters.ts';
import { deleteRole, listRoles, putRole } from '../../db/people.ts';
import { publish } from '../../db/processes.ts';
import { readShop, writeSetting } from '../../db/settings.ts';
import type { Register } from '../../records/register.ts';
import { loadPacks, type Pack, shipmentOf } from '../../sops/pack.ts';
import { packageRoot } from '../../stack/root.ts';
import { type FreshDatabase, freshDatabase } from '../fresh-database.ts';

let database: FreshDatabase;
let sql: Sql;
let packs: Shipment[];
const who = { at: 1_790_000_000_000, by: null };
beforeAll(async () => {
  database = await freshDatabase();
  sql = connect(database.url);
  packs = (await loadPacks(path.join(packageRoot, 'sops'))).map(shipmentOf);
});
afterAll(async () => {
  await sql?.end();
  await database?.drop();
});

const goods = (): Shipment => structuredClone(packs.find(({ key }) => key === 'goods')) as Shipment;
const what = async (pack: Shipment, dry = false) =>
  Object.fromEntries(
    (await takePack(sql, pack, { ...who, dry }))
      .filter((one) => one.what !== 'same')
      .map(({ kind, key, ...rest }) => [`${kind} ${key}`, rest]),
  );

it('are taken once: a second time changes nothing', async () => {
  for (const pack of packs) await takePack(sql, pack, who);
  expect((await installedPacks(sql)).map(({ key }) => key)).toEqual(['base', 'care', 'goods', 'orders', 'people']);
  for (const pack of packs) expect(await what(pack)).toEqual({});
  expect((await saidValues(sql, ['price.floorFactor']))['price.floorFactor']).toHaveLength(1);
});

it('what the shop has left as it was is replaced; a value that was said stays', async () => {
  await sayParameter(sql, { key: 'price.floorFactor', value: 1.3, from: who.at, by: null, reason: '我们的' });
  const next = { ...goods(), version: '1.1.0' };
  const sku = next.registers.find(({ key }) => key === 'sku') as Register;
  sku.fields.push({ type: 'text', id: 'colour', label: { zh: '颜色' }, required: false, by: { who: 'people' } });
  next.parameters = next.parameters.map((one) => (one.key === 'price.floorFactor' ? { ...one, value: 1.2 } : one));
  expect(await what(next, true)).toMatchObject({ 'register sku': { what: 'upgraded' } });
  expect(
    (await publishedBody<Register>(sql, 'register', 'sku', who.at))?.body.fields.some(({ id }) => id === 'colour'),
  ).toBe(false);
  expect(await what(next)).toMatchObject({
    'register sku': { what: 'upgraded' },
    'parameter price.floorFactor': { what: 'upgraded' },
  });
  expect(
    (await publishedBody<Register>(sql, 'register', 'sku', who.at))?.body.fields.some(({ id }) => id === 'colour'),
  ).toBe(true);
  expect((await saidValues(sql, ['price.floorFactor']))['price.floorFactor']?.[0]?.value).toBe(1.3);
});

it('what the shop has changed is merged into a draft; where both have, the shop’s stands and the place is told', async () => {
  const held = (await publishedBody<Register>(sql, 'register', 'sku', who.at))?.body as Register;
  const ours = structuredClone(held);
  ours.name = { zh: '货品' };
  const name = ours.fields.find(({ id }) => id === 'name');
  if (name?.type === 'text') name.maxLength = 80;
  ours.fields.push({ type: 'text', id: 'shelf', label: { zh: '货位' }, required: false, by: { who: 'people' } });
  await publishContent(sql, { kind: 'register', key: 'sku', name: ours.name, body: ours, by: null, from: who.at });

  const next = { ...goods(), version: '1.2.0' };
  const theirs = next.registers.find(({ key }) => key === 'sku') as Register;
  const theirName = theirs.fields.find(({ id }) => id === 'name');
  if (theirName?.type === 'text') theirName.maxLength = 100;
  theirs.fields.push({ type: 'text', id: 'season', label: { zh: '季节' }, required: false, by: { who: 'people' } });
  expect(await what(next)).toMatchObject({ 'register sku': { what: 'merged', conflicts: ['fields.name.maxLength'] } });
  const merged = (await contentDraft(sql, 'register', 'sku'))?.body as Register;
  expect(merged.name).toEqual({ zh: '货品' });
  expect(merged.fields.filter(({ id }) => ['shelf', 'season', 'colour'].includes(id)).map(({ id }) => id)).toEqual([
    'shelf',
    'season',
  ]);
  expect(merged.fields.find(({ id }) => id === 'name')).toMatchObject({ maxLength: 80 });
  expect(
    (await publishedBody<Register>(sql, 'register', 'sku', who.at))?.body.fields.some(({ id }) => id === 'season'),
  ).toBe(false);
  expect(await what({ ...next, version: '1.2.1' })).toEqual({});
});

it('a draft that somebody is at is left alone, of a process too', async () => {
  const draft = await draftOf(sql, 'price-change');
  if (!draft) throw new Error('no process');
  const model = structuredClone(draft.model);
  const [process] = model.processes;
  if (process) process.name = '我们的改价';
  await saveProcessDraft(sql, 'price-change', { model, forms: draft.forms }, draft.revision, 'p1');
  const next = { ...goods(), version: '1.3.0' };
  const one = next.processes.find(({ definition }) => definition.key === 'price-change');
  if (!one) throw new Error('no process');
  one.definition.name = '改价';
  one.model.processes[0] = one.definition;
  expect(await what(next)).toMatchObject({ 'process price-change': { what: 'waits' } });
  expect((await draftOf(sql, 'price-change'))?.model.processes[0]?.name).toBe('我们的改价');

  await publish(sql, { model, definition: process as never, forms: draft.forms });
  const now = await draftOf(sql, 'price-change');
  await sql`update process set draft = null, draft_revision = ${(now?.revision ?? 0) + 1} where key = 'price-change'`;
  const elements = one.definition.elements as Record<string, { name?: string }>;
  if (elements.done) elements.done.name = '改好了';
  expect(await what({ ...next, version: '1.4.0' })).toMatchObject({ 'process price-change': { what: 'merged' } });
  const merged = await draftOf(sql, 'price-change');
  expect(merged?.model.processes[0]?.name).toBe('我们的改价');
  const changed = merged?.model.processes[0]?.elements as Record<string, { name?: string }> | undefined;
  expect(changed?.done?.name).toBe('改好了');
});

describe('a pack from elsewhere', () => {
  const words = (zh: string) => ({ zh, en: zh });
  const field = (id: string) => ({ type: 'text', id, label: words(id), required: false });
  const register = { key: 'own', name: words('own'), keyField: 'code', fields: [field('code')] };
  const from = async (files: Record<string, unknown>): Promise<Pack[]> => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'zhangfa-pack-'));
    try {
      const all = { 'pack.json': { key: 'own', name: words('own'), version: '1.0.0', requires: ['base'] }, ...files };
      for (const [name, body] of Object.entries(all)) {
        mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
        writeFileSync(path.join(folder, name), typeof body === 'string' ? body : JSON.stringify(body));
      }
      return await loadPacks(folder, path.join(packageRoot, 'sops'));
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

  it.each([
    [
      'U+0000',
      { 'registers/a.json': { ...register, name: words('a\0') } },
      'registers/a.json: name.en holds a character',
    ],
    [
      'half a character',
      { 'seed/a.json': '{"register":"own","records":[{"code":"\\ud800"}]}' },
      'seed/a.json: records.0.code',
    ],
    ['a name that is none', { 'seed/a.json': '{"register":"own","records":[{"__proto__":1}]}' }, 'is no name'],
    ['endless nesting', { 'parameters/a.json': `${'['.repeat(5_000)}${']'.repeat(5_000)}` }, 'nested too deeply'],
    ['a role that is a path', { 'roles/a.json': [{ id: '../x', name: words('x') }] }, 'roles/a.json: 0.id'],
    [
      'departments in a circle',
      {
        'departments.json': [
          { id: 'a', name: words('a'), parent: 'b' },
          { id: 'b', name: words('b'), parent: 'a' },
        ],
      },
      'department a is below itself',
    ],
    ['a broken model', { 'p/a.bpmn': '<definitions' }, 'p/a.bpmn: The file is broken'],
  ])('with %s is refused with the file and the place', async (_, files, why) => {
    await expect(from(files)).rejects.toThrow(why);
  });

  it('brings nothing that a manager could not publish', async () => {
    const number = { type: 'number', id: 'v', label: words('v'), required: false };
    const faulty = await from({
      'registers/a.json': {
        ...register,
        title: '=nosuch',
        fields: [field('code'), field('code'), { ...field('to'), type: 'record', register: 'nowhere' }],
      },
      'parameters/a.json': [{ key: 'own.days', label: words('d'), field: number, value: 'text' }],
      'seed/a.json': { register: 'nowhere', records: [{ code: 'A' }] },
      'departments.json': [{ id: 'own', name: words('own'), parent: 'nowhere' }],
      'p/a.bpmn':
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p" isExecutable="true"><startEvent id="s"/><serviceTask id="t"/><sequenceFlow id="f" sourceRef="s" targetRef="t"/></process></definitions>',
    });
    const told = await packErrors(sql, faulty, who.at);
    for (const of of ['register own', 'parameter own.days', 'records of nowhere', 'department own', 'process p'])
      expect(told.filter((one) => one.startsWith(of)).length, of).toBeGreaterThan(0);
    expect(told.filter((one) => one.startsWith('register own'))).toEqual([
      'register own: Two fields have the id code; change one',
      'register own: The formula of the title uses nosuch, which is not here; choose one of the fields',
      'register own: to needs the register nowhere, which is not published',
    ]);
  });

  it('what ships is such a pack; rows that a register does not take are told', async () => {
    expect(await packErrors(sql, await loadPacks(path.join(packageRoot, 'sops')), who.at)).toEqual([]);
    const packed = await from({
      'registers/a.json': register,
      'seed/a.json': { register: 'own', records: [{ code: 'A' }, { code: 5 }, { code: '..' }] },
    });
    const own = packed.at(-1) as Pack;
    expect(await packErrors(sql, [own], who.at)).toEqual([]);
    expect(await what(shipmentOf(own))).toMatchObject({ 'record own': { what: 'new', refused: 2 } });
  });
});

describe('people and hours', () => {
  const base = (): Shipment => structuredClone(packs.find(({ key }) => key === 'base')) as Shipment;

  it('a small shop has the roles of a small one; the rest comes when it says that it has grown', async () => {
    const roles = async () => (await listRoles(sql)).map(({ id }) => id);
    expect(await roles()).toEqual(expect.arrayContaining(['store-manager', 'designer']));
    expect(await roles()).not.toContain('tester');
    await writeSetting(sql, 'size', { size: 'full' });
    expect(await what(base())).toMatchObject({ 'role tester': { what: 'new' }, 'department design': { what: 'new' } });
    expect(await roles()).toContain('tester');
  });

  it('what the shop has renamed keeps its name, what it has removed stays away', async () => {
    await putRole(sql, { id: 'designer', name: '设计师', texts: { en: { name: 'Designer' } } });
    await deleteRole(sql, 'tester');
    const next = base();
    for (const role of next.roles) if (role.id === 'designer') role.name = { zh: '视觉', en: 'Visual' };
    expect(await what(next)).toMatchObject({ 'role designer': { what: 'merged', conflicts: ['name.zh'] } });
    expect((await listRoles(sql)).filter(({ id }) => ['designer', 'tester'].includes(id))).toMatchObject([
      { name: '设计师', texts: { en: { name: 'Visual' } } },
    ]);
    expect(await what(next)).toEqual({});
  });

  it('holidays of another year come beside what the shop has made of its hours', async () => {
    const calendars = async () => (await readShop(sql)).env.calendars as Record<string, Calendar>;
    const { office, ...others } = await calendars();
    if (!office) throw new Error('no office');
    const days = { ...office.days, '2026-11-11': [] };
    await writeSetting(sql, 'calendars', { ...others, office: { ...office, days } });
    const next = base();
    for (const one of next.calendars)
      if (one.id === 'office') {
        one.days['2027-01-01'] = [];
        one.known = [2026, 2027];
      }
    expect(await what(next)).toMatchObject({ 'calendar office': { what: 'merged', conflicts: [] } });
    const merged = (await calendars()).office;
    expect(merged?.days).toMatchObject({ '2026-11-11': [], '2027-01-01': [], '2026-10-01': [] });
    expect(merged?.known).toEqual([2026, 2027]);
    expect(await what(next)).toEqual({});
  });
});
