// Courses in the browser: written by a manager, taken on a phone from the first chapter to the certificate, seen at the person and in the
// matrix, asked for by a step.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { publishContent } from '../../db/content.ts';
import { loadPages } from '../../sops/page-files.ts';
import { type House, openHouse } from './house.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const shots = process.env.SHOTS;
const shot = async (page: Page, name: string): Promise<void> => {
  if (shots) await page.screenshot({ path: `${shots}/${name}.png` });
};
const looksRight = async (page: Page): Promise<void> => {
  // While it fades from one colour into another it is neither.
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)));
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() =>
    (window as unknown as { axe: { run(on: Document): Promise<AxeResults> } }).axe.run(document),
  );
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(over, 'pixels over the edge').toBeLessThanOrEqual(0);
};

let house: House;
beforeAll(async () => {
  house = await openHouse();
  const { sql } = house.office.shop;
  const wanted = ['service-talk', 'service-trouble', 'service-basics'];
  const pages = await loadPages('sops/people/pages');
  for (const key of wanted) {
    const body = pages.find((one) => one.key === key);
    if (body) await publishContent(sql, { kind: 'page', key, name: body.title, body, by: null, from: 0 });
  }
}, 180_000);
afterAll(() => house?.close());

/** What the course of the pack holds to be right, as it is worded. */
const rights = async (): Promise<string[]> => {
  const course = (await loadPages('sops/people/pages')).find(({ key }) => key === 'service-basics');
  return (course?.quiz?.questions ?? []).flatMap(({ options }) =>
    options.flatMap(({ text, right }) => (right ? [text.zh] : [])),
  );
};

it('is taken on a phone: chapters, then the quiz; what is chosen outlives a reload; who passes has the certificate', async () => {
  const he = await house.open('hejing', { width: 390, height: 844 });
  await he.goto('/handbook?mine=yes');
  await he.locator('.handbook-row', { hasText: '客服入门' }).getByText('要学').waitFor();
  await he.getByRole('link', { name: /客服入门/ }).click();
  await he.getByText('还有 2 章没读，读完才能考').waitFor();
  await shot(he, 'course-390');
  await looksRight(he);
  expect(await he.getByRole('button', { name: '开始测验' }).isDisabled()).toBe(true);
  await he.getByRole('button', { name: /和买家说话/ }).click();
  await he.getByRole('heading', { name: '一开口' }).waitFor();
  await shot(he, 'course-chapter-390');
  await he.getByRole('button', { name: '读完，下一章' }).click();
  await he.getByRole('heading', { name: '什么时候往上交' }).waitFor();
  await he.getByRole('button', { name: '读完了' }).click();
  await he.getByRole('button', { name: '开始测验' }).click();
  const questions = he.locator('.quiz-questions > li');
  await expect.poll(() => questions.count()).toBe(7);
  await shot(he, 'quiz-390');
  await looksRight(he);
  const small = await he
    .locator('.quiz .ant-radio-wrapper, .quiz .ant-checkbox-wrapper')
    .evaluateAll((all) => all.filter((one) => one.getBoundingClientRect().height < 44).length);
  expect(small, 'targets below 44 px').toBe(0);
  const right = await rights();
  const [first = ''] = right;
  const kept = he.waitForResponse(
    (answer) => answer.url().includes('/api/attempts/') && answer.request().method() === 'PUT',
  );
  await he.getByLabel(first, { exact: true }).check();
  await kept;
  await he.evaluate(() => localStorage.clear());
  await he.evaluate(() => localStorage.setItem('zhangfa.language', 'zh'));
  await he.reload();
  await expect.poll(() => he.getByLabel(first, { exact: true }).isChecked()).toBe(true);
  await he.getByText('还有 6 题没答').waitFor();
  for (const one of right.slice(1)) await he.getByLabel(one, { exact: true }).check();
  await he.getByText('都答了').waitFor();
  await he.getByRole('button', { name: '交卷' }).click();
  await he.getByText('100 分，85 分通过').waitFor();
  await shot(he, 'quiz-passed-390');
  await looksRight(he);
  await he.getByRole('button', { name: '关上' }).click();
  await he.locator('.course-certificate', { hasText: '有证书' }).waitFor();
  await he.goto('/handbook?certificates=yes');
  await he.locator('.certificates', { hasText: '客服入门' }).waitFor();
  await shot(he, 'certificates-390');
  await looksRight(he);
});

