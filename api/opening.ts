// The three doors of a new shop: the demo, a shop of one's own, or nothing at all. What the owner has said is stored first and then carried
// out step by step; each step may be done twice, so a killed process goes on with it after its next start.
import { z } from '@hono/zod-openapi';
import type { Calendar } from '../bpmn/calendar.ts';
import { changeCalendars } from '../db/calendars.ts';
import { updateProcess } from '../db/drafts.ts';
import { aloneAtOpening, beginAgain, type Opening, readOpening, rolesOfProcesses, tellOpening } from '../db/opening.ts';
import { type Shipment, type ShopSize, takePack } from '../db/packs.ts';
import { saidValues, sayParameter } from '../db/parameters.ts';
import { addRoles } from '../db/people.ts';
import { DEFAULT_CALENDARS, writeSetting } from '../db/settings.ts';
import { withoutData } from '../db/without-data.ts';
import type { Value } from '../feel/value.ts';
import { checkValue, type Parameter } from '../parameters/parameter.ts';
import { baseOf, seedDemo } from './demo.ts';
import type { Deps } from './deps.ts';
import { problem } from './problem.ts';
import { shopNow } from './shop-now.ts';

const Time = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/);
const Hours = z.object({ from: Time, to: Time }).refine(({ from, to }) => from < to, { message: 'from before to' });
/** What is said to the questions of packs. */
export const Said = z
  .record(z.string().max(100), z.union([z.string().max(200), z.number(), z.boolean()]))
  .describe('values of parameters that packs ask for; one that is left out stays as the pack has it');
const PLATFORMS = ['taobao', 'jd', 'pdd', 'douyin', 'kuaishou', 'xiaohongshu', 'other'] as const;
export const Answers = z.discriminatedUnion('door', [
  z.object({ door: z.literal('demo') }),
  z.object({ door: z.literal('empty') }),
  z.object({
    door: z.literal('shop'),
    size: z.enum(['small', 'full']),
    service: Hours.describe('when customer service is there, every day'),
    warehouse: Hours.nullable().describe('hours of the own warehouse; null: somebody else stores and ships'),
    platforms: z.array(z.enum(PLATFORMS)).max(PLATFORMS.length),
    parameters: Said,
  }),
]);
export type Answers = z.infer<typeof Answers>;
type OwnShop = Extract<Answers, { door: 'shop' }>;

/** Without a warehouse of one's own nobody counts shelves or writes off what lies there. */
const OF_A_WAREHOUSE = ['stock-count', 'scrap'];

type Opener = Pick<Deps, 'sql' | 'door' | 'filesDir' | 'packs' | 'log' | 'fillDemo'>;

/** Carries out what stands to be done, if anything does; resolves when nothing does any more. */
export async function goOnOpening(deps: Opener): Promise<void> {
  const { sql } = deps;
  await aloneAtOpening(sql, async () => {
    const opening = await readOpening<Answers>(sql);
    if (!opening || opening.done) return;
    await beginAgain(sql);
    try {
      await carryOut(deps, opening);
      await tellOpening(sql, { done: true });
    } catch (error) {
      deps.log.error({ error: withoutData(error) }, 'opening the shop');
      await tellOpening(sql, { failed: new Date().toISOString() });
    }
  });
}

async function carryOut(deps: Opener, { answers, by }: Opening<Answers>): Promise<void> {
  const { sql } = deps;
  const say = (step: string) => tellOpening(sql, { step });
  if (answers.door === 'empty') return;
  const packs = await deps.packs();
  if (answers.door === 'demo') {
    if (!deps.fillDemo) throw new Error('this server opens no demo');
    await say('people');
    await seedDemo(sql, baseOf(packs));
    await deps.fillDemo(deps, say);
    return;
  }
  await say('packs');
  await writeSetting(sql, 'size', { size: answers.size } satisfies ShopSize);
  for (const pack of packs) await takePack(sql, pack, { at: await shopNow(sql), by });
  await say('answers');
  await setHours(deps, answers);
  for (const key of OF_A_WAREHOUSE) await updateProcess(sql, key, { archived: answers.warehouse === null });
  for (const [key, value] of Object.entries(answers.parameters))
    await sayOnce(deps, key, value, { by, reason: 'opening' });
  await ownerHasAll(deps, by);
}

/** The owner of a new shop does everything until others come: work that is offered to nobody would wait for ever. */
async function ownerHasAll({ sql }: Opener, owner: string | null): Promise<void> {
  if (owner !== null) await addRoles(sql, owner, await rolesOfProcesses(sql));
}

async function setHours({ sql }: Opener, { service, warehouse }: OwnShop): Promise<void> {
  const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  const daily = ({ from, to }: { from: string; to: string }): Calendar['week'] =>
    Array.from({ length: 7 }, () => [[minutes(from), minutes(to)]]);
  await changeCalendars(sql, (before) => {
    const set = (id: 'service' | 'warehouse', week: Calendar['week']) => {
      const calendar = before[id] ?? DEFAULT_CALENDARS[id];
      return calendar ? { [id]: { ...calendar, week } } : {};
    };
    return {
      ...before,
      ...set('service', daily(service)),
      ...set('warehouse', daily(warehouse ?? { from: '00:00', to: '24:00' })),
    };
  });
}

/** Parameters that the packs ask for. */
export const asked = (packs: Shipment[]): Parameter[] =>
  packs.flatMap(({ asks, parameters }) => parameters.filter(({ key }) => asks.includes(key)));

/** @throws Problem where nobody asked, or it cannot be the value */
export function checkSaid(packs: Shipment[], said: z.infer<typeof Said>, now: number): void {
  for (const [key, value] of Object.entries(said)) {
    const parameter = asked(packs).find((one) => one.key === key);
    if (!parameter) throw problem('notFound', { what: key });
    const checked = checkValue(parameter, value, now);
    if ('errors' in checked)
      throw problem('recordInvalid', { count: checked.errors.length }, { errors: checked.errors });
  }
}

export async function sayOnce(
  { sql }: Pick<Deps, 'sql'>,
  key: string,
  value: Value,
  { by, reason }: { by: string | null; reason: string },
): Promise<void> {
  const said = (await saidValues(sql, [key]))[key]?.[0];
  if (said && JSON.stringify(said.value) === JSON.stringify(value)) return;
  await sayParameter(sql, { key, value, from: await shopNow(sql), by, reason });
}
