// A step that reads, writes or books where there is no register, or a field that it does not have, stops its case.
import { workerOf } from './connector-input.ts';
import { type Rule, tell } from './survey.ts';

const OWN = new Set(['key', 'rev', 'reason', 'where', 'limit', 'lines', 'entries', 'doc', 'partial']);

export const registerExists: Rule = ({ elements, process, context, called }) => {
  const { registers } = context;
  if (!registers) return [];
  const found = elements.flatMap((one) => {
    const worker = workerOf(one);
    if (!worker || !/^(record|ledger)\./.test(worker)) return [];
    const of = worker.startsWith('ledger.') ? 'ledger' : 'register';
    const key = one.zf?.header?.find(({ name }) => name === of)?.value;
    // That one is named at all is asked for by connector-input.
    if (!key) return [];
    const register = registers.find((each) => each.key === key);
    if (!register || (of === 'ledger') !== register.ledger)
      return [{ element: one.id, message: tell('register-exists', { step: called(one), register: key }) }];
    if (of === 'ledger') return [];
    return (one.zf?.input ?? [])
      .filter(({ target }) => !OWN.has(target) && !register.fields.includes(target))
      .map(({ target }) => ({
        element: one.id,
        message: tell('register-exists.field', { step: called(one), field: target, register: key }),
      }));
  });
  const { subject } = process.zf;
  if (subject && !registers.some(({ key }) => key === subject))
    found.push({ element: process.processId, message: tell('register-exists.subject', { register: subject }) });
  return found;
};
