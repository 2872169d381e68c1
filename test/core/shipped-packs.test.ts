// The packs that ship: what their registers, parameters and records say holds, and their scenarios pass every node.
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { addWorking, unknownYears, workingBetween } from '../../bpmn/calendar.ts';
import { guideIn } from '../../bpmn/guide.ts';
import { coverageOf } from '../../bpmn/scenario-coverage.ts';
import { onCore } from '../../cli/core-stage.ts';
import { problemsOf } from '../../cli/lint.ts';
import { findScenarioFiles, loadVariants } from '../../cli/scenario-files.ts';
import { spokenOf } from '../../content/spoken.ts';
import { headOf } from '../../dmn/column-head.ts';
import { feel } from '../../feel/expression.ts';
import type { Variables } from '../../feel/value.ts';
import { namesInText } from '../../forms/placeholders.ts';
import { readPhone } from '../../forms/written-phone.ts';
import { namesOf } from '../../pages/names.ts';
import type { Page } from '../../pages/page.ts';
import { pageProblems } from '../../pages/problems.ts';
import { checkValue } from '../../parameters/parameter.ts';
import { checkRecord } from '../../records/check.ts';
import { registerProblems } from '../../records/problems.ts';
import { loadPacks, packAround } from '../../sops/pack.ts';
import { packageRoot } from '../../stack/root.ts';

const AT = Date.parse('2026-11-26T01:00:00Z');
const root = path.join(packageRoot, 'sops');
const packs = await loadPacks(root);
const sops = packs.flatMap((pack) => pack.sops);
const registers = packs.flatMap((pack) => pack.registers);

