// Equality of plain data where a missing field, `undefined` and an empty list mean the same.

export function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  const left = isBlank(a);
  const right = isBlank(b);
  if (left || right) return left && right;
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((value, index) => equal(value, b[index]));
  if (typeof a !== 'object' || typeof b !== 'object' || Array.isArray(b)) return false;
  const one = a as Record<string, unknown>;
  const other = b as Record<string, unknown>;
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].every((key) => equal(one[key], other[key]));
}

const isBlank = (value: unknown): boolean =>
  value === undefined || value === null || (Array.isArray(value) && value.length === 0);
