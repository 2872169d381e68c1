// As whom somebody reads pages of the handbook.
import type { Reader } from '../db/pages.ts';
import { atLeast, type Person } from './who.ts';

export const pageReader = (me: Person): Reader => ({ person: me.id, refs: me.refs, all: atLeast(me, 'manager') });
