// What an expression is evaluated in: variables, the clock, names that it binds itself, and the place for warnings.

import type { Message } from '../words/message.ts';
import type { Context } from './kind.ts';
import { kindWord, tell } from './reason.ts';
import type { Instant } from './value.ts';

/** Reads a variable by name; undefined = there is none. */
export type Lookup = (name: string) => unknown;
export type Clock = { at: Instant; offset?: string };

/** One evaluation: its time, what was wrong, and what there is to tell about how the value came about. */
export type Run = {
  clock: Clock;
  warnings: Message[] | null;
  notes: unknown[] | null;
};
/** Names bound inside the expression, the innermost first. */
export type Frame = { names: Context; parent: Frame | null };
export type Environment = {
  run: Run;
  lookup: Lookup;
  frame: Frame | null;
  /** What `?` stands for; undefined outside of unary tests. */
  input: unknown;
  /** Calls of functions on the way here. */
  depth: number;
};

/** What an expression becomes. */
export type Closure = (environment: Environment) => unknown;

export const environmentOf = (lookup: Lookup, clock: Clock): Environment => ({
  run: { clock, warnings: null, notes: null },
  lookup,
  frame: null,
  input: undefined,
  depth: 0,
});

/** Says what was wrong; the value is then null (DMN 1.5, 10.3.2.1). */
export function warn({ run }: Environment, message: Message): null {
  run.warnings ??= [];
  if (run.warnings.length < 100) run.warnings.push(message);
  return null;
}

export const within = ({ run, lookup, frame, input, depth }: Environment, names: Context): Environment => ({
  run,
  lookup,
  frame: { names, parent: frame },
  input,
  depth,
});

export function readFrame(frame: Frame | null, name: string): unknown {
  for (let at = frame; at; at = at.parent) if (Object.hasOwn(at.names, name)) return at.names[name];
  return undefined;
}

/** What counts as a condition; null for null and, with a warning, for what is neither true nor false. */
export const truth = (value: unknown, environment: Environment, where: string): boolean | null =>
  typeof value === 'boolean'
    ? value
    : value === null
      ? null
      : warn(environment, tell('notBoolean', { where, kind: kindWord(value) }));
