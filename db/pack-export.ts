// What a shop has made itself, gathered so that it works elsewhere: the things that are named, and whatever of the shop's own they need.
// What a pack has brought comes with that pack.
import type { Calendar } from '../bpmn/calendar.ts';
import { calledProcess } from '../bpmn/compile.ts';
import { decisionNamed, isOwn } from '../bpmn/decision-asked.ts';
import type { Definition, Model } from '../bpmn/definition.ts';
import type { SharedDecision } from '../dmn/shared-decision.ts';
import type { Field, Form } from '../forms/form.ts';
import { namesOf as namesInPage } from '../pages/names.ts';
import type { Page } from '../pages/page.ts';
import type { Parameter } from '../parameters/parameter.ts';
import type { Register, RegisterField } from '../records/register.ts';
import type { Sql } from './connect.ts';
import { publishedContent } from './content.ts';
import { inTheirOrder } from './pack-directory.ts';
import { seedsOf } from './pack-seeds.ts';
import type { Scenarios, Seed } from './packs.ts';
import { saidValues } from './parameters.ts';
import { listDepartments, listRoles, type Named } from './people.ts';
import { DEFAULT_CALENDARS, readSetting } from './settings.ts';

type Words = { zh: string; en?: string | undefined };
export type OwnContent = {
  requires: string[];
  processes: { key: string; model: Model; forms: Record<string, Form> }[];
  registers: Register[];
  parameters: Parameter[];
  decisions: SharedDecision[];
  pages: Page[];
  roles: { id: string; name: Words }[];
  departments: { id: string; name: Words; parent: string | null }[];
  calendars: Calendar[];
  /** What packs have brought into the registers, as it stands now; of those that are asked for, all records. */
  seeds: Seed[];
  scenarios: Scenarios[];
  /** Scenarios that play a process which stays here, too. */
  left: string[];
  /** Named by the things, and in no pack: whoever installs it needs them. */
  missing: string[];
};
type Kind = 'process' | 'register' | 'parameter' | 'decision' | 'page' | 'role' | 'department' | 'calendar';
type Thing = { kind: Kind; key: string };
const nameOf = ({ kind, key }: Thing): string => `${kind} ${key}`;

/**
 * @param at shop time @param filled registers whose records go along whole
 * @returns also the names that nothing of the shop bears
 */
