// A form that asks for one choice, and what of it can be answered without opening it: only where all that decides is in sight, and
// nothing else is asked but a remark.
import type { Clock } from '../feel/expression.ts';
import { askedNow } from './asked.ts';
import type { Field, Form } from './form.ts';
import { formulaOf } from './formula.ts';
import { kindOf } from './kinds.ts';
import { isEmpty } from './validate.ts';

type Values = Record<string, unknown>;
type Choice = Extract<Field, { type: 'choice' }>;
export type Answer = {
  value: string;
  /** May be given in place. */
  here: boolean;
  /** The words that go with it. */
  remark: Field | null;
};
export type Decision = { field: Choice; answers: Answer[]; facts: Field[] };

const MOST_ANSWERS = 3;
/** More is read on the task itself. */
const MOST_FACTS = 12;

/**
 * `shown`: what the form holds to read; `known`: what the case holds, for conditions. undefined: it asks for more than a choice and the
 * words that go with it.
 */
export function decisionOf(form: Form, shown: Values, known: Values, now: Clock): Decision | undefined {
  const visible = (answer: Values) => askedNow(form.fields, answer, now, known).asked;
  const asked = visible({}).filter(({ readOnly }) => !readOnly);
  const [field, ...others] = asked.filter(({ required }) => required);
  if (field?.type !== 'choice' || others.length > 1 || !others.every(isRemark)) return undefined;
  if (field.options.length < 2 || field.options.length > MOST_ANSWERS) return undefined;
  const facts = visible({}).filter(({ id, readOnly }) => readOnly && !isEmpty(shown[id]));
  const inSight = facts.length <= MOST_FACTS && facts.every((fact) => isSmall(fact));
  return {
    field,
    facts,
    answers: field.options.map(({ value }) => {
      const more = visible({ [field.id]: value }).filter((one) => !one.readOnly && one.id !== field.id);
      const [remark] = more;
      const here = inSight && more.length <= 1 && (!remark || isRemark(remark));
      return { value, here, remark: here ? (remark ?? null) : null };
    }),
  };
}

/** Could it be one, whatever the case holds? For looking through many. */
export function mayDecide(form: Form): boolean {
  const asked = form.fields.filter(({ readOnly, required }) => required && !readOnly);
  const sure = asked.filter(({ visibleWhen }) => visibleWhen === undefined);
  const others = sure.filter(({ type }) => type !== 'choice');
  return (
    asked.some(({ type }) => type === 'choice') &&
    sure.length - others.length <= 1 &&
    others.length <= 1 &&
    others.every(isRemark)
  );
}

const isSmall = (field: Field): boolean => !['files', 'rows'].includes(kindOf(field).stored);
/** What begins with what the case holds is looked at first. */
const isRemark = (field: Field): boolean =>
  (field.type === 'text' || field.type === 'longText') && field.prefill !== true && formulaOf(field) === undefined;
