// Where a task can be sent back to right now, its case and those that have called it read as they stand.
import { caseById, livingOf } from '../db/case-lists.ts';
import { readShop } from '../db/settings.ts';
import type { TaskDetail } from '../db/tasks.ts';
import { SYSTEM } from '../db/viewer.ts';
import { shopTime } from '../workflows/clock.ts';
import type { Deps } from './deps.ts';
import { problem } from './problem.ts';
import { type Level, letsBackOver, type Returns, returnsOf } from './return-of.ts';

type Needs = Pick<Deps, 'sql' | 'definitions'>;
export async function returnsFrom(deps: Needs, task: TaskDetail): Promise<Returns> {
  const { sql, definitions } = deps;
  const [found, published, shop] = await Promise.all([
    caseById(sql, SYSTEM, task.case),
    definitions.get(task.process, task.version),
    readShop(sql),
  ]);
  if (!found || !published) throw problem('notFound', { what: task.id });
  const at = shopTime(shop.clock, Date.now());
  const own = { definition: published.definition, state: found.state };
  const around = await aroundOf(deps, own);
  const beside = around.length > 0 ? await livingBeside(deps, found.family, [own, ...around]) : [];
  return returnsOf(sql, { ...own, around, beside, wait: task.wait, at, env: shop.env });
}

/** The cases that have called this one, as far as their calls let work be sent back over them. */
async function aroundOf(deps: Needs, { state }: Level): Promise<Level[]> {
  const { case: id = '', token = '' } = state.parent ?? {};
  const caller = state.parent && (await caseById(deps.sql, SYSTEM, id));
  const published = caller && (await deps.definitions.get(caller.process, caller.version));
  const level = published && { definition: published.definition, state: caller.state };
  return level && letsBackOver(level, token) ? [level, ...(await aroundOf(deps, level))] : [];
}

/** What else lives of the family: work in it may be lost. */
async function livingBeside({ sql, definitions }: Needs, family: string, known: Level[]): Promise<Level[]> {
  const others = (await livingOf(sql, family)).filter(
    ({ state }) => !known.some((one) => one.state.case === state.case),
  );
  return Promise.all(
    others.map(async ({ process, version, state }) => {
      const published = await definitions.get(process, version);
      if (!published) throw problem('notFound', { what: process });
      return { definition: published.definition, state };
    }),
  );
}