describe('registers, parameters and records that ship', () => {
  it('registers have no faults, and the processes that their fields name are there', () => {
    const world = { registers, processes: sops.map(({ definition }) => definition.key) };
    expect(registers.flatMap((one) => registerProblems(one, world).map((fault) => ({ of: one.key, fault })))).toEqual(
      [],
    );
  });

  it('what a register or a view of it sorts by can be found by; orders begin with the newest', () => {
    const unfindable = registers.flatMap((one) =>
      [one.sort, ...one.views.map(({ sort }) => sort)].flatMap((sort) => {
        const field = sort && one.fields.find(({ id }) => id === sort.field);
        return !field || field.find || field.by.who === 'ledger' ? [] : [`${one.key}.${field.id}`];
      }),
    );
    expect(unfindable).toEqual([]);
    expect(registers.find(({ key }) => key === 'order')?.sort).toEqual({ field: 'placedAt', down: true });
  });

  it('pages have no faults, are said in both languages, and name in English what they name in Chinese', () => {
    const pages = packs.flatMap((pack) => pack.pages);
    const world = {
      parameters: packs.flatMap((pack) =>
        pack.parameters.map(({ key, value }) => ({ key, blank: value === undefined })),
      ),
      processes: sops.map(({ definition, forms }) => spokenOf(definition, forms)),
      pages,
      registers: packs.flatMap((pack) => pack.registers),
      decisions: packs.flatMap((pack) => pack.decisions.map(({ id }) => id)),
    };
    expect(pages.length).toBeGreaterThan(10);
    expect(pages.flatMap((page) => pageProblems(page, world).map((fault) => ({ of: page.key, fault })))).toEqual([]);
    const named = (page: Page, language: 'zh' | 'en') =>
      namesOf({ text: { zh: page.text[language] ?? '' }, scene: [] });
    for (const page of pages) expect(named(page, 'en'), page.key).toEqual(named(page, 'zh'));
    const known = new Set(pages.map(({ key }) => key));
    const shown = sops.flatMap(({ definition }) =>
      Object.values(definition.elements).flatMap(({ zf }) => zf?.page ?? []),
    );
    expect(shown.filter((key) => !known.has(key))).toEqual([]);
  });

  it('values of parameters are such as their fields take', () => {
    const parameters = packs.flatMap((pack) => pack.parameters);
    expect(parameters.length).toBeGreaterThan(10);
    expect(
      parameters
        .filter((one) => one.value !== undefined && 'errors' in checkValue(one, one.value, AT))
        .map(({ key }) => key),
    ).toEqual([]);
  });

  it('what a decision answers is shown in words: its codes are options of what takes them', () => {
    const tables = new Map(
      [...packs.flatMap((pack) => pack.decisions), ...sops.flatMap(({ decisions }) => Object.values(decisions))].map(
        (table) => [table.id, table] as const,
      ),
    );
    const bare = sops.flatMap(({ definition }) =>
      Object.values(definition.elements).flatMap((element) => {
        const table = element.type === 'businessRuleTask' ? tables.get(element.zf?.decision ?? '') : undefined;
        return (table?.outputs ?? []).flatMap(({ name }, at) => {
          const codes =
            table?.rules.flatMap(({ outputs }) => /^"([a-zA-Z]+)"$/.exec(outputs[at] ?? '')?.[1] ?? []) ?? [];
          const taker = definition.zf.variable?.find((one) => one.name === (element.zf?.resultVariable ?? name));
          const known = taker?.option?.map(({ value }) => value) ?? [];
          return codes.filter((code) => !known.includes(code)).map((code) => `${definition.key} ${name} ${code}`);
        });
      }),
    );
    expect(tables.size).toBeGreaterThan(3);
    expect(bare).toEqual([]);
  });

  it('what a step says to whoever does it is said in English, too, with the same data', () => {
    const names = (texts: string[]) => [...new Set(texts.flatMap(namesInText))].sort();
    const steps = sops.flatMap(({ definition }) =>
      Object.values(definition.elements).flatMap((element) => {
        const textsIn = (language: string) => {
          const { instruction, documentation, checklist, scripts } = guideIn(element, language);
          const told = scripts.flatMap(({ title, text }) => [title, text]);
          return [instruction, documentation, ...checklist.map(({ text }) => text), ...told].filter(
            (text) => text !== undefined,
          );
        };
        const [said, meant] = [textsIn('en'), textsIn('zh')];
        if (meant.length === 0) return [];
        const good = !said.some((text) => /\p{Script=Han}/u.test(text)) && isDeepStrictEqual(names(said), names(meant));
        return [{ step: `${definition.key} ${element.id}`, good }];
      }),
    );
    expect(steps.length).toBeGreaterThan(70);
    expect(steps.filter(({ good }) => !good)).toEqual([]);
  });

  it('what lists call a case is said in English, too, of the same data', () => {
    const titles = sops.map(({ definition: { key, zf } }) => {
      const [zh, en] = [feel(zf.title?.slice(1) ?? ''), feel(zf.text?.en?.title?.slice(1) ?? '')];
      const data: Variables = {
        orderNo: 'A/1',
        sku: key === 'price-change' ? { key: 'S' } : 'S',
        quantity: 2,
        name: 'Wool',
      };
      const more: Variables = { buyer: 'Jo', waybillNo: 'W', newPrice: 500, zone: null, register: 'buyer' };
      const people: Variables = { leaverName: 'Jo', newcomerName: 'Jo', leaveFrom: '2026-12-01', myDay: '2026-12-01' };
      Object.assign(more, people, { artFor: 'Wool', spu: 'S' });
      const run = (title: typeof en) =>
        title.run((name) => ({ ...data, ...more, registerName: '买家' })[name], { at: AT, offset: '+08:00' }).value;
      return [key, run(zh), run(en)];
    });
    expect(titles.length).toBeGreaterThan(11);
    for (const [key, zh, en] of titles) {
      expect([key, zh]).toEqual([key, expect.stringMatching(/\p{Script=Han}/u)]);
      expect([key, en]).toEqual([key, expect.stringMatching(/^[A-Z][^\p{Script=Han}]+$/u)]);
    }
  });

  it('texts that decisions and mappings give, and reasons in histories, are said in English, too', async () => {
    const problems = (await problemsOf(root)).flatMap(([, found]) => found);
    expect(problems.filter(({ rule }) => rule === 'value-language')).toEqual([]);
    const reasons = sops.flatMap(({ definition: { elements } }) =>
      Object.values(elements).flatMap(({ zf }) =>
        (zf?.input ?? []).flatMap(({ target, source }) => (target === 'reasonEnglish' ? [source] : [])),
      ),
    );
    expect(reasons.length).toBeGreaterThan(6);
    const said = reasons.map(
      (source) => feel(source.slice(1)).run((name) => ({ cause: 'slow', reason: 'Sale' })[name], { at: AT }).value,
    );
    expect(said.filter((text) => !/^[A-Z][^\p{Script=Han}]+$/u.test(String(text)))).toEqual([]);
  });

  it('the heads of decision tables are said in English, too', () => {
    const tables = [
      ...packs.flatMap((pack) => pack.decisions),
      ...sops.flatMap(({ decisions }) => Object.values(decisions)),
    ];
    const heads = tables.flatMap((table) => [
      table.text?.en?.name ?? table.id,
      ...[...table.inputs, ...table.outputs].map((column) => headOf(column, 'en')),
    ]);
    expect(heads.length).toBeGreaterThan(20);
    expect(heads.filter((head) => /\p{Script=Han}/u.test(head) || !/^[A-Z]/.test(head))).toEqual([]);
  });

  it('what buyers are told is in their language, Chinese where nothing is known of it', () => {
    const texts = sops.flatMap(({ definition }) =>
      Object.values(definition.elements).flatMap(({ zf }) =>
        zf?.connector === 'notify.buyer' ? (zf.input ?? []).filter(({ target }) => target === 'text') : [],
      ),
    );
    expect(texts.length).toBeGreaterThanOrEqual(4);
    const told = (country: string | null) =>
      texts.map(({ source }) => {
        const known: Variables = { country, buyer: 'Jo', orderNo: 'A-1' };
        return String(feel(source.slice(1)).run((name) => known[name], { at: AT, offset: '+08:00' }).value);
      });
    for (const country of ['中国', '英国', 'China', null])
      for (const text of told(country)) expect(text).toMatch(/^亲爱的Jo，.*A-1/);
    for (const country of ['United Kingdom', 'EIRE'])
      for (const text of told(country)) expect(text).toMatch(/^Dear Jo, [^一-龥]*A-1[^一-龥]*$/);
  });

  it('a phone that an order takes for one is one for the registers, and few are missed', () => {
    const order = sops.find(({ definition }) => definition.key === 'order-fulfilment')?.definition;
    const { source } = order?.elements.set_out?.zf?.output?.find(({ target }) => target === 'telephone') ?? {};
    const kept = (phone: string | null) =>
      feel(source?.slice(1) ?? '').run((name) => (name === 'phone' ? phone : null), { at: AT, offset: '+08:00' }).value;
    const good = ['13800001234', '138****1234', '13800001234-5678', '138 0000 1234 转 56', '+86 138-0000-1234'];
    const more = [
      '021-64001234',
      '021 6400 1234转12',
      '+1 202 555 0101',
      '1**********',
      '400-800-1234',
      '0571****1234',
    ];
    for (const phone of [...good, ...more]) {
      expect([phone, kept(phone)]).toEqual([phone, phone]);
      expect([phone, readPhone(phone)]).toEqual([phone, { value: expect.any(String) }]);
    }
    const bad = ['1380000123', '138000012345', '未留电话', '', '+1380000123', '0*', '***********', '138****1234 王'];
    for (const phone of [...bad, '021-6400123456789012', '13800001234-12345678', null])
      expect([phone, kept(phone)]).toEqual([phone, null]);
  });

  it('every role, department and calendar that a process names comes with a pack', async () => {
    const found = await problemsOf(root);
    expect(
      found
        .flatMap(([file, problems]) => problems.map(({ rule, message }) => ({ file, rule, message })))
        .filter(({ rule }) => rule === 'participant-exists' || rule === 'calendar-exists'),
    ).toEqual([]);
  });

  it('a pack whose process names a role that neither it nor what it requires brings is refused by lint', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'pack-'));
    await cp(path.join(root, 'goods', 'scrap'), path.join(folder, 'scrap'), { recursive: true });
    await cp(path.join(root, 'goods', 'registers'), path.join(folder, 'registers'), { recursive: true });
    const pack = { key: 'alone', name: { zh: '独', en: 'Alone' }, version: '1.0.0' };
    await writeFile(path.join(folder, 'pack.json'), JSON.stringify(pack));
    const found = (await problemsOf(folder)).flatMap(([, problems]) => problems.map(({ rule }) => rule));
    await rm(folder, { recursive: true });
    expect(found).toContain('participant-exists');
  });

  it('buyers who are told something are told it in words', () => {
    const told = sops.flatMap(({ definition }) =>
      Object.entries(definition.elements).flatMap(([id, { zf }]) =>
        zf?.connector === 'notify.buyer' ? [[id, zf.input?.find(({ target }) => target === 'text')?.source]] : [],
      ),
    );
    expect(told.map(([id]) => id).sort()).toEqual([
      'first_reply',
      'offer_notice',
      'remind',
      'remind_buyer',
      'say_sorry',
      'send',
      'survey',
      'tell',
      'tell_no',
    ]);
    for (const [id, text] of told) expect([id, text]).toEqual([id, expect.stringMatching(/orderNo/)]);
  });

  it('departments and roles of the full shop are those of the small one and more; each department lies below one that is there', () => {
    const departments = packs.flatMap((pack) => pack.departments);
    for (const { parent, size } of departments) {
      const above = departments.find(({ id }) => id === parent);
      expect(parent === null || (above && (above.size === 'small' || size === 'full'))).toBe(true);
    }
    const ids = packs.flatMap((pack) => pack.roles.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('the office is closed on the holidays of 2026, works on make-up days, and knows that it does not know 2027', () => {
    const office = packs.flatMap((pack) => pack.calendars).find(({ id }) => id === 'office');
    if (!office) throw new Error('no office');
    // Thursday 30 September 17:00 and two hours: the holiday of seven days lies between.
    const at = (text: string) => Date.parse(text);
    expect(addWorking(office, at('2026-09-30T09:00:00Z'), 2 * 3_600_000)).toBe(at('2026-10-08T02:00:00Z'));
    expect(workingBetween(office, at('2026-10-09T16:00:00Z'), at('2026-10-10T16:00:00Z'))).toBe(7 * 3_600_000);
    expect(unknownYears(office, at('2026-03-01T00:00:00Z'))).toEqual([]);
    expect(unknownYears(office, at('2026-11-26T01:00:00Z'))).toEqual([2027]);
    expect(Object.entries(office.days).filter(([, shifts]) => shifts.length > 0)).toHaveLength(6);
  });

  it('records are such as their registers take, each below one that is there', () => {
    const seeds = packs.flatMap((pack) => pack.seeds);
    expect(seeds.map(({ register, records }) => `${register} ${records.length}`)).toEqual(['carrier 3', 'reason 31']);
    for (const { register: key, records } of seeds) {
      const register = registers.find((one) => one.key === key);
      if (!register) throw new Error(`no register ${key}`);
      const keys = records.map((one) => one[register.keyField ?? '']);
      expect(new Set(keys).size).toBe(records.length);
      for (const record of records) {
        expect(checkRecord(register, undefined, record as Variables, { at: AT }, {}).errors).toEqual([]);
        if (record.parent) expect(keys).toContain(record.parent);
      }
    }
  });
});

/** All scenarios below a folder of `sops/`, played; what they complete. */
async function play(folder: string): Promise<string[]> {
  const completed: string[] = [];
  const files = await findScenarioFiles([path.join(root, folder)]);
  const around = await packAround(files[0]?.path ?? '');
  for (const loaded of files)
    for (const { definitions } of await loadVariants(loaded))
      for (const scenario of loaded.file.scenarios) {
        const verdict = await onCore(definitions, scenario, around);
        expect([scenario.name, verdict.failure]).toEqual([scenario.name, undefined]);
        completed.push(...verdict.completed);
      }
  return completed;
}

describe('scenarios of the packs', { timeout: 60_000 }, () => {
  it.each(sops.map(({ folder }) => path.relative(root, folder)))('%s: pass every node', async (folder) => {
    const own = sops.find((one) => path.relative(root, one.folder) === folder);
    expect(own && coverageOf(own.definition, await play(folder)).never).toEqual([]);
  });

  it.each([
    ['goods', ['cost_changed', 'tell_trial', 'give_up']],
    ['orders', ['restock_wanted', 'goods_came', 'note_paid']],
    ['care', ['by_order', 'improve', 'counted', 'incident', 'raised']],
  ])('%s: stories over several processes come true', async (pack, passed) => {
    expect(await play(`${pack}/stories`)).toEqual(expect.arrayContaining(passed));
  });
});