export async function ownContent(
  sql: Sql,
  named: string[],
  at: number,
  filled: string[] = [],
): Promise<OwnContent & { unknown: string[] }> {
  const [registers, parameters, decisions, pages, processes, roles, departments, calendars, shipped] =
    await Promise.all([
      publishedContent<Register>(sql, 'register', at),
      publishedContent<Parameter>(sql, 'parameter', at),
      publishedContent<SharedDecision>(sql, 'decision', at),
      publishedContent<Page>(sql, 'page', at),
      sql<{ key: string; definition: Definition; model: Model; forms: Record<string, Form> }[]>`
      select p.key, d.definition, d.model, d.forms from process p join definition d on d.key = p.key and d.version = p.latest where not p.archived`,
      listRoles(sql),
      listDepartments(sql),
      readSetting<Record<string, Calendar>>(sql, 'calendars'),
      sql<{ kind: Kind; key: string; pack: string }[]>`select kind, key, pack from shipped`,
    ]);
  const packs = new Map(shipped.map(({ pack, ...thing }) => [nameOf(thing), pack]));
  const needs = (thing: Thing): Thing[] => {
    const process = thing.kind === 'process' && processes.find(({ key }) => key === thing.key);
    if (process) return neededBy(process.definition, process.forms);
    const register = thing.kind === 'register' && registers.find(({ key }) => key === thing.key)?.body;
    if (register) return neededByRegister(register);
    const decision = thing.kind === 'decision' && decisions.find(({ key }) => key === thing.key)?.body;
    if (decision) return parametersIn(JSON.stringify(decision));
    const page = thing.kind === 'page' && pages.find(({ key }) => key === thing.key)?.body;
    if (page) return neededByPage(page);
    const parameter = thing.kind === 'parameter' && parameters.find(({ key }) => key === thing.key)?.body;
    if (parameter) return peopleIn(parameter.owner ?? '');
    const parent = thing.kind === 'department' && departments.find(({ id }) => id === thing.key)?.parent;
    return parent ? [{ kind: 'department', key: parent }] : [];
  };
  const there: Record<Kind, Set<string>> = {
    process: new Set(processes.map(({ key }) => key)),
    register: new Set(registers.map(({ key }) => key)),
    parameter: new Set(parameters.map(({ key }) => key)),
    decision: new Set(decisions.map(({ key }) => key)),
    page: new Set(pages.map(({ key }) => key)),
    role: new Set(roles.map(({ id }) => id)),
    department: new Set(departments.map(({ id }) => id)),
    calendar: new Set(Object.keys({ ...DEFAULT_CALENDARS, ...calendars })),
  };
  const exists = ({ kind, key }: Thing): boolean => there[kind].has(key);

  const wanted = [...named, ...filled].flatMap((key): Thing[] =>
    (['process', 'register', 'parameter', 'decision', 'page'] as const).map((kind) => ({ kind, key })).filter(exists),
  );
  const unknown = [...named, ...filled].filter((key) => !wanted.some((one) => one.key === key));
  const chosen = new Map<string, Thing>(wanted.map((one) => [nameOf(one), one]));
  const requires = new Set<string>();
  const missing = new Set<string>();
  const queue = [...chosen.values()];
  for (let thing = queue.pop(); thing; thing = queue.pop())
    for (const need of needs(thing)) {
      const pack = packs.get(nameOf(need));
      if (chosen.has(nameOf(need))) continue;
      if (pack !== undefined) requires.add(pack);
      else if (!exists(need)) missing.add(nameOf(need));
      else {
        chosen.set(nameOf(need), need);
        queue.push(need);
      }
    }
  const has = (kind: Kind) => (key: string) => chosen.has(nameOf({ kind, key }));
  const values = await saidValues(sql, parameters.map(({ key }) => key).filter(has('parameter')));
  const out = registers.filter(({ key }) => has('register')(key)).map(({ body }) => body);
  const { scenarios, left } = await scenariosOf(sql, has('process'));
  return {
    unknown,
    seeds: await seedsOf(sql, out, filled),
    scenarios,
    left,
    requires: [...requires].sort(),
    missing: [...missing].sort(),
    processes: processes.filter(({ key }) => has('process')(key)),
    registers: out,
    parameters: parameters
      .filter(({ key }) => has('parameter')(key))
      // As it holds in this shop.
      .map(({ key, body }) => {
        const now = values[key]?.find((one) => one.scope === '' && one.from <= at && (one.to ?? Infinity) > at);
        return now ? { ...body, value: now.value } : body;
      }),
    decisions: decisions.filter(({ key }) => has('decision')(key)).map(({ body }) => body),
    pages: pages.filter(({ key }) => has('page')(key)).map(({ body }) => body),
    roles: roles.filter(({ id }) => has('role')(id)).map(({ id, name, texts }) => ({ id, name: wordsOf(name, texts) })),
    departments: departments
      .filter(({ id }) => has('department')(id))
      .map(({ id, name, texts, parent }) => ({ id, name: wordsOf(name, texts), parent })),
    calendars: Object.values(calendars ?? {}).flatMap((one) =>
      has('calendar')(one.id) ? (inTheirOrder(one) ?? []) : [],
    ),
  };
}

async function scenariosOf(
  sql: Sql,
  goes: (process: string) => boolean,
): Promise<Pick<OwnContent, 'scenarios' | 'left'>> {
  const all = await sql<Scenarios[]>`
    select distinct on (beside, name) beside, name, processes, body from pack_scenario order by beside, name, pack`;
  const touched = all.filter(({ beside, processes }) => goes(beside) || processes.some(goes));
  const whole = touched.filter(({ processes }) => processes.every(goes));
  const left = touched.filter((one) => !whole.includes(one) && (goes(one.beside) || one.beside === 'stories'));
  return { scenarios: whole, left: left.map(({ beside, name }) => `${beside}/${name}`) };
}

const wordsOf = (name: string, texts: Named['texts']) => ({ zh: name, en: texts?.en?.name ?? name });

