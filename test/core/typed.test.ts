// What a person types, meeting what the server says meanwhile: nothing typed is overwritten, and nothing newer either.
import { afterAll, beforeEach, expect, it, vi } from 'vitest';

const kept = new Map<string, string>();
vi.stubGlobal('localStorage', {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => void kept.set(key, value),
  removeItem: (key: string) => void kept.delete(key),
});
vi.stubGlobal('navigator', { onLine: true, language: 'zh-CN' });
vi.stubGlobal('location', new URL('http://shop.test/'));
vi.stubGlobal('document', { addEventListener() {}, documentElement: { lang: 'zh-CN' } });
vi.stubGlobal('addEventListener', () => {});
const { Typed } = await import('../../web/typed/typed.ts');
const { Refusal } = await import('../../web/reach/client.ts');
afterAll(() => vi.unstubAllGlobals());
beforeEach(() => kept.clear());

const remote = (put: (values: object, revision: number) => Promise<{ revision: number }>) => ({ put, now: () => 1 });
const saved = remote(async (_, revision) => ({ revision: revision + 1 }));

it('takes what another window has saved, and no older answer out of the cache', () => {
  const typed = new Typed('k', saved, { revision: 3, values: { a: 1 } });
  typed.meet({ revision: 4, values: { a: 2 } });
  expect(typed.read().values).toEqual({ a: 2 });
  typed.meet({ revision: 3, values: { a: 1 } });
  expect(typed.read().values).toEqual({ a: 2 });
});

it('keeps what is not saved yet, on this machine too, until it is', async () => {
  const typed = new Typed('k', saved, { revision: 1, values: { a: 1 } });
  typed.set('b', '打了一半');
  typed.meet({ revision: 9, values: { a: 5 } });
  expect(typed.read().values).toEqual({ a: 1, b: '打了一半' });
  expect(JSON.parse(kept.get('k') ?? '')).toEqual({ a: 1, b: '打了一半' });
  await typed.flush();
  expect(typed.read().status).toEqual({ is: 'saved', at: 1 });
  expect(kept.size).toBe(0);
});

it('of a newer draft it takes what was not touched here', async () => {
  const sent: [object, number][] = [];
  const newer = { revision: 7, values: { a: 'theirs', b: 'theirs' } };
  const typed = new Typed(
    'k',
    remote(async (values, revision) => {
      sent.push([values, revision]);
      if (revision < 7) throw new Refusal({ code: 'draftNewer', title: '', detail: '', draft: newer } as never);
      return { revision: 8 };
    }),
    { revision: 2, values: { a: 'old', b: 'old' } },
  );
  typed.set('b', 'mine');
  await typed.flush();
  await typed.flush();
  expect(sent).toEqual([
    [{ a: 'old', b: 'mine' }, 2],
    [{ a: 'theirs', b: 'mine' }, 7],
  ]);
  expect(typed.read().values).toEqual({ a: 'theirs', b: 'mine' });
});
