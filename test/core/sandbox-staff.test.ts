// The sandbox plays what it knows; what it cannot fill in stays with people, and everything else goes on.
import path from 'node:path';
import { expect, it } from 'vitest';
import type { Client } from '../../sandbox/client.ts';
import { FILLED_CARE } from '../../sandbox/filled-care.ts';
import { createStaff } from '../../sandbox/staff.ts';
import { SandboxTable } from '../../sandbox/table.ts';
import { loadPacks } from '../../sops/pack.ts';
import { packageRoot } from '../../stack/root.ts';

it('a form that it cannot fill in is handed back and left alone, and said once', async () => {
  const posts: string[] = [];
  const tasks = ['mine/a:1', 'mine/a:2', 'order-fulfilment/pick:3'].map((id) => ({
    id,
    process: { key: id.split('/')[0] },
    element: id.split('/')[1]?.split(':')[0],
    businessKey: null,
    createdAt: 0,
  }));
  const client: Client = {
    get: async <T>(path: string) => ({ items: path.includes('claimable') ? tasks : [] }) as T,
    post: async (path) => {
      posts.push(decodeURIComponent(path));
      return path.endsWith('/complete') && path.includes('mine')
        ? { ok: false, status: 422, code: 'formInvalid' }
        : { ok: true, value: {} as never };
    },
  };
  const said: string[] = [];
  const staff = createStaff(
    client,
    SandboxTable.parse({}),
    () => Date.UTC(2030, 0),
    (text) => said.push(text),
  );
  await staff.tick();
  posts.length = 0;
  await staff.tick();
  expect(posts.filter((path) => path.includes('mine'))).toEqual([]);
  expect(posts).toContain('/tasks/order-fulfilment/pick:3/complete');
  expect(new Set(said)).toEqual(
    new Set(['left to people: mine/a, whose form the sandbox cannot fill in (formInvalid)']),
  );
});

it('fills in every step of people of the packs that asks for something', async () => {
  const packs = await loadPacks(path.join(packageRoot, 'sops'));
  const asked = packs
    .filter(({ key }) => ['care', 'people'].includes(key))
    .flatMap(({ sops }) =>
      sops.flatMap(({ definition, forms }) =>
        Object.values(definition.elements).flatMap((element) => {
          if (element.type !== 'userTask' || element.zf?.refusal !== undefined) return [];
          const form = forms[element.zf?.form ?? ''];
          const needs = form?.fields.some((field) => 'required' in field && field.required && !field.readOnly) === true;
          return needs ? [`${definition.key}/${element.id}`] : [];
        }),
      ),
    );
  expect(asked.length).toBeGreaterThan(50);
  const byPeople = ['complaint/take_over', 'complaint/relist', 'onboarding/account', 'offboarding/talk', 'leave/other'];
  expect(asked.filter((step) => !FILLED_CARE[step] && !byPeople.includes(step))).toEqual([]);
});
