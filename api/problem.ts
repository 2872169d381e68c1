// The one place where things that go wrong become HTTP: RFC 9457 problem+json with a code, in the language of the reader.
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { Reused } from '../db/commands.ts';
import { isAway } from '../db/connect.ts';
import { Busy, Unanswered } from '../dispatch/door.ts';
import type { FieldError } from '../forms/validate.ts';
import { sayOfField } from '../words/fields.ts';
import { type Braces, type Language, teller, type Value } from '../words/message.ts';
import { sayOfProblem } from '../words/problems.ts';
import type { problems as words } from '../words/zh/problems.ts';
import { languageOf } from './language.ts';
import { type ProblemCode, STATUS } from './problems.ts';

type Values = Record<string, Value>;
type Asked<C extends ProblemCode> = Record<Braces<(typeof words)[C] | (typeof words)[`${C}.detail`]>, Value>;

export const tell = teller<typeof words>();

/** What a handler throws. `values` fill the braces of the words; `more` are further members of the answer. */
export class ProblemError extends Error {
  readonly code: ProblemCode;
  readonly values: Values;
  readonly more: object;
  readonly headers: Record<string, string>;
  constructor(code: ProblemCode, values: Values = {}, more: object = {}, headers: Record<string, string> = {}) {
    super(code);
    this.code = code;
    this.values = values;
    this.more = more;
    this.headers = headers;
  }
}

type Rest<C extends ProblemCode> =
  Record<never, Value> extends Asked<C>
    ? [values?: Asked<C>, more?: object, headers?: Record<string, string>]
    : [values: Asked<C>, more?: object, headers?: Record<string, string>];
export const problem = <C extends ProblemCode>(code: C, ...[values, more, headers]: Rest<C>): ProblemError =>
  new ProblemError(code, values, more, headers);

export function problemBody({ code, values, more }: ProblemError, language: Language) {
  return {
    type: `urn:zhangfa:problem:${code}`,
    status: STATUS[code],
    code,
    title: sayOfProblem({ code, args: values }, language),
    detail: sayOfProblem({ code: `${code}.detail`, args: values }, language),
    args: values,
    ...more,
    ...('errors' in more && { errors: (more.errors as FieldError[]).map((one) => worded(one, language)) }),
  };
}

/** What is wrong with a field, with its sentence beside the code. */
const worded = (error: FieldError, language: Language): FieldError & { text?: string } =>
  typeof error.message === 'string' ? error : { ...error, text: sayOfField(error.message, language) };

export function answerProblem(c: Context, error: ProblemError): Response {
  const body = problemBody(error, languageOf(c));
  return c.body(JSON.stringify(body), body.status as ContentfulStatusCode, {
    'content-type': 'application/problem+json; charset=utf-8',
    ...error.headers,
  });
}

/** Any error as a problem; `undefined` = a bug, to be logged and told as `internal`. */
export function asProblem(error: unknown): ProblemError | undefined {
  if (error instanceof ProblemError) return error;
  if (error instanceof Reused) return problem('requestReused');
  if (error instanceof Busy) return problem('busy', {}, {}, { 'retry-after': '1' });
  if (error instanceof Unanswered) return problem('unavailable', {}, {}, { 'retry-after': '2' });
  if (error instanceof HTTPException) {
    if (error.status === 413) return problem('tooLarge');
    if (error.status === 415) return problem('unsupportedMedia');
    if (error.status === 400) return problem('invalid', { what: error.message }, { errors: [] });
    return undefined;
  }
  if (isAway(error)) return problem('unavailable', {}, {}, { 'retry-after': '2' });
  const code = String((error as { code?: unknown })?.code ?? '');
  if (/^(ENOSPC|53100)$/.test(code)) return problem('diskFull', {}, {}, { 'retry-after': '60' });
  // Values that Postgres cannot hold; its own words may repeat them, so they stay here.
  if (/^(22|54)/.test(code)) return problem('unstorable');
  if (error instanceof RangeError && /call stack/.test(error.message)) return problem('tooNested', { where: '…' });
  return undefined;
}
