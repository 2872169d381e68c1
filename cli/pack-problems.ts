// A pack from elsewhere is judged before anything of it is taken in: what the designer and the pages of content would not publish, it
// does not bring either.
import { INSTALLED } from '../activities/connectors/installed.ts';
import { columnsOf } from '../bpmn/decision-columns.ts';
import type { Problem } from '../bpmn/definition.ts';
import { lint } from '../bpmn/lint.ts';
import { inShop, type LintContext, type ShopFacts } from '../bpmn/lint-context.ts';
import { type ContentKind, type ContentWorld, kindOf } from '../content/kinds.ts';
import { spokenOf } from '../content/spoken.ts';
import type { Sql } from '../db/connect.ts';
import { contentWorld } from '../db/content-world.ts';
import { shopFacts } from '../db/shop-facts.ts';
import { wordsOf } from '../dmn/decision-version.ts';
import { factsOfRegister } from '../records/filters.ts';
import type { Goods, Pack } from '../sops/pack.ts';
import { sayOfContent } from '../words/content.ts';
import { content } from '../words/en/content.ts';
import type { Message } from '../words/message.ts';
import { sayOfModel } from '../words/model.ts';

/** Of content or of a model. */
export const sayOf = (message: Message, language: 'zh' | 'en' = 'en'): string =>
  message.code in content ? sayOfContent(message, language) : sayOfModel(message, language);

/** What it is of: `register sku`. */
export type PackProblem = Problem & { of: string };

/** What stands beside the processes of a pack, held against all that stands around it. */
export function goodsProblems({ registers, parameters, decisions, pages }: Goods, world: ContentWorld): PackProblem[] {
  const judge = (kind: ContentKind, body: unknown): PackProblem[] =>
    kindOf(kind)
      .problems(body, world)
      .map(({ severity, code, args }) => ({
        of: `${kind} ${kindOf(kind).key(body)}`,
        rule: 'content',
        severity,
        message: { code, args },
      })) as PackProblem[];
  return [
    ...registers.flatMap((one) => judge('register', one)),
    ...parameters.flatMap((one) => judge('parameter', one)),
    ...decisions.flatMap((one) => judge('decision', one)),
    ...pages.flatMap((one) => judge('page', one)),
  ];
}

/** Of a later one with the same key the later holds. */
const together = <T>(before: T[], more: T[], keyOf: (one: T) => string): T[] => [
  ...new Map([...before, ...more].map((one) => [keyOf(one), one])).values(),
];

/** As the facts of a shop would be with what a pack brings. */
export const goodsFacts = (goods: Goods) => ({
  roles: goods.roles.map(({ id, name }) => ({ id, names: [name.zh, name.en], people: 1 })),
  departments: goods.departments.map(({ id, name }) => ({ id, names: [name.zh, name.en] })),
  calendars: goods.calendars.map(({ id }) => id),
  registers: goods.registers.map((one) => factsOfRegister(one.key, one)),
  parameters: goods.parameters.map(({ key }) => ({ key, blank: false })),
  pages: goods.pages.map(({ key, title, quiz }) => ({ key, name: title, certificate: quiz !== undefined })),
  decisions: goods.decisions.map((table) => ({
    key: table.id,
    name: wordsOf(table),
    current: 1,
    versions: [{ version: 1, from: 0, ...columnsOf(table) }],
  })),
});

/** What is wrong, in words, with packs that are to be taken into a shop one after the other. */
export async function packErrors(sql: Sql, packs: Pack[], at: number): Promise<string[]> {
  let [facts, world]: [ShopFacts, ContentWorld] = await Promise.all([
    shopFacts(sql, INSTALLED, false),
    contentWorld(sql, 'page', at),
  ]);
  const found: string[] = [];
  const tell = (problems: PackProblem[]) => {
    for (const { of, severity, element, message } of problems)
      if (severity === 'error') found.push(`${of}${element ? ` at ${element}` : ''}: ${sayOf(message)}`);
  };
  for (const pack of packs) {
    const brought = goodsFacts(pack);
    facts = {
      ...facts,
      roles: together(facts.roles, brought.roles, ({ id }) => id),
      departments: together(facts.departments, brought.departments, ({ id }) => id),
      calendars: [...facts.calendars, ...brought.calendars],
      registers: together(facts.registers, brought.registers, ({ key }) => key),
      parameters: together(facts.parameters, brought.parameters, ({ key }) => key),
      decisions: together(facts.decisions, brought.decisions, ({ key }) => key),
      pages: together(facts.pages, brought.pages, ({ key }) => key),
    };
    world = {
      registers: together(world.registers, pack.registers, ({ key }) => key),
      processes: [...world.processes, ...pack.sops.map(({ definition }) => definition.key)],
      parameters: together(world.parameters, pack.parameters, ({ key }) => key),
      decision: ((before) => (key: string) => ({ ...before(key), parameters: facts.parameters }))(world.decision),
      page: {
        parameters: facts.parameters,
        processes: together(
          world.page.processes,
          pack.sops.map(({ definition, forms }) => spokenOf(definition, forms)),
          ({ key }) => key,
        ),
        pages: together<ContentWorld['page']['pages'][number]>(world.page.pages, pack.pages, ({ key }) => key),
        registers: together<ContentWorld['page']['registers'][number]>(
          world.page.registers,
          pack.registers,
          ({ key }) => key,
        ),
        decisions: [...new Set([...world.page.decisions, ...pack.decisions.map(({ id }) => id)])],
      },
    };
    for (const [kind, keys] of [
      ['register', pack.registers.map(({ key }) => key)],
      ['parameter', pack.parameters.map(({ key }) => key)],
      ['decision', pack.decisions.map(({ id }) => id)],
      ['page', pack.pages.map(({ key }) => key)],
      ['process', pack.sops.map(({ definition }) => definition.key)],
    ] as const)
      for (const key of keys.filter((one, at) => keys.indexOf(one) < at)) found.push(`${kind} ${key}: stands twice`);
    for (const { id, parent } of pack.departments)
      if (parent !== null && !facts.departments.some((one) => one.id === parent))
        found.push(`department ${id}: belongs to ${parent}, which is not there`);
    for (const { register } of pack.seeds)
      if (!world.registers.some(({ key }) => key === register))
        found.push(`records of ${register}: there is no such register`);
    tell(goodsProblems(pack, world));
    for (const { model, forms, definition } of pack.sops) {
      const context: LintContext = { ...inShop(facts, forms), processes: null };
      tell(lint(model, context, definition.key).map((one) => ({ ...one, of: `process ${definition.key}` })));
    }
  }
  return [...new Set(found)];
}
