// Functions as values (DMN 1.5, 10.3.2.13): built-in, written in an expression, or a business knowledge model.
import type { Environment } from './environment.ts';
import { FeelValue } from './kind.ts';
import type { FeelType } from './type.ts';

export type Invoke = (args: unknown[], environment: Environment, names?: string[]) => unknown;

export class FeelFunction extends FeelValue {
  readonly kind = 'function';
  readonly parameters: { name: string; type: FeelType }[];
  /** Takes positional arguments, or named ones where `names` are given. */
  readonly invoke: Invoke;
  readonly result: FeelType;
  constructor(parameters: { name: string; type: FeelType }[], result: FeelType, invoke: Invoke) {
    super();
    this.parameters = parameters;
    this.result = result;
    this.invoke = invoke;
  }
  override toString() {
    return `function(${this.parameters.map(({ name }) => name).join(', ')})`;
  }
}
