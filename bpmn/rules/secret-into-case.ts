// What a register keeps secret, a case must not show: whoever sees a case sees its data, but for what is declared secret.
import { workerOf } from './connector-input.ts';
import { type Rule, tell } from './survey.ts';

export const secretIntoCase: Rule = ({ elements, process, context, called }) => {
  const covered = new Set((process.zf.variable ?? []).filter(({ secret }) => secret).map(({ name }) => name));
  return elements.flatMap((one) => {
    const setting = (wanted: string) => one.zf?.header?.find(({ name }) => name === wanted)?.value ?? '';
    const named = setting('secrets')
      .split(/[\s,，、]+/u)
      .filter(Boolean);
    if (!workerOf(one)?.startsWith('record.') || named.length === 0) return [];
    const step = called(one);
    const register = context.registers?.find(({ key }) => key === setting('register'));
    const strange = register ? named.filter((name) => !register.secrets.includes(name)) : [];
    // Without any mapping the case takes what comes under its own name.
    const result = workerOf(one) === 'record.find' ? 'records' : 'record';
    const taken = one.zf?.output?.length ? one.zf.output : [{ source: `=${result}`, target: result }];
    return [
      ...strange.map((field) => ({
        element: one.id,
        message: tell('secret-into-case.field', { step, field, register: setting('register') }),
      })),
      ...taken
        .filter(({ source, target }) => tells(source, named) && !covered.has(target))
        .map(({ target }) => ({ element: one.id, message: tell('secret-into-case', { step, name: target }) })),
    ];
  });
};

/** The whole record, or a field of it that is secret. */
const tells = (source: string, secrets: string[]): boolean =>
  [...source.matchAll(/\brecords?\b(?:\[[^\]]*\])?(?:\s*\.\s*([\p{L}_][\p{L}\p{N}_]*))?/gu)].some(
    ([, field]) => field === undefined || secrets.includes(field),
  );
