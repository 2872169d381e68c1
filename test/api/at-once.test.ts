// What several managers do at the same moment comes to what one of them after the other would have done.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Answer, type Caller, fresh, type Office, openOffice } from './office.ts';

let office: Office;
let managers: Caller[];
let admin: Caller;
beforeAll(async () => {
  office = await openOffice();
  managers = await Promise.all(['chenli', 'zhoumin', 'luyuan'].map((name) => office.as(name)));
  admin = await office.as('gaoyuan');
});
afterAll(() => office?.close());

const words = (zh: string) => ({ zh, en: zh });
const field = { type: 'number', id: 'v', label: words('v'), required: false };
const text = { type: 'text', id: 'code', label: words('code'), required: false };
const BODIES: [string, string, (n: number) => object][] = [
  ['register', 'pair', (n) => ({ key: 'pair', name: words(`p${n}`), keyField: 'code', fields: [text] })],
  ['parameter', 'pair.days', (n) => ({ key: 'pair.days', label: words(`d${n}`), field, value: n })],
  [
    'decision',
    'pair-table',
    (n) => ({
      id: 'pair-table',
      name: `t${n}`,
      hitPolicy: 'FIRST',
      inputs: [{ id: 'i', label: 'x', expression: 'x', type: 'number' }],
      outputs: [{ id: 'o', name: 'y', type: 'number' }],
      rules: [{ id: 'r', inputs: ['-'], outputs: [String(n)] }],
    }),
  ],
];
/** All at once, twice each; how often it was taken. */
const together = async (act: (manager: Caller) => Promise<Answer>): Promise<Answer[]> =>
  Promise.all([...managers, ...managers].map(act));
const taken = (answers: Answer[]) => answers.filter(({ status }) => status === 200);

it.each(BODIES)('of a %s one draft is saved, and one version is published', async (kind, key, body) => {
  const at = `/api/content/${kind}/${key}`;
  let n = 0;
  const saved = await together((manager) => manager('PUT', `${at}/draft`, { body: body(++n), revision: 0 }));
  expect(taken(saved)).toHaveLength(1);
  const published = await together((manager) => manager('POST', `${at}/publish`, { revision: 1 }, fresh()));
  expect(taken(published)).toHaveLength(1);
  expect(published.filter(({ status }) => status === 409).map((one) => one.body.code)).toEqual(
    Array(5).fill('contentConflict'),
  );
  expect((await managers[0]?.('GET', `${at}/versions`))?.body.items).toHaveLength(1);
});

it('of a process one version is published', async () => {
  const [manager] = managers as [Caller];
  const { body: draft } = await manager('GET', '/api/processes/refund/draft');
  draft.model.processes[0].elements.pay.zf.deadline = [{ kind: 'resolution', target: 'PT4H', steps: [] }];
  const { body: saved } = await manager('PUT', '/api/processes/refund/draft', {
    model: draft.model,
    forms: draft.forms,
    revision: draft.revision,
  });
  const published = await together((one) =>
    one('POST', '/api/processes/refund/publish', { revision: saved.revision }, fresh()),
  );
  expect(taken(published).map(({ body }) => body.version)).toEqual([2]);
  expect((await manager('GET', '/api/processes/refund/versions')).body.items).toHaveLength(2);
});

it('departments that are put below each other make no circle', async () => {
  const put = (id: string, parent: string | null) => admin('PUT', `/api/departments/${id}`, { name: id, parent });
  for (let round = 0; round < 8; round++) {
    for (const id of ['left', 'right']) await put(id, null);
    const moved = await Promise.all([put('left', 'right'), put('right', 'left')]);
    expect(moved.map(({ status }) => status).sort(), `round ${round}`).toEqual([200, 422]);
  }
  expect((await put('left', 'nowhere')).status).toBe(404);
});

it('a clock that several move on goes all the way', async () => {
  const now = async (): Promise<number> => (await admin('GET', '/api/settings')).body.now;
  const before = await now();
  const moved = await Promise.all(
    Array.from({ length: 6 }, () =>
      admin('PATCH', '/api/settings', { clock: { rate: 1, forwardMs: 3_600_000 } }, fresh()),
    ),
  );
  expect(taken(moved)).toHaveLength(6);
  expect((await now()) - before).toBeGreaterThanOrEqual(6 * 3_600_000);
});
