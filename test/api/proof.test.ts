// The proof of a case: every decision with what was on screen, a chain that shows whatever was changed since, erased data gone from it.
import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { shopNow } from '../../api/shop-now.ts';
import { Model } from '../../bpmn/definition.ts';
import { eraseDue } from '../../db/erasure.ts';
import { publish } from '../../db/processes.ts';
import { Form } from '../../forms/form.ts';
import { submissionDigest } from '../../proof/chain.ts';
import { headOf, Proof, seal, verifyProof } from '../../proof/document.ts';
import { draw } from '../draw.ts';
import { type Caller, fresh, type Office, openOffice } from './office.ts';

let office: Office;
let lin: Caller;
let chen: Caller;
beforeAll(async () => {
  office = await openOffice();
  [lin, chen] = await Promise.all([office.as('linxiaowen'), office.as('chenli')]);
  const definition = draw(
    'proven',
    {
      start: { type: 'startEvent', eventDefinitions: [] },
      fill: {
        type: 'userTask',
        name: '填单',
        zf: { form: 'fill', participants: [{ rule: 'person', value: 'linxiaowen' }] },
      },
      check: {
        type: 'userTask',
        name: '复核',
        zf: {
          form: 'check',
          mode: 'all',
          refusal: 'flow',
          verbs: ['agree', 'refuse', 'return', 'takeBack'],
          returnTo: ['fill'],
          participants: [{ rule: 'person', value: 'chenli' }],
        },
      },
      end: { type: 'endEvent', eventDefinitions: [] },
    } as never,
    ['start->fill', 'fill->check', 'check->end'],
    {
      zf: {
        eraseAfter: 30,
        variable: [
          { name: 'buyer', type: 'string', personal: true },
          { name: 'amount', type: 'number' },
        ],
      },
    },
  );
  const field = (id: string, type: string, more = {}) => ({ type, id, label: { zh: id }, ...more });
  await publish(office.shop.sql, {
    definition,
    model: Model.parse({ id: 'proven', processes: [definition], diagram: {} }),
    forms: {
      fill: Form.parse({
        key: 'fill',
        title: { zh: '填单' },
        fields: [field('buyer', 'text'), field('amount', 'integer')],
      }),
      check: Form.parse({
        key: 'check',
        title: { zh: '复核' },
        fields: [field('amount', 'integer', { readOnly: true })],
      }),
    },
  });
});
afterAll(() => office?.close());

const openTask = (id: string): Promise<string> =>
  office.shop.until(async () => {
    const [task] = await office.shop.sql<
      { id: string }[]
    >`select id from task where case_id = ${id} and state = 'open'`;
    return task?.id;
  }, 'a task');
const proofOf = async (id: string): Promise<Proof> =>
  Proof.parse((await chen('GET', `/api/cases/${id}/proof?format=json`)).body);

/** Filled in, sent back, filled in otherwise, agreed. */
async function gone(): Promise<string> {
  const id = (await chen('POST', '/api/cases', { process: 'proven', variables: {} }, fresh())).body.case;
  const fill = (amount: number) => async (task: string) =>
    lin('POST', `/api/tasks/${task}/complete`, { values: { buyer: '欧阳锋锐', amount } }, fresh());
  expect((await fill(10)(await openTask(id))).status).toBe(200);
  const back = await chen(
    'POST',
    `/api/tasks/${await openTask(id)}/return`,
    { to: 'fill', comment: '金额不对' },
    fresh(),
  );
  expect(back.status).toBe(200);
  expect((await fill(12)(await openTask(id))).status).toBe(200);
  const last = await chen(
    'POST',
    `/api/tasks/${await openTask(id)}/complete`,
    { values: {}, verdict: 'agree', comment: '对了' },
    fresh(),
  );
  expect(last.status).toBe(200);
  return id;
}

it('names for every decision who, when and what was on screen, and is whole', async () => {
  const id = await gone();
  const proof = await proofOf(id);
  expect(verifyProof(proof)).toEqual({ faults: [], rows: proof.cases[0]?.rows.length, unsealed: 0, erased: 0 });
  const [one] = proof.cases;
  const said = (one?.rows ?? []).flatMap(({ by, element, why }) => {
    const { is, verb, submission } = (why ?? {}) as { is?: string; verb?: string; submission?: string };
    const found = one?.submissions.find(({ submitted }) => submissionDigest(submitted) === submission);
    return is === 'person' && found
      ? [[proof.people[by ?? ''], element, verb, found.submitted.shown, found.submitted.comment]]
      : [];
  });
  // A step that decides is told twice, as a vote and as the end of it.
  const each = said.filter((row, at) => JSON.stringify(row) !== JSON.stringify(said[at - 1]));
  expect(each).toEqual([
    ['林晓雯', 'fill', 'submit', { buyer: '欧阳锋锐', amount: 10 }, undefined],
    ['陈立', 'check', 'return', { amount: 10 }, '金额不对'],
    ['林晓雯', 'fill', 'submit', { buyer: '欧阳锋锐', amount: 12 }, undefined],
    ['陈立', 'check', 'agree', { amount: 12 }, '对了'],
  ]);
});

