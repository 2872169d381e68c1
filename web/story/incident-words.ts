// What the core saw at an incident, as far as it can be told without words of its own: `数量 = 3`. Pure.
export function valuesSeen(detail: unknown, named: (name: string) => string): string[] {
  if (typeof detail !== 'object' || detail === null) return [];
  const { reads } = detail as { reads?: unknown };
  if (typeof reads !== 'object' || reads === null) return [];
  return Object.entries(reads).map(([name, value]) => `${named(name)} = ${JSON.stringify(value)}`);
}
