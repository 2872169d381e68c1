// A text with the names and types that are known where it stands, as a closure. What is no FEEL is null and says so when it runs.
import type { Message } from '../words/message.ts';
import { compile, compileUnaryTests } from './compile.ts';
import { type Closure, warn } from './environment.ts';
import type { Names } from './names.ts';
import { FeelSyntaxError, parseExpression, parseUnaryTests } from './parse.ts';
import type { Types } from './type.ts';
import type { Test } from './unary-test.ts';

export type Known = { names: Names; types: Types };

function orSaid<T>(read: () => T, said: (message: Message) => T): T {
  try {
    return read();
  } catch (problem) {
    if (!(problem instanceof FeelSyntaxError)) throw problem;
    return said(problem.why);
  }
}

export const expressionOf = (text: string, { names, types }: Known): Closure =>
  orSaid<Closure>(
    () => compile(parseExpression(text, names), types),
    (message) => (environment) => warn(environment, message),
  );

export const unaryTestsOf = (text: string, { names, types }: Known): Test =>
  orSaid<Test>(
    () => compileUnaryTests(parseUnaryTests(text, names), types),
    (message) => (_, environment) => warn(environment, message),
  );
