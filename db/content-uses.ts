// What is published and reads a thing under the life cycle: told before it changes, and why it is not put away.
import type { Definition } from '../bpmn/definition.ts';
import { keysRead } from '../bpmn/parameters.ts';
import type { ContentKind } from '../content/kinds.ts';
import { wordsOf } from '../dmn/decision-version.ts';
import type { SharedDecision } from '../dmn/shared-decision.ts';
import type { Page } from '../pages/page.ts';
import type { Register } from '../records/register.ts';
import type { Sql } from './connect.ts';
import { publishedContent } from './content.ts';
import { neededBy, neededByPage, neededByRegister } from './pack-export.ts';

export type ContentUse = {
  kind: 'process' | 'register' | 'decision' | 'page';
  key: string;
  name: { zh: string; en?: string | undefined };
};

export async function usesOf(sql: Sql, kind: ContentKind, key: string, at: number): Promise<ContentUse[]> {
  const [processes, registers, decisions, pages] = await Promise.all([
    sql<{ key: string; definition: Definition; forms: Record<string, never> }[]>`
      select p.key, d.definition, d.forms from process p join definition d on d.key = p.key and d.version = p.latest where not p.archived order by p.key`,
    publishedContent<Register>(sql, 'register', at),
    publishedContent<SharedDecision>(sql, 'decision', at),
    publishedContent<Page>(sql, 'page', at),
  ]);
  const isIt = (one: { kind: string; key: string }): boolean =>
    one.kind === kind && (one.key === key || (kind === 'parameter' && one.key.startsWith(`${key}.`)));
  return [
    ...processes
      .filter(({ definition, forms }) => neededBy(definition, forms).some(isIt))
      .map(({ key: process, definition }): ContentUse => {
        const en = definition.zf.text?.en?.name;
        return { kind: 'process', key: process, name: { zh: definition.name ?? process, ...(en && { en }) } };
      }),
    ...registers
      .filter(({ body }) => body.key !== key && neededByRegister(body).some(isIt))
      .map(({ body }): ContentUse => ({ kind: 'register', key: body.key, name: body.name })),
    ...decisions
      .filter(({ body }) =>
        [...(keysRead(JSON.stringify(body)) ?? [])].some((one) => isIt({ kind: 'parameter', key: one })),
      )
      .map(({ body }): ContentUse => ({ kind: 'decision', key: body.id, name: wordsOf(body) })),
    ...pages
      .filter(({ body }) => neededByPage(body).some(isIt))
      .map(({ body }): ContentUse => ({ kind: 'page', key: body.key, name: body.title })),
  ];
}