export function neededBy(definition: Definition, forms: Record<string, Form>): Thing[] {
  const text = JSON.stringify([definition, forms]);
  const found: Thing[] = parametersIn(text);
  for (const [, key = ''] of text.matchAll(/"calendar":"([^"=]+)"/g)) found.push({ kind: 'calendar', key });
  if (definition.zf.subject) found.push({ kind: 'register', key: definition.zf.subject });
  for (const starter of definition.zf.starters ?? []) found.push(...peopleIn(starter));
  if (definition.zf.department) found.push({ kind: 'department', key: definition.zf.department });
  for (const element of Object.values(definition.elements)) {
    const decision = decisionNamed(element);
    if (decision !== undefined && !isOwn(definition, decision)) found.push({ kind: 'decision', key: decision });
    const called = calledProcess(element);
    if (called) found.push({ kind: 'process', key: called });
    for (const key of [...(element.zf?.page ?? []), ...(element.zf?.certificates ?? [])])
      found.push({ kind: 'page', key });
    for (const { name, value } of element.zf?.header ?? [])
      if (name === 'register' || name === 'ledger') found.push({ kind: 'register', key: value });
    for (const { rule, value } of element.zf?.participants ?? [])
      if ((rule === 'role' || rule === 'department') && value && !value.startsWith('='))
        found.push({ kind: rule, key: value });
  }
  for (const { name } of Object.values(definition.messages ?? {})) {
    const [, register] = /^(?:record|ledger)\.(.+)$/.exec(name ?? '') ?? [];
    if (register) found.push({ kind: 'register', key: register });
  }
  for (const form of Object.values(forms)) found.push(...form.fields.flatMap(lookedUpBy));
  return found;
}

/** The registers whose records a field names, itself or in its columns. */
const lookedUpBy = (field: Field | RegisterField): Thing[] => [
  ...(field.type === 'record' ? [{ kind: 'register' as const, key: field.register }] : []),
  ...('names' in field && field.names !== undefined ? [{ kind: 'register' as const, key: field.names }] : []),
  ...('from' in field && field.from ? [{ kind: 'register' as const, key: field.from.register }] : []),
  ...('columns' in field ? field.columns.flatMap((column) => lookedUpBy(column as Field)) : []),
];

const parametersIn = (text: string): Thing[] =>
  [...text.matchAll(/\bshop\.([A-Za-z][\w-]*(?:\.[A-Za-z][\w-]*)*)/g)].map(([, key = '']) => ({
    kind: 'parameter',
    key,
  }));

export function neededByRegister(register: Register): Thing[] {
  const refs = [
    register.see,
    register.add,
    register.change,
    register.export,
    ...register.fields.flatMap(({ see, change }) => [see ?? [], change ?? []]),
  ];
  return [
    ...refs.flat().flatMap(peopleIn),
    ...(register.ledger ? [{ kind: 'register' as const, key: register.ledger.account }] : []),
    ...register.fields.flatMap((field): Thing[] => [
      ...lookedUpBy(field),
      ...(field.by.who === 'ledger' ? [{ kind: 'register' as const, key: field.by.ledger }] : []),
      ...(field.by.who === 'process' ? field.by.processes.map((key) => ({ kind: 'process' as const, key })) : []),
      ...(field.by.who === 'formula'
        ? [...field.by.feel.matchAll(/\bshop\.([A-Za-z][\w.-]*)/g)].map(([, key = '']) => ({
            kind: 'parameter' as const,
            key,
          }))
        : []),
    ]),
  ];
}

export function neededByPage(page: Page): Thing[] {
  const { parameters, steps, views } = namesInPage(page);
  return [
    ...views.flatMap(({ of, key }) => (of === 'parameter' ? [] : [{ kind: of, key }])),
    ...parameters.map((key) => ({ kind: 'parameter' as const, key })),
    ...(page.chapters ?? []).map((key) => ({ kind: 'page' as const, key })),
    ...[...new Set(steps.map(({ process }) => process))].map((key) => ({ kind: 'process' as const, key })),
    ...[...page.see, ...(page.read?.who ?? [])].flatMap(peopleIn),
  ];
}

/** Roles and departments that a reference means. */
const peopleIn = (ref: string): Thing[] => {
  const [, kind, key] = /^(role|department):(.+)$/.exec(ref) ?? [];
  return key === undefined ? [] : [{ kind: kind as 'role' | 'department', key }];
};
