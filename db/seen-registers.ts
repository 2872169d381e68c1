// Registers whose records somebody may see, as of now.

import type { Register } from '../records/register.ts';
import { reaches } from '../records/rights.ts';
import { shopTime } from '../workflows/clock.ts';
import type { Sql } from './connect.ts';
import { publishedContent } from './content.ts';
import type { Person } from './people.ts';
import { readShop } from './settings.ts';
import type { SeenRegisters } from './viewer.ts';

export async function seenRegisters(sql: Sql, { id, refs, level }: Person): Promise<SeenRegisters> {
  const manager = level !== 'staff';
  const seen: SeenRegisters = { all: [], own: [], department: [], person: id, departments: [] };
  const now = shopTime((await readShop(sql)).clock, Date.now());
  for (const { body: register } of await publishedContent<Register>(sql, 'register', now))
    if (reaches(register.see, { refs, manager })) seen[manager ? 'all' : register.rows].push(register.key);
  seen.departments = refs.flatMap((ref) => (ref.startsWith('department:') ? [ref.slice(11)] : []));
  return seen;
}
