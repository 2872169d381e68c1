// Who finds what under 发起: each role of a small shop can begin something, and what nobody begins by hand begins otherwise.
import path from 'node:path';
import { expect, it } from 'vitest';
import { loadPacks } from '../../sops/pack.ts';
import { packageRoot } from '../../stack/root.ts';

const packs = await loadPacks(path.join(packageRoot, 'sops'));
const definitions = packs.flatMap(({ sops }) => sops.map(({ definition }) => definition));
const startsOf = (key: string) =>
  Object.values(definitions.find((one) => one.key === key)?.elements ?? {}).filter(
    ({ type, scope }) => type === 'startEvent' && scope === key,
  );

it('what comes after the sale is begun by service, a listing by those who sell, leave by anybody', () => {
  const startersOf = (key: string) => definitions.find((one) => one.key === key)?.zf.starters ?? [];
  for (const key of ['returns', 'complaint', 'compensation', 'enquiry-handoff', 'review-reply', 'survey-callback'])
    expect([key, startersOf(key)]).toEqual([key, expect.arrayContaining(['role:customer-service'])]);
  for (const key of ['product-listing', 'art-request'])
    expect([key, startersOf(key)]).toEqual([key, expect.arrayContaining(['role:product-operations'])]);
  for (const key of ['leave', 'shift-swap']) expect([key, startersOf(key)]).toEqual([key, []]);
  for (const key of ['onboarding', 'offboarding'])
    expect([key, startersOf(key)]).toEqual([key, expect.arrayContaining(['role:store-manager'])]);
});

it('every process begins by a form or by what happens, and a form by hand belongs to a start of its own', () => {
  for (const { key } of definitions) {
    const starts = startsOf(key);
    expect([key, starts.length > 0]).toEqual([key, true]);
    for (const start of starts)
      if ('eventDefinitions' in start && start.zf?.form) expect([key, start.eventDefinitions]).toEqual([key, []]);
  }
});
