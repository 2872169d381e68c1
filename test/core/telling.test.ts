// When and where somebody is told: quiet hours, once a day, what is urgent; and what a notice says and leads to.
import { describe, expect, it } from 'vitest';
import { cut } from '../../channels/robot.ts';
import { againAfter } from '../../dispatch/tell.ts';
import { noticePath } from '../../notices/notice-words.ts';
import { unheard, type Wishes, wants, whenTold } from '../../notices/wishes.ts';

const SHOP = { wanted: {}, urgent: [] };
const CHINA = 480;
const at = (text: string) => Date.parse(`${text}+08:00`);
const told = (now: string, wishes: Wishes, more: object = {}) => {
  const plan = whenTold({ now: at(now), kind: 'mention', channel: 'mail', wishes, shop: SHOP, zone: CHINA, ...more });
  return [new Date(plan.at + CHINA * 60_000).toISOString().slice(0, 16), plan.gathered];
};

describe('when', () => {
  it('at once, where nothing is said', () => expect(told('2026-11-26T23:10', {})).toEqual(['2026-11-26T23:10', false]));

  it('after the quiet hours, which may pass midnight; before and after them at once', () => {
    const quiet = { quiet: { from: '22:00', to: '08:30' } };
    expect(told('2026-11-26T21:59', quiet)).toEqual(['2026-11-26T21:59', false]);
    expect(told('2026-11-26T22:00', quiet)).toEqual(['2026-11-27T08:30', true]);
    expect(told('2026-11-27T08:29', quiet)).toEqual(['2026-11-27T08:30', true]);
    expect(told('2026-11-27T08:30', quiet)).toEqual(['2026-11-27T08:30', false]);
    expect(told('2026-11-26T12:30', { quiet: { from: '12:00', to: '13:00' } })).toEqual(['2026-11-26T13:00', true]);
    expect(told('2026-11-26T12:30', { quiet: { from: '12:00', to: '12:00' } })).toEqual(['2026-11-26T12:30', false]);
  });

  it('once a day by the clocks of the shop, on that channel alone', () => {
    const daily = { daily: { mail: '09:00' } };
    expect(told('2026-11-26T08:59', daily)).toEqual(['2026-11-26T09:00', true]);
    expect(told('2026-11-26T09:00', daily)).toEqual(['2026-11-27T09:00', true]);
    expect(told('2026-11-26T09:00', daily, { channel: 'push' })).toEqual(['2026-11-26T09:00', false]);
  });

  it('what the shop holds urgent at once in any case', () => {
    const wishes = { quiet: { from: '22:00', to: '08:30' }, daily: { mail: '09:00' } };
    const shop = { wanted: {}, urgent: ['mention' as const] };
    expect(told('2026-11-26T23:00', wishes, { shop })).toEqual(['2026-11-26T23:00', false]);
  });

  it('ever later, until an hour', () => {
    expect([1, 2, 3, 8, 9, 12].map((tries) => againAfter(tries) / 1000)).toEqual([30, 60, 120, 3_600, 3_600, 3_600]);
  });
});

it('where is said by the person, else by the shop, else by the product', () => {
  expect(wants({}, SHOP, 'offered', 'mail')).toBe(false);
  const shop = { wanted: { offered: { mail: true } }, urgent: [] };
  expect(wants({}, shop, 'offered', 'mail')).toBe(true);
  expect(wants({ wanted: { offered: { mail: false } } }, shop, 'offered', 'mail')).toBe(false);
  // The inbox shows new work anyway.
  expect(unheard({}, SHOP)).toEqual(['given', 'offered']);
});

it('a notice leads to the page of what it is about', () => {
  const path = (kind: 'task' | 'record' | 'case', id: string, what: 'assigned' | 'offered' = 'assigned', count = 1) =>
    noticePath({ about: { kind, id }, what, count });
  expect(path('task', 'a:b&c')).toBe('/work?view=todo&task=a%3Ab%26c');
  expect(path('task', 'x', 'offered')).toBe('/work?view=claimable&task=x');
  expect(path('task', 'x', 'assigned', 3)).toBe('/work?view=todo');
  expect(path('record', 'sku/红/1')).toBe('/registers/sku/records/%E7%BA%A2%2F1');
});

it('a text is cut between characters', () => {
  expect(cut('abc', 3)).toBe('abc');
  expect(Buffer.byteLength(cut('衣'.repeat(900), 2_048))).toBeLessThanOrEqual(2_048);
  expect(cut('衣服😀裙子', 12)).toBe('衣服…');
});
