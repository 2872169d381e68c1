// A form as a person fills it in: facts as facts, then the fields that are asked now, each with its error beneath.
import { CircleAlert } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import { askedNow } from '../../forms/asked.ts';
import type { Field, Form } from '../../forms/form.ts';
import { formulaOf } from '../../forms/formula.ts';
import type { FieldError } from '../../forms/validate.ts';
import { sayOfField } from '../../words/fields.ts';
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
  const { clockExactly } = useTime();
  const { language } = useWords();
  const { asked, filled, seen } = askedNow(form.fields, values, clockExactly(), known);
  const of = useMemo(() => errorsByField(errors), [errors]);
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
                value={filled[field.id]}
                errors={of.get(field.id) ?? NONE}
                disabled={disabled}
                language={language}
                onChange={onChange}
              />
            ))}
          </div>
        ),
      )}
      {(of.get('') ?? []).map(({ message }) => (
        <p key={JSON.stringify(message)} className="field-error" role="alert">
          <CircleAlert size={14} strokeWidth={1.75} aria-hidden="true" />
          {sayOfField(message, language)}
        </p>
      ))}
    </div>
  );
}

const NONE: FieldError[] = [];

function errorsByField(errors: FieldError[]): Map<string, FieldError[]> {
  const by = new Map<string, FieldError[]>();
  for (const error of errors) {
    const [field = ''] = error.path.split('.');
    by.set(field, [...(by.get(field) ?? []), error]);
  }
  return by;
}

/** Neighbours of one kind stand together. */
function blocks(fields: Field[]): { facts: boolean; fields: Field[] }[] {
  const made: { facts: boolean; fields: Field[] }[] = [];
  for (const field of fields) {
    const facts = field.readOnly === true || formulaOf(field) !== undefined;
    const last = made.at(-1);
    if (last?.facts === facts) last.fields.push(field);
    else made.push({ facts, fields: [field] });
  }
  return made;
}