it('shows what was changed in the file, and what in the database', async () => {
  const id = await gone();
  const proof = await proofOf(id);
  const faultsOf = (change: (copy: Proof) => void): string[] => {
    const copy = structuredClone(proof);
    change(copy);
    return [...new Set(verifyProof(copy).faults.map(({ fault }) => fault))];
  };
  const rows = (copy: Proof) => copy.cases[0]?.rows ?? [];
  const decided = rows(proof).findIndex(({ why }) => (why as { verb?: string } | null)?.verb === 'agree');
  expect(faultsOf((copy) => Object.assign(rows(copy)[decided]?.why as object, { verb: 'refuse' }))).toEqual([
    'row',
    'seal',
  ]);
  expect(faultsOf((copy) => Object.assign(rows(copy)[2] ?? {}, { by: 'somebody' }))).toEqual(['row', 'seal']);
  expect(faultsOf((copy) => rows(copy).splice(3, 1))).toEqual(['missing', 'link', 'seal']);
  expect(
    faultsOf((copy) => Object.assign(copy.cases[0]?.submissions[0]?.submitted.values ?? {}, { amount: 99 })),
  ).toContain('submission');
  expect(faultsOf((copy) => Object.assign(rows(copy)[2] ?? {}, { salt: null }))).toContain('row');
  expect(faultsOf((copy) => Object.assign(copy, { madeBy: '别人' }))).toEqual(['seal']);
  // Sealed by another, it is whole, and bears another key.
  expect(seal('y'.repeat(32), proof).seal.key).not.toBe(proof.seal.key);

  const { sql } = office.shop;
  const head = headOf(proof.cases[0] as Proof['cases'][number]);
  await sql`update history set by = 'person-x' where case_id = ${id} and seq = 3`;
  const after = await proofOf(id);
  expect(verifyProof(after).faults).toEqual([{ fault: 'row', case: id, seq: 3 }]);
  // The row's own digest made anew, the rest of the chain no longer follows.
  await sql`update history set said = sha256('x'::bytea) where case_id = ${id} and seq = 3`;
  expect(verifyProof(await proofOf(id)).faults.map(({ fault }) => fault)).toContain('link');
  expect(headOf(after.cases[0] as Proof['cases'][number])).toBe(head);
});

it('holds when personal data is erased, and says nothing of it any more', async () => {
  const id = await gone();
  const { sql } = office.shop;
  await office.shop.until(
    async () => (await sql`select 1 from cases where id = ${id} and status = 'ended'`).length > 0,
    'the end',
  );
  const before = await proofOf(id);
  await eraseDue(sql, (await shopNow(sql)) + 31 * 86_400_000);
  const proof = await proofOf(id);
  expect(JSON.stringify(proof)).not.toContain('欧阳锋锐');
  const { faults, erased } = verifyProof(proof);
  expect(faults).toEqual([]);
  expect(erased).toBeGreaterThan(0);
  expect(proof.cases[0]?.rows.map(({ link }) => link)).toEqual(before.cases[0]?.rows.map(({ link }) => link));
  // Nobody finds out by trying what a digest was made of.
  const [row] = proof.cases[0]?.submissions.filter(({ element }) => element === 'fill') ?? [];
  expect(row?.submitted.salt).toBeUndefined();
});

it('is a PDF with the same proof inside', async () => {
  const id = await gone();
  const answer = await office.app.request(`/api/cases/${id}/proof`, { headers: { cookie: chen.cookie } });
  expect(answer.status).toBe(200);
  const bytes = Buffer.from(await answer.arrayBuffer());
  expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
  const inside = Proof.parse(JSON.parse(attached(bytes)));
  expect(verifyProof(inside).faults).toEqual([]);
  expect(inside.cases[0]?.id).toBe(id);
});

it('is for managers who see the case', async () => {
  const id = await gone();
  expect((await lin('GET', `/api/cases/${id}/proof`)).status).toBe(403);
  expect((await chen('GET', '/api/cases/nowhere/proof')).status).toBe(404);
});

it('who takes one out is in the audit', async () => {
  const id = await gone();
  await proofOf(id);
  const admin = await office.as('gaoyuan');
  const { items } = (await admin('GET', `/api/audit?limit=100&object=${id}`)).body;
  const taken = items.filter(({ action }: { action: string }) => action === 'GET /api/cases/:id/proof');
  expect(taken).toMatchObject([{ by: { name: '陈立' }, detail: { format: 'json' } }]);
});

/** The attachment of a PDF: the stream whose digest its file specification names. */
function attached(pdf: Buffer): string {
  let from = 0;
  for (;;) {
    const start = pdf.indexOf('stream\n', from);
    if (start < 0) throw new Error('nothing is attached');
    const end = pdf.indexOf('\nendstream', start);
    from = end + 10;
    try {
      const text = inflateSync(pdf.subarray(start + 7, end)).toString();
      const sum = createHash('md5').update(text).digest('hex');
      if (text.includes('zhangfa-proof') && pdf.includes(sum)) return text;
    } catch {
      // Fonts and pages are streams as well.
    }
  }
}