it('who fails sees what was wrong, and tries again', async () => {
  const lin = await house.open('linxiaowen', { language: 'en' });
  await lin.goto('/handbook/service-basics');
  await lin.getByText(/^2 chapters left to read/).waitFor();
  await lin.getByRole('button', { name: /Talking to buyers/ }).click();
  await lin.getByRole('button', { name: 'Read; next chapter' }).click();
  await lin.getByRole('button', { name: 'I have read it' }).click();
  await lin.getByRole('button', { name: 'Begin the quiz' }).click();
  const questions = lin.locator('.quiz-questions > li');
  await expect.poll(() => questions.count()).toBe(7);
  for (let at = 0; at < 7; at++) {
    // Of those where several are right, one alone is wrong; of the others the last may be right by chance.
    await questions.nth(at).locator('input').last().check();
  }
  await shot(lin, 'quiz-en-1440');
  await lin.getByRole('button', { name: 'Hand in' }).click();
  await lin
    .getByText(/^Not passed/)
    .first()
    .waitFor();
  expect(
    await lin.locator('.quiz-questions .is-green', { hasText: 'right' }).count(),
    'what is right is not told',
  ).toBe(0);
  await shot(lin, 'quiz-failed-en-1440');
  await looksRight(lin);
  await lin.locator('.quiz-foot').getByRole('button', { name: 'Try again' }).click();
  await lin.getByText(/^7 questions open/).waitFor();
});

it('managers see who has learnt it, and the certificates at the person', async () => {
  const chen = await house.open('chenli');
  await chen.goto('/receipts?page=service-basics');
  await chen
    .locator('tr', { hasText: '何静' })
    .getByText(/100 分 · 到/)
    .waitFor();
  await chen
    .locator('tr', { hasText: '林晓雯' })
    .getByText(/考过 1 次/)
    .waitFor();
  await shot(chen, 'receipts-course');
  await looksRight(chen);
  const admin = await house.open('gaoyuan');
  await admin.goto('/people');
  await admin.getByText('何静').first().click();
  await admin.locator('.ant-modal .certificates', { hasText: '客服入门' }).waitFor();
  await shot(admin, 'person-certificates');
});

it('is written: chapters, a question with its right answers, in both languages', async () => {
  const chen = await house.open('chenli');
  await chen.goto('/pages/service-basics');
  await chen.getByRole('navigation', { name: '编辑' }).getByRole('button', { name: '章节和测验' }).click();
  await chen.getByRole('button', { name: '加一题' }).click();
  const added = chen.locator('.quiz-editor fieldset').nth(7);
  await added.getByRole('textbox', { name: '第 8 题', exact: true }).fill('几点前回话？');
  await chen.getByText('第 8 题没有标出对的答案').waitFor();
  await shot(chen, 'quiz-editor');
  await added.getByRole('checkbox', { name: 'A 是对的' }).check();
  await expect.poll(() => chen.getByText('第 8 题没有标出对的答案').count()).toBe(0);
  await looksRight(chen);
  await chen.getByText('草稿已存').waitFor();
  const phone = await house.open('chenli', { width: 390, height: 844, language: 'en' });
  await phone.goto('/pages/service-basics');
  await phone.getByRole('button', { name: 'Chapters and quiz' }).click();
  await phone.locator('.quiz-editor fieldset').first().waitFor();
  await shot(phone, 'quiz-editor-390');
  await looksRight(phone);
});

it('the designer names the certificates of a step, and says who that leaves', async () => {
  const chen = await house.open('chenli');
  await chen.goto('/processes/order-fulfilment');
  await chen.locator('.react-flow__node[data-id="manual_audit"]').focus();
  await chen.keyboard.press('Enter');
  const who = chen.locator('.zf-section', { hasText: '谁来做' });
  await who.getByLabel('要有哪门课的证书').click();
  await chen.locator('.ant-select-item', { hasText: '客服入门' }).click();
  await chen.keyboard.press('Escape');
  await chen
    .getByText(/有《客服入门》证书的/)
    .first()
    .waitFor();
  await shot(chen, 'designer-certificates');
});
