// A form as a person fills it in: facts as facts, then the fields that are asked now, each with its error beneath.
import type { ReactNode } from 'react';
import type { Field, Form } from '../../forms/form.ts';
import { type FieldError, isAsked } from '../../forms/validate.ts';
import { useTime } from '../time/ShopTime.tsx';
import type { Values } from '../typed/typed.ts';
import { useWords } from '../words/useWords.ts';
import { Facts } from './Facts.tsx';
import { FieldInput } from './FieldInput.tsx';
import './forms.css';

type Props = {
  form: Form;
  values: Values;
  /** What the case holds beneath the form: conditions read it too. */
  known?: Values;
  errors: FieldError[];
  disabled?: boolean;
  onChange: (id: string, value: unknown) => void;
};

export function FormView({ form, values, known, errors, disabled = false, onChange }: Props): ReactNode {
  const { nowExactly } = useTime();
  const { language } = useWords();
  const seen = { ...known, ...values };
  const at = nowExactly();
  const asked = form.fields.filter((field) => isAsked(field, seen, at));
  return (
    <div className="form">
      {blocks(asked).map((block) =>
        block.facts ? (
          <Facts key={block.fields[0]?.id} fields={block.fields} values={seen} />
        ) : (
          <div key={block.fields[0]?.id} className="form-fields">
            {block.fields.map((field) => (
              <FieldInput
                key={field.id}
                field={field}
                value={values[field.id]}
                errors={errors.filter(({ path }) => path === field.id || path.startsWith(`${field.id}.`))}
                disabled={disabled}
                language={language}
                onChange={(value) => onChange(field.id, value)}
              />
            ))}
          </div>
        ),
      )}
    </div>
  );
}

/** Neighbours of one kind stand together. */
function blocks(fields: Field[]): { facts: boolean; fields: Field[] }[] {
  const made: { facts: boolean; fields: Field[] }[] = [];
  for (const field of fields) {
    const facts = field.readOnly === true;
    const last = made.at(-1);
    if (last?.facts === facts) last.fields.push(field);
    else made.push({ facts, fields: [field] });
  }
  return made;
}
