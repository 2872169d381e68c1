// One field with its label, help and error; the control follows from the type.

import { Input, Select } from 'antd';
import { CircleAlert } from 'lucide-react';
import { memo, type ReactNode, useId } from 'react';
import type { Field, FlatField } from '../../forms/form.ts';
import type { FieldError } from '../../forms/validate.ts';
import { sayOfField } from '../../words/fields.ts';
import type { Language } from '../../words/message.ts';
import { useWords } from '../words/useWords.ts';
import { Checklist } from './Checklist.tsx';
import { Chips } from './Chips.tsx';
import { Files } from './Files.tsx';
import { labelIn, wordsIn } from './label.ts';
import { TableGrid } from './TableGrid.tsx';
import { WrittenInput } from './WrittenInput.tsx';

type Props = {
  field: Field;
  value: unknown;
  errors: FieldError[];
  disabled: boolean;
  language: Language;
  /** Stays the same function, so that a field draws anew only when it is its turn. */
  onChange: (field: string, value: unknown) => void;
};

/** Controls made of several have a group's label, not a label's target. */
const GROUPS = new Set(['choice', 'choices', 'yesNo', 'file', 'checklist', 'table']);

export const FieldInput = memo(function FieldInput(props: Props): ReactNode {
  const { field, value, errors, disabled, language } = props;
  const onChange = (next: unknown): void => props.onChange(field.id, next);
  const id = useId();
  const { t } = useWords();
  const own = errors.find(({ path }) => path === field.id);
  const label = labelIn(field, language);
  const group = GROUPS.has(field.type);
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
      {group ? (
        <span className="field-label" id={`${id}-label`}>
          {words}
        </span>
      ) : (
        <label className="field-label" htmlFor={id}>
          {words}
        </label>
      )}
      {field.type === 'table' ? (
        <TableGrid
          field={field}
          value={value}
          errors={errors}
          disabled={disabled}
          language={language}
          onChange={props.onChange}
        />
      ) : (
        <Control
          id={id}
          field={field}
          value={value}
          wrong={own !== undefined}
          disabled={disabled}
          language={language}
          onChange={onChange}
        />
      )}
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

type ControlProps = {
  id: string;
  /** Where no label stands beside it: in a grid. */
  label?: string;
  field: FlatField;
  value: unknown;
  wrong: boolean;
  disabled: boolean;
  language: Language;
  /** In a grid: light, for there may be hundreds. */
  cell?: boolean;
  onChange: (value: unknown) => void;
};

const CHIPS_UP_TO = 6;

export function Control(props: ControlProps): ReactNode {
  const { id, label, field, value, wrong, disabled, language, cell = false, onChange } = props;
  const { t } = useWords();
  const given = {
    id,
    disabled,
    ...(label && { 'aria-label': label }),
    'aria-required': field.required,
    'aria-invalid': wrong,
    ...(wrong && { status: 'error' as const, 'aria-describedby': `${id}-error` }),
  };
  switch (field.type) {
    case 'text':
      if (cell) {
        const { status: _, ...plain } = { status: undefined, ...given };
        return (
          <input
            {...plain}
            className={`cell ${wrong ? 'is-wrong' : ''}`}
            value={(value as string) ?? ''}
            maxLength={field.maxLength ?? 500}
            onChange={(event) => onChange(event.target.value)}
          />
        );
      }
      return (
        <Input
          {...given}
          value={(value as string) ?? ''}
          maxLength={field.maxLength ?? 500}
          onChange={(event) => onChange(event.target.value)}
        />
      );
    case 'longText':
      return (
        <Input.TextArea
          {...given}
          value={(value as string) ?? ''}
          maxLength={field.maxLength ?? 20_000}
          autoSize={{ minRows: 2, maxRows: 8 }}
          onChange={(event) => onChange(event.target.value)}
        />
      );
    case 'integer':
    case 'number':
    case 'money':
    case 'date':
    case 'dateTime': {
      const { status: _, ...plain } = { status: undefined, ...given };
      return (
        <WrittenInput
          field={field}
          value={value}
          language={language}
          cell={cell}
          onChange={onChange}
          input={cell ? plain : given}
        />
      );
    }
    case 'choice':
    case 'choices': {
      const options = field.options.map((option) => ({ value: option.value, label: wordsIn(option.label, language) }));
      const several = field.type === 'choices';
      if (options.length <= CHIPS_UP_TO)
        return (
          <Chips
            options={options}
            value={
              several
                ? ((value as string[] | undefined) ?? [])
                : value === undefined || value === null
                  ? []
                  : [value as string]
            }
            several={several}
            disabled={disabled}
            onChange={(chosen) => onChange(several ? chosen : (chosen[0] ?? null))}
          />
        );
      return (
        <Select
          {...given}
          aria-label={labelIn(field, language)}
          {...(several && { mode: 'multiple' as const })}
          value={value as string | string[] | undefined}
          options={options}
          showSearch={{ optionFilterProp: 'label' }}
          allowClear={!field.required}
          onChange={(chosen) => onChange(chosen ?? null)}
        />
      );
    }
    case 'yesNo':
      return (
        <Chips
          options={[
            { value: 'true', label: t('yes') },
            { value: 'false', label: t('no') },
          ]}
          value={typeof value === 'boolean' ? [String(value)] : []}
          several={false}
          disabled={disabled}
          onChange={([chosen]) => onChange(chosen === undefined ? null : chosen === 'true')}
        />
      );
    case 'file':
      return <Files field={field} value={value} readOnly={disabled} onChange={onChange} />;
    case 'checklist':
      return <Checklist field={field} value={value} disabled={disabled} language={language} onChange={onChange} />;
    default:
      return field satisfies never;
  }
}
