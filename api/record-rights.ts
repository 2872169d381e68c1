// A person as registers judge him, and what day it is in the shop.
import type { Actor } from '../records/rights.ts';
import { atLeast, type Person } from './who.ts';

export const actorOf = (me: Person): Actor => ({ refs: me.refs, manager: atLeast(me, 'manager') });

export const dayOf = (at: number, zone: string): string => {
  const [, sign, hours, minutes] = /^([+-])(\d\d):(\d\d)$/.exec(zone) ?? [];
  const offset = (Number(hours ?? 8) * 60 + Number(minutes ?? 0)) * (sign === '-' ? -1 : 1);
  return new Date(at + offset * 60_000).toISOString().slice(0, 10);
};
