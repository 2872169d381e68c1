// A job over many cases goes on when the API that began it is killed: what is stored is sent by whoever comes after.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Model } from '../../bpmn/definition.ts';
import { connect } from '../../db/connect.ts';
import { publish } from '../../db/processes.ts';
import { type Client, signIn } from '../../sandbox/client.ts';
import { freePort } from '../../stack/ports.ts';
import { type Stack, up } from '../../stack/up.ts';
import { bringPeople } from '../demo-people.ts';
import { draw } from '../draw.ts';
import { temporaryFolder } from './temporary-folder.ts';

const CASES = 150;
let stack: Stack;
let boss: Client;
beforeAll(async () => {
  stack = await up({
    data: temporaryFolder(),
    pieces: ['postgres', 'temporal', 'worker', 'api'],
    demo: true,
    port: await freePort(18_880),
  });
}, 180_000);
afterAll(() => stack?.destroy(), 60_000);

it('every case of it is paused, although the API died in the middle', async () => {
  const sql = connect(stack.databaseUrl, { max: 1 });
  try {
    await bringPeople(stack);
    boss = await signIn(stack.address, { username: 'chenli', password: 'zhangfa-demo' });
    const somebody = { participants: [{ rule: 'role', value: 'order-auditor' }] };
    const definition = draw(
      'count',
      { start: { type: 'startEvent' }, count: { type: 'userTask', name: '盘点', zf: somebody } } as never,
      ['start->count'],
    );
    const model = Model.parse({ id: 'count', processes: [definition], diagram: {} });
    await publish(sql, { definition, model, forms: {} });
    const cases = await Promise.all(Array.from({ length: CASES }, (_, n) => started(`B-${n}`)));
    const standing = async (status: string): Promise<number> =>
      (await sql`select 1 from cases where status = ${status}`).length;
    await expect.poll(() => standing('running'), { timeout: 60_000 }).toBe(CASES);
    const job = { selection: { cases }, action: { do: 'suspend' }, reason: '盘点' };
    const begun = await boss.post<{ id: string; total: number }>('/bulk', job, randomUUID());
    await stack.kill('api');
    if (!begun.ok) throw new Error(begun.code);
    const { id, total } = begun.value;
    expect(total).toBe(CASES);
    const [left] = await sql<{ unanswered: number }[]>`
      select count(*)::int as unanswered from command where id like ${`${id}.%`} and answer is null`;
    expect(left?.unanswered, 'it was killed too late to see anything').toBeGreaterThan(0);
    await stack.start('api');
    await expect
      .poll(() => boss.get<object>(`/bulk/${id}`), { timeout: 90_000, interval: 500 })
      .toMatchObject({ done: CASES, refused: 0, waiting: 0 });
    expect(await standing('suspended')).toBe(CASES);
  } finally {
    await sql.end();
  }
}, 240_000);

async function started(title: string): Promise<string> {
  const answer = await boss.post<{ case: string }>('/cases', { process: 'count', variables: { title } }, randomUUID());
  if (!answer.ok) throw new Error(`${title}: ${answer.status} ${answer.code}`);
  return answer.value.case;
}
