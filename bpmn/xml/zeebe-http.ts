// Camunda 8's HTTP connector → ours: its inputs are settings of the call there, here they are headers; what its body names goes in
// as inputs. Its secrets are called by name; what it makes of the answer reads the answer's fields.
import type { Extension, Mapping } from '../definition.ts';
import { entriesOf, headerLines } from './context-entries.ts';

export const HTTP_JSON = /^io\.camunda:http-json:\d+$/;

type Kept = (name: string, text: string) => void;

/** Takes the raw mappings, before nested targets are put together. */
export function httpRequest(zf: Extension, inputs: Mapping[], keep: Kept): void {
  zf.connector = 'http.request';
  delete zf.topic;
  const given = new Map(inputs.map(({ source, target }) => [target, source.trim()]));
  const header = (name: string, value: string | undefined): void => {
    if (value) zf.header = [...(zf.header ?? []), { name, value }];
  };
  const answer = new Map((zf.header ?? []).map(({ name, value }) => [name, value]));
  delete zf.header;
  header('url', withoutSecrets(given.get('url')));
  header('method', given.get('method') || 'GET');
  const { lines, secret, left } = headerLines(given.get('headers'), secretIn(given.get('authentication.token')));
  header('headers', lines);
  for (const line of left) keep('headers', line);
  header('secret', secret);
  const body = entriesOf(given.get('body'));
  if (body?.length) zf.input = body.map(([name, source]) => ({ source: `=${source}`, target: name }));
  else if (given.get('body')) keep('body', given.get('body')!);
  for (const [name, text] of given)
    if (!/^(url|method|headers|body|authentication\.(type|token)|storeResponse|\w+TimeoutInSeconds)$/.test(name))
      keep(name, text);
  const result = answer.get('resultExpression');
  const variable = answer.get('resultVariable');
  const entries = entriesOf(result);
  if (result && !entries) keep('resultExpression', result);
  // The answer's fields come by their own names, unless something asks for the answer itself.
  const whole = variable || /\bresponse(?!\.body\.[\p{L}_])/u.test(result ?? '');
  if (whole) header('answer', 'response');
  const own = (source: string): string =>
    whole
      ? source.replace(/\bresponse\.status\b/g, 'statusCode').replace(/\bresponse\.body\b/g, 'response')
      : source.replace(/\bresponse\.body\./g, '');
  const outputs = [
    ...(entries ?? []).map(([target, source]) => ({ source: `=${own(source)}`, target })),
    ...(variable ? [{ source: '={status: statusCode, body: response}', target: variable }] : []),
  ];
  if (outputs.length) Object.assign(zf, { output: outputs, propagate: 'mapped' });
  if (answer.get('errorExpression')) keep('errorExpression', answer.get('errorExpression')!);
}

/** `{{secrets.NAME}}` as the whole of a text. */
const secretIn = (text: string | undefined): string | undefined =>
  /^\{\{\s*secrets\.(\w+)\s*\}\}$/.exec(text ?? '')?.[1];

/** An address that hides its host in a secret has to be entered here: it is left to be asked for. */
const withoutSecrets = (text: string | undefined): string | undefined =>
  text !== undefined && /\{\{\s*secrets\./.test(text) ? undefined : text;
