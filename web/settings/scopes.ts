// What a key may be for.
import type { Scope } from '../../db/keys.ts';

export type { Scope };
export const SCOPES: Scope[] = ['messages:write', 'cases:start', 'cases:read', 'metrics:read'];
