// By which number people know a case: one of a series, one that its form or message brings, or that whoever begins it gives. A key that a
// formula puts together (`="restock/" + sku`) keeps two of the same apart; nobody calls the case by it.
import type { Definition } from './definition.ts';

const NAMES_ONE = /^=\s*[\p{L}_][\p{L}\p{N}_.]*\s*$/u;

export function caseNumber(businessKey: string | null, zf: Definition['zf'] | undefined): string | null {
  const from = zf?.businessKey;
  return from?.startsWith('=') && !NAMES_ONE.test(from) ? null : businessKey;
}
