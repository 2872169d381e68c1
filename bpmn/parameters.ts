// The numbers of the rules, `shop.returns.days`, each a series: from when which value holds, for the whole shop or for a scope. Which one
// holds is decided by the instant of what happens, so that tomorrow's rule is there today and nobody has to wake for it.
import type { Clock } from '../feel/expression.ts';
import type { Expr } from './compile.ts';
import type { Instant, Value, Variables } from './instance.ts';

/** `scope`: '' is the shop, else `campaign:…`, `warehouse:…`, `store:…`. `to`: from then on it holds no more. */
export type Dated = { from: Instant; to?: Instant; value: Value; scope?: string };
/** By key: `returns.days`. */
export type Dates = Record<string, Dated[]>;

/** The value that holds, in the first of these scopes that has one; of several the one that began last. */
export function valueInForce(series: Dated[], at: Instant, scopes: string[]): Dated | undefined {
  for (const scope of [...scopes, '']) {
    let inForce: Dated | undefined;
    for (const one of series)
      if (
        (one.scope ?? '') === scope &&
        one.from <= at &&
        (one.to === undefined || at < one.to) &&
        (!inForce || one.from >= inForce.from)
      )
        inForce = one;
    if (inForce) return inForce;
  }
  return undefined;
}

/** What `zf:parameterScope` comes to: one name, or several of which the first that has a value decides. */
export const scopeNames = (found: Value): string[] =>
  (Array.isArray(found) ? found : [found]).filter((one): one is string => typeof one === 'string' && one !== '');

/** What a store has for itself stands before what the shop has, and behind the scopes that the process names. */
export const storeScope = (store: string | null | undefined): string[] => (store ? [`store:${store}`] : []);

/** Of a case, by its data alone. */
export const scopesIn = (scope: Expr | undefined, data: Variables, now: Clock): string[] =>
  scope?.feel
    ? scopeNames(scope.feel.run((name) => data[name] ?? null, now).value)
    : scopeNames(scope?.literal ?? null);

/** `shop` as an expression reads it. */
export function shopAt(
  plain: Variables | undefined,
  dates: Dates | undefined,
  at: Instant,
  scopes: string[],
): Variables {
  const shop: Variables = { ...plain };
  for (const [key, series] of Object.entries(dates ?? {})) {
    const inForce = valueInForce(series, at, scopes);
    if (!inForce) continue;
    const names = key.split('.');
    const last = names.pop() as string;
    let inner = shop;
    for (const name of names) {
      const known = inner[name];
      inner[name] = typeof known === 'object' && known !== null && !Array.isArray(known) ? { ...known } : {};
      inner = inner[name] as Variables;
    }
    inner[last] = inForce.value;
  }
  return shop;
}

/** Keys that a text names: `shop.returns.days` → `returns.days`. null: it reads `shop` in another way, and may read any. */
export function keysRead(text: string): Set<string> | null {
  const keys = new Set<string>();
  for (const [, path] of text.matchAll(/\bshop\b((?:\.[\p{L}_][\p{L}\p{N}_]*)*)/gu)) {
    if (!path) return null;
    keys.add(path.slice(1));
  }
  return keys;
}
