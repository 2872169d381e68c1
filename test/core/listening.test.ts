// What a message is heard by, to whom it goes, how long it is kept; the numbers of cases.
import { describe, expect, test } from 'vitest';
import type { Definition } from '../../bpmn/definition.ts';
import { applyDefinition } from '../../bpmn/deploy.ts';
import type { Variables } from '../../bpmn/instance.ts';
import { advance, createPopulation } from '../../bpmn/population.ts';
import { draw } from '../draw.ts';

const NOON = Date.parse('2026-11-26T04:00:00Z');
const messages = { m: { id: 'm', name: 'record.sku' } };
const by = { eventDefinitions: [{ type: 'messageEventDefinition', messageRef: 'm' }] };
/** Begins by the message where `when` holds, and stops at a person. */
const starting = (key: string, zf: object = {}, process: object = {}): Definition =>
  draw(key, { s: { type: 'startEvent', ...by, zf } as never, a: { type: 'userTask' } }, ['s->a'], {
    messages,
    zf: process,
  } as never);
const waiting = (key: string, zf: object = {}): Definition =>
  draw(
    key,
    { s: { type: 'startEvent' }, w: { type: 'intermediateCatchEvent', ...by, zf } as never, a: { type: 'userTask' } },
    ['s->w', 'w->a'],
    { messages },
  );

function shop(...definitions: Definition[]) {
  const population = createPopulation((key) => definitions.find((one) => one.key === key), { zone: '+08:00' });
  for (const definition of definitions) applyDefinition(population, definition, NOON);
  let at = NOON;
  const living = () =>
    [...population.cases].map(([id, { meta, tokens }]) => [
      id,
      meta.businessKey ?? null,
      [...tokens.values()].map(({ node }) => node).join(),
    ]);
  return {
    living,
    later: (ms: number) => {
      at += ms;
    },
    start: (definition: Definition, id: string, more: object = {}) =>
      advance(population, { type: 'start', at, case: id, definition, ...more }).answer,
    publish: (variables: Variables, key?: string) =>
      advance(population, { type: 'publish', at, message: 'record.sku', variables, ...(key !== undefined && { key }) })
        .answer,
    announce: (variables: Variables, key: string) =>
      advance(population, { type: 'announce', at, message: 'record.sku', key, variables }),
  };
}
const low = { zf: '=new.available < 10 and not(old.available < 10)' };

describe('zf:when', () => {
  test('begins a case where it holds, and none where it does not or cannot be read', () => {
    const it = shop(starting('restock', { when: low.zf }));
    it.announce({ old: { available: 20 }, new: { available: 15 } }, 'A');
    it.announce({ old: { available: 9 }, new: { available: 8 } }, 'A');
    it.announce({ old: null, new: {} }, 'A');
    expect(it.living()).toEqual([]);
    it.announce({ old: { available: 20 }, new: { available: 9 } }, 'A');
    expect(it.living()).toEqual([['restock:1', null, 'a']]);
  });

  test('keeps a message from a wait that does not listen to it', () => {
    const choosy = waiting('choosy', { when: '=new.cost != old.cost' });
    const it = shop(choosy);
    it.start(choosy, 'c1');
    expect(it.publish({ old: { cost: 1 }, new: { cost: 1 } })).toMatchObject({ code: 'noSubscription' });
    expect(it.publish({ old: { cost: 1 }, new: { cost: 2 } })).toEqual({ ok: true });
    expect(it.living()).toEqual([['c1', null, 'a']]);
  });
});

describe('a change of a record', () => {
  test('reaches every wait of its key and every start; a message from outside one only', () => {
    const wait = waiting('wait', { correlationKey: '=sku' });
    const it = shop(wait, starting('one'), starting('two'));
    for (const [id, sku] of [
      ['c1', 'A'],
      ['c2', 'A'],
      ['c3', 'B'],
    ])
      it.start(wait, id as string, { variables: { sku } });
    it.announce({ new: {} }, 'A');
    expect(it.living().map(([id, , at]) => [id, at])).toEqual([
      ['c1', 'a'],
      ['c2', 'a'],
      ['c3', 'w'],
      ['one:1', 'a'],
      ['two:2', 'a'],
    ]);
    expect(it.publish({}, 'B')).toEqual({ ok: true });
    expect(it.living().filter(([, , at]) => at === 'w')).toEqual([]);
  });
});

describe('zf:onAmbiguous', () => {
  test('refuses a message for two, or gives it to the oldest where both say so', () => {
    const refusing = waiting('refusing');
    const oldest = waiting('oldest', { onAmbiguous: 'oldest' });
    const [strict, kind] = [shop(refusing), shop(oldest)];
    for (const [it, definition] of [
      [strict, refusing],
      [kind, oldest],
    ] as const) {
      it.start(definition, 'young-id-z');
      it.later(1_000);
      it.start(definition, 'old-id-a');
    }
    expect(strict.publish({})).toMatchObject({ code: 'ambiguousCorrelation' });
    expect(kind.publish({})).toEqual({ ok: true });
    expect(kind.living().map(([id, , at]) => [id, at])).toEqual([
      ['young-id-z', 'a'],
      ['old-id-a', 'w'],
    ]);
  });
});

describe('zf:ttl', () => {
  test.each([
    ['PT1H', 3_599_000, 'a'],
    ['PT1H', 3_601_000, 'w'],
    ['=later', 3_599_000, 'a'],
  ])('%s: after %d ms it stands at %s', (ttl, pause, at) => {
    const sender = draw(
      'sender',
      {
        s: { type: 'startEvent' },
        t: { type: 'sendTask', messageRef: 'm', zf: { ttl } } as never,
        e: { type: 'endEvent' },
      },
      ['s->t', 't->e'],
      { messages },
    );
    const wait = waiting('wait');
    const it = shop(sender, wait);
    it.start(sender, 's1', { variables: { later: 'PT1H' } });
    it.later(pause);
    it.start(wait, 'c1');
    expect(it.living().find(([id]) => id === 'c1')?.[2]).toBe(at);
  });
});

describe('zf:businessKey', () => {
  test('is a formula over what begins the case; a second with the same number does not begin', () => {
    const restock = starting('restock', {}, { businessKey: '="restock/" + account' });
    const it = shop(restock);
    it.announce({ account: 'A' }, 'A');
    it.announce({ account: 'A' }, 'A');
    it.announce({ account: 'B' }, 'B');
    expect(it.living().map(([, key]) => key)).toEqual(['restock/A', 'restock/B']);
    expect(it.start(restock, 'c9', { element: 's', event: { account: 'B' } })).toMatchObject({
      code: 'businessKeyInUse',
    });
  });

  test('is a series by the shop’s day; a given number stands', () => {
    const claim = draw('claim', { s: { type: 'startEvent' }, a: { type: 'userTask' } }, ['s->a'], {
      zf: { businessKey: 'TS-{yyMMdd}{000}' },
    } as never);
    const it = shop(claim);
    it.start(claim, 'c1');
    it.start(claim, 'c2', { businessKey: 'given' });
    it.later(12 * 3_600_000);
    it.start(claim, 'c3');
    it.start(claim, 'c4');
    expect(it.living().map(([, key]) => key)).toEqual(['TS-261126001', 'given', 'TS-261127001', 'TS-261127002']);
  });
});
