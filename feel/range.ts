// Ranges (DMN 1.5, 10.3.2.7). A missing end point is null and never included. `(< 10)` has one end, `(null..10)` two, of which
// one is not known: they are not equal, and whether 5 is in the latter is not known.
import type { Comparator } from './ast.ts';
import { FeelValue } from './kind.ts';
import { compareValues, equal, literalText } from './operators.ts';

export class FeelRange extends FeelValue {
  readonly kind = 'range';
  readonly start: unknown;
  readonly end: unknown;
  readonly startIncluded: boolean;
  readonly endIncluded: boolean;
  /** The operator of a range that was written as one. */
  readonly half: Comparator | null;
  constructor(
    start: unknown,
    end: unknown,
    startIncluded: boolean,
    endIncluded: boolean,
    half: Comparator | null = null,
  ) {
    super();
    this.start = start;
    this.end = end;
    this.startIncluded = startIncluded;
    this.endIncluded = endIncluded;
    this.half = half;
  }
  override toString() {
    const point = (value: unknown) => (value === null ? '' : literalText(value));
    return `${this.startIncluded ? '[' : '('}${point(this.start)}..${point(this.end)}${this.endIncluded ? ']' : ')'}`;
  }

  /** null where the value has no order with the end points. */
  includes(value: unknown): boolean | null {
    if (!this.half && (this.start === null || this.end === null)) return null;
    if (this.start !== null) {
      const order = compareValues(value, this.start);
      if (order === null) return null;
      if (order < 0 || (order === 0 && !this.startIncluded)) return false;
    }
    if (this.end !== null) {
      const order = compareValues(value, this.end);
      if (order === null) return null;
      if (order > 0 || (order === 0 && !this.endIncluded)) return false;
    }
    return true;
  }

  equals(other: FeelRange): boolean {
    return (
      this.half === other.half &&
      this.startIncluded === other.startIncluded &&
      this.endIncluded === other.endIncluded &&
      equal(this.start, other.start) === true &&
      equal(this.end, other.end) === true
    );
  }
}
