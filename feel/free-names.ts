// Names that a tree reads and does not bind itself: what an evaluation may ask for.
import type { Node, UnaryTests } from './ast.ts';

/** In order of appearance. */
export function freeNames(node: Node | UnaryTests): string[] {
  const found = new Set<string>();
  const visit = (part: unknown, bound: Set<string>): void => {
    if (Array.isArray(part)) for (const item of part) visit(item, bound);
    else if (typeof part === 'object' && part !== null) visitNode(part as Node, bound);
  };
  const visitNode = (part: Node, bound: Set<string>): void => {
    switch (part.type) {
      case 'name':
        if (!bound.has(part.name)) found.add(part.name);
        return;
      case 'for':
      case 'some':
      case 'every': {
        const inner = new Set(bound).add('partial');
        for (const { name, over, to } of part.iterators) {
          visit(over, inner);
          visit(to, inner);
          inner.add(name);
        }
        visit(part.body, inner);
        return;
      }
      case 'function':
        if (!part.external) visit(part.body, new Set([...bound, ...part.parameters.map(({ name }) => name)]));
        return;
      case 'filter':
        visit(part.base, bound);
        visit(part.by, new Set(bound).add('item'));
        return;
      case 'context': {
        const inner = new Set(bound);
        for (const { key, value } of part.entries) {
          visit(value, inner);
          inner.add(key);
        }
        return;
      }
      case 'instance of':
        visit(part.value, bound);
        return;
      default:
        for (const inner of Object.values(part)) visit(inner, bound);
    }
  };
  visit(node, new Set());
  return [...found];
}
