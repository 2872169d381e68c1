// Which faults still hold once a field was changed: its own are gone, and so is what a rule says of several fields, whichever of them it was.
import { feel } from '../feel/expression.ts';
import type { Form } from './form.ts';
import { bare, formulaOf } from './formula.ts';
import type { FieldError } from './validate.ts';

export function errorsAfter(errors: FieldError[], form: Form | null | undefined, changed: string): FieldError[] {
  const reads = (text: string, seen = new Set<string>()): boolean =>
    feel(bare(text)).names.some((name) => {
      if (name === changed) return true;
      const formula = form?.fields.find(({ id }) => id === name);
      const inner = formula && formulaOf(formula);
      return inner !== undefined && !seen.has(name) && reads(inner, seen.add(name));
    });
  const isGone = ({ path, message }: FieldError): boolean => {
    if (path === changed || path.startsWith(`${changed}.`)) return true;
    if (message.code !== 'rule') return false;
    const rule = form?.rules?.find(({ say }) => JSON.stringify(say) === JSON.stringify(message.args.say));
    // Of what only the server judges nobody here knows what it reads.
    return rule === undefined || reads(rule.when);
  };
  return errors.filter((error) => !isGone(error));
}
