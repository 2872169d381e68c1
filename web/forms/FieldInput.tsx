// One field with its label, help and error; the control follows from the type.
import { CircleAlert } from 'lucide-react';
import { memo, type ReactNode, useCallback, useId } from 'react';
import type { Field } from '../../forms/form.ts';
import type { FieldError } from '../../forms/validate.ts';
import { sayOfField } from '../../words/fields.ts';
import type { Language } from '../../words/message.ts';
import type { ControlProps } from '../fields/field-view.ts';
import { forInput, viewOf } from '../fields/views.ts';
import { Beside } from '../registers/Beside.tsx';
import { useWords } from '../words/useWords.ts';
import { labelIn, wordsIn } from './label.ts';

type Props = {
  field: Field;
  value: unknown;
  errors: FieldError[];
  disabled: boolean;
  language: Language;
  /** Stays the same function, so that a field draws anew only when it is its turn. */
  onChange: (field: string, value: unknown) => void;
};

export const FieldInput = memo(function FieldInput(props: Props): ReactNode {
  const { field, value, errors, disabled, language, onChange: set } = props;
  const onChange = useCallback((next: unknown): void => set(field.id, next), [set, field.id]);
  const id = useId();
  const { t } = useWords();
  const own = errors.find(({ path }) => path === field.id);
  const label = labelIn(field, language);
  const { group, bare } = viewOf(field);
  if (bare)
    return (
      <div className={`field ${field.half ? 'is-half' : ''}`} data-field={field.id}>
        <Control id={id} field={field} value={value} wrong={false} disabled language={language} onChange={onChange} />
      </div>
    );
  const words = (
    <>
      {label}
      {field.required && (
        <span className="field-star" title={t('form.required')}>
          *
        </span>
      )}
    </>
  );
  return (
    <div
      className={`field ${field.half ? 'is-half' : ''} ${own ? 'is-wrong' : ''}`}
      data-field={field.id}
      {...(group && { role: 'group', 'aria-labelledby': `${id}-label` })}
    >
      <Beside field={field} value={value}>
        {group ? (
          <span className="field-label" id={`${id}-label`}>
            {words}
          </span>
        ) : (
          <label className="field-label" htmlFor={id}>
            {words}
          </label>
        )}
      </Beside>
      <Control
        id={id}
        field={field}
        value={value}
        errors={errors}
        wrong={own !== undefined}
        disabled={disabled}
        language={language}
        onChange={onChange}
      />
      {own ? (
        <p className="field-error" id={`${id}-error`} role="alert">
          <CircleAlert size={14} strokeWidth={1.75} aria-hidden="true" />
          {sayOfField(own.message, language)}
        </p>
      ) : (
        field.help && <p className="field-help">{wordsIn(field.help, language)}</p>
      )}
    </div>
  );
});

export function Control(props: ControlProps<Field>): ReactNode {
  const { Input } = viewOf(props.field);
  return <Input {...props} value={forInput(props.field, props.value)} />;
}
