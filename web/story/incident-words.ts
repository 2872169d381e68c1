// What the core saw at an incident, as far as it can be told without words of its own: `数量 = 3`. Pure.
export function valuesSeen(detail: unknown, named: (name: string) => string): string[] {
  if (typeof detail !== 'object' || detail === null) return [];
  const { reads } = detail as { reads?: unknown };
  if (typeof reads !== 'object' || reads === null) return [];
  return Object.entries(reads).flatMap(([name, value]) =>
    value === null ? [] : `${named(name)} = ${JSON.stringify(value)}`,
  );
}

/** Data that it read and that are empty. */
export function missingIn(detail: unknown): string[] {
  const { missing } = (detail ?? {}) as { missing?: unknown };
  return Array.isArray(missing) ? missing.map(String) : [];
}
