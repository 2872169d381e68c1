// What a FEEL text says, as parse.ts reads it (DMN 1.5, 10.3.1.2).
export type Operator = '+' | '-' | '*' | '/' | '**';
export type Comparator = '=' | '!=' | '<' | '<=' | '>' | '>=';

export type TypeNode =
  | { type: 'named'; name: string }
  | { type: 'list' | 'range'; of: TypeNode }
  | { type: 'context'; entries: { name: string; of: TypeNode }[] }
  | { type: 'function'; parameters: TypeNode[]; result: TypeNode };

export type Parameter = { name: string; as?: TypeNode };
/** `to` where it counts: `for i in 1..3`. */
export type Iterator = { name: string; over: Node; to?: Node };

export type Node =
  | { type: 'literal'; value: unknown }
  /** `@"…"` */
  | { type: 'at'; text: string }
  | { type: 'name'; name: string }
  /** `?`, what a unary test is about. */
  | { type: 'input' }
  | { type: 'path'; base: Node; name: string }
  | { type: 'filter'; base: Node; by: Node }
  | { type: 'call'; callee: Node; args: Node[]; names?: string[] }
  | { type: 'arithmetic'; operator: Operator; left: Node; right: Node }
  | { type: 'negate'; operand: Node }
  | { type: 'comparison'; operator: Comparator; left: Node; right: Node }
  | { type: 'and' | 'or'; left: Node; right: Node }
  | { type: 'between'; value: Node; low: Node; high: Node }
  | { type: 'in'; value: Node; tests: Node[] }
  | { type: 'instance of'; value: Node; as: TypeNode }
  | { type: 'if'; test: Node; then: Node; else: Node }
  | { type: 'for'; iterators: Iterator[]; body: Node }
  | { type: 'some' | 'every'; iterators: Iterator[]; body: Node }
  | { type: 'function'; parameters: Parameter[]; body: Node; external: boolean }
  | { type: 'list'; items: Node[] }
  | { type: 'context'; entries: { key: string; value: Node }[] }
  | { type: 'range'; start: Node | null; end: Node | null; startIncluded: boolean; endIncluded: boolean }
  /** `> 5`: a test, and where it stands for a value the unbounded range. */
  | { type: 'half'; operator: Comparator; operand: Node };

/** The cell of a decision table: one of the tests holds, or none does where negated; no test at all is `-`. */
export type UnaryTests = { tests: Node[] | null; negated: boolean };
