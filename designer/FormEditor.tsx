// The fields of a form, edited beside the step that asks them.
import { Select, Switch } from 'antd';
import { ArrowDown, ArrowUp, ChevronDown, ChevronRight, Plus, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { freeId } from '../bpmn/field-ids.ts';
import type { Form, Field as FormField } from '../forms/form.ts';
import { asks, kindOf } from '../forms/kinds.ts';
import type { Language } from '../words/message.ts';
import { useWords } from './context.ts';
import { BOUNDS, FieldBounds } from './FieldBounds.tsx';
import { FormRules } from './FormRules.tsx';
import { Field, TextField } from './properties/Section.tsx';
import { WordsIn } from './properties/WordsIn.tsx';

type Props = { form: Form; language: Language; taken: ReadonlySet<string>; onChange: (form: Form) => void };
type Type = FormField['type'];
export const TYPES = Object.keys(BOUNDS) as Type[];
/** What a record or a row of a table can hold. */
export const VALUE_TYPES = TYPES.filter((type) => asks({ type })) as Exclude<Type, 'block'>[];
const COLUMN_TYPES = VALUE_TYPES.filter((type) => type !== 'table');

export function FormEditor({ form, language, taken, onChange }: Props): ReactNode {
  const { t } = useWords();
  const [open, setOpen] = useState<number>();
  const [added, setAdded] = useState<number>();
  const setFields = (fields: FormField[]): void => onChange({ ...form, fields });
  const move = (index: number, by: number): void => {
    const next = [...form.fields];
    const [field] = next.splice(index, 1);
    if (field) next.splice(index + by, 0, field);
    setFields(next);
    if (open === index) setOpen(index + by);
  };
  const add = (): void => {
    setAdded(form.fields.length);
    setFields([
      ...form.fields,
      { type: 'text', id: freeId('', taken), label: { zh: t('form.newField') }, required: false },
    ]);
  };
  return (
    <div className="zf-form-editor">
      <Field label={t('form.title')}>
        <WordsIn label={t('form.title')} words={form.title} onChange={(title) => onChange({ ...form, title })} />
      </Field>
      {form.fields.map((field, index) => (
        <Row
          // biome-ignore lint/suspicious/noArrayIndexKey: an id changes while its label is written
          key={index}
          field={field}
          types={TYPES}
          taken={taken}
          isNew={added === index}
          open={open === index}
          onOpen={(on) => setOpen(on ? index : undefined)}
          language={language}
          onChange={(next) => setFields(form.fields.map((one, at) => (at === index ? next : one)))}
          onRemove={() => setFields(form.fields.filter((_, at) => at !== index))}
          onUp={index > 0 ? () => move(index, -1) : undefined}
          onDown={index < form.fields.length - 1 ? () => move(index, 1) : undefined}
        />
      ))}
      {form.fields.length === 0 && <p className="zf-hint">{t('form.empty')}</p>}
      <button type="button" className="zf-link" onClick={add}>
        <Plus size={14} /> {t('form.add')}
      </button>
      <FormRules form={form} onChange={onChange} />
    </div>
  );
}

type RowProps = {
  field: FormField;
  types: Type[];
  language: Language;
  /** Names that mean something already. */
  taken: ReadonlySet<string>;
  isNew: boolean;
  open: boolean;
  onOpen: (open: boolean) => void;
  onChange: (field: FormField) => void;
  onRemove: () => void;
  onUp?: (() => void) | undefined;
  onDown?: (() => void) | undefined;
};

function Row({
  field,
  types,
  language,
  taken,
  isNew,
  open,
  onOpen,
  onChange,
  onRemove,
  onUp,
  onDown,
}: RowProps): ReactNode {
  const { t } = useWords();
  const set = (part: object): void => onChange({ ...field, ...part } as FormField);
  const label = field.label[language] ?? field.label.zh;
  return (
    <div className="zf-card">
      <div className="zf-form-row">
        <button
          type="button"
          className="zf-action"
          aria-expanded={open}
          aria-label={t('form.details')}
          onClick={() => onOpen(!open)}
        >
          {open ? <ChevronDown size={14} /> : <ChevronRight size={14} />}
        </button>
        <WordsIn
          label={t('form.label')}
          isNew={isNew}
          words={field.label}
          onChange={(next, said) => {
            // A field that nobody has named yet is kept under its first name.
            const named = AUTOMATIC.test(field.id) && label === t('form.newField');
            set({ label: next, ...(named && { id: freeId(said, taken) }) });
          }}
        />
        <Select
          aria-label={t('form.kind', { name: label })}
          value={field.type}
          options={types.map((type) => ({ value: type, label: t(`form.type.${type}`) }))}
          popupMatchSelectWidth={false}
          showSearch={{ optionFilterProp: 'label' }}
          onChange={(type) => onChange(ofType(field, type, t('form.newOption')))}
        />
        <span className="zf-inline" title={t('form.required')}>
          <Switch
            size="small"
            aria-label={`${label} ${t('form.required')}`}
            disabled={!asks(field)}
            checked={field.required}
            onChange={(required) => set({ required })}
          />
          <small>{t('form.required')}</small>
        </span>
        <button type="button" className="zf-action" aria-label={t('form.up')} disabled={!onUp} onClick={onUp}>
          <ArrowUp size={14} />
        </button>
        <button type="button" className="zf-action" aria-label={t('form.down')} disabled={!onDown} onClick={onDown}>
          <ArrowDown size={14} />
        </button>
        <button type="button" className="zf-action" aria-label={t('remove')} onClick={onRemove}>
          <X size={14} />
        </button>
      </div>
      <FieldParts field={field} language={language} onChange={onChange} />
      {open && <FieldDetails field={field} language={language} taken={taken} onChange={onChange} />}
    </div>
  );
}

type PartProps = {
  field: FormField;
  language: Language;
  onChange: (field: FormField) => void;
};

/** What a kind of field consists of: its options, its columns. */
export function FieldParts({ field, language, onChange }: PartProps): ReactNode {
  if (field.type === 'table') return <Columns field={field} language={language} onChange={onChange} />;
  return 'options' in field && !('from' in field && field.from) ? (
    <Options field={field} language={language} onChange={onChange} />
  ) : null;
}

/**
 * `taken`: names that mean something already; with them, what only a form knows of a field is asked too, its own name included.
 * `alone`: no other field stands beside it, so there is nothing to depend on and no row to share.
 */
export function FieldDetails({
  field,
  language,
  taken,
  alone = false,
  onChange,
}: PartProps & { taken?: ReadonlySet<string>; alone?: boolean }): ReactNode {
  const { t } = useWords();
  const set = (part: object): void => onChange({ ...field, ...part } as FormField);
  return (
    <div className="zf-form-details">
      {taken && asks(field) && (
        <Field label={t('form.id')}>
          <TextField
            mono
            value={field.id}
            onCommit={(id) => /^[\p{L}_][\p{L}\p{N}_]*$/u.test(id) && !taken.has(id) && set({ id })}
          />
        </Field>
      )}
      {asks(field) && (
        <Field label={t('form.help')}>
          <WordsIn
            label={t('form.help')}
            words={field.help ?? NO_WORDS}
            onChange={(help) => set({ help: help.zh || help.en ? { ...help, zh: help.zh || help.en } : undefined })}
            mayBeEmpty
          />
        </Field>
      )}
      <FieldBounds field={field} computes={taken !== undefined} onChange={set} />
      {!alone && (
        <>
          <Field label={t('form.visibleWhen')}>
            <TextField mono value={field.visibleWhen} onCommit={(text) => set({ visibleWhen: text || undefined })} />
          </Field>
          <div className="zf-inline">
            <Switch
              size="small"
              aria-label={t('form.half')}
              checked={field.half ?? false}
              onChange={(half) => set({ half: half || undefined })}
            />
            {t('form.half')}
            {taken && asks(field) && !('formula' in field && field.formula) && (
              <>
                <Switch
                  size="small"
                  aria-label={t('form.readOnly')}
                  checked={field.readOnly ?? false}
                  onChange={(readOnly) => set({ readOnly: readOnly || undefined })}
                />
                {t('form.readOnly')}
                {kindOf(field).prefill && !field.readOnly && (
                  <>
                    <Switch
                      size="small"
                      aria-label={t('form.prefill')}
                      checked={('prefill' in field && field.prefill) ?? false}
                      onChange={(prefill) => set({ prefill: prefill || undefined } as Partial<FormField>)}
                    />
                    {t('form.prefill')}
                  </>
                )}
              </>
            )}
          </div>
        </>
      )}
    </div>
  );
}

type OptionsProps = {
  field: Extract<FormField, { options: unknown }>;
  language: Language;
  onChange: (field: FormField) => void;
};

function Options({ field, language, onChange }: OptionsProps): ReactNode {
  const { t } = useWords();
  const [added, setAdded] = useState<number>();
  const set = (options: typeof field.options): void => onChange({ ...field, options } as FormField);
  return (
    <div className="zf-form-options">
      {field.options.map((option, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: options are known by place
        <div key={index} className="zf-list-row">
          <WordsIn
            label={t('form.option')}
            isNew={added === index}
            words={option.label}
            onChange={(label, said) =>
              set(
                field.options.map((one, at) =>
                  at === index ? { value: AUTOMATIC.test(one.value) ? said : one.value, label } : one,
                ),
              )
            }
          />
          <TextField
            mono
            label={t('form.optionValue')}
            value={option.value}
            onCommit={(value) => value && set(field.options.map((one, at) => (at === index ? { ...one, value } : one)))}
          />
          <button
            type="button"
            className="zf-action"
            aria-label={t('remove')}
            disabled={field.options.length === 1}
            onClick={() => set(field.options.filter((_, at) => at !== index))}
          >
            <X size={14} />
          </button>
        </div>
      ))}
      <button
        type="button"
        className="zf-link"
        onClick={() => {
          setAdded(field.options.length);
          set([...field.options, { value: `option${field.options.length + 1}`, label: { zh: t('form.newOption') } }]);
        }}
      >
        <Plus size={14} /> {t('form.addOption')}
      </button>
    </div>
  );
}

type ColumnsProps = {
  field: Extract<FormField, { type: 'table' }>;
  language: Language;
  onChange: (field: FormField) => void;
};

function Columns({ field, language, onChange }: ColumnsProps): ReactNode {
  const { t } = useWords();
  const columns = field.columns as FormField[];
  const [open, setOpen] = useState<number>();
  const [added, setAdded] = useState<number>();
  const taken = new Set(columns.map(({ id }) => id));
  const set = (next: FormField[]): void => onChange({ ...field, columns: next } as FormField);
  return (
    <div className="zf-form-options">
      {columns.map((column, index) => (
        <Row
          // biome-ignore lint/suspicious/noArrayIndexKey: an id changes while its label is written
          key={index}
          field={column}
          types={COLUMN_TYPES}
          taken={taken}
          isNew={added === index}
          open={open === index}
          onOpen={(on) => setOpen(on ? index : undefined)}
          language={language}
          onChange={(next) => set(columns.map((one, at) => (at === index ? next : one)))}
          onRemove={() => columns.length > 1 && set(columns.filter((_, at) => at !== index))}
        />
      ))}
      <button
        type="button"
        className="zf-link"
        onClick={() => {
          setAdded(columns.length);
          set([
            ...columns,
            { type: 'text', id: freeId('', taken, 'column'), label: { zh: t('form.newField') }, required: false },
          ]);
        }}
      >
        <Plus size={14} /> {t('form.addColumn')}
      </button>
    </div>
  );
}

/** What a type does not know is dropped; what it needs is given. */
export function ofType(field: FormField, type: Type, option: string): FormField {
  const { id, label, help, required, readOnly, visibleWhen, half } = field;
  const base = {
    id,
    label,
    required,
    ...(help && { help }),
    ...(readOnly && { readOnly }),
    ...(visibleWhen && { visibleWhen }),
    ...(half && { half }),
  };
  const options =
    'options' in field && field.options.length > 0 ? field.options : [{ value: 'option1', label: { zh: option } }];
  switch (type) {
    case 'choice':
    case 'choices':
    case 'checklist':
      return { ...base, type, options };
    case 'money':
      return { ...base, type, currency: 'CNY' };
    case 'table':
      return { ...base, type, columns: [{ type: 'text', id: 'column1', label: { zh: option }, required: false }] };
    case 'block':
      return { ...base, required: false, type, text: 'text' in field ? field.text : { zh: '' } };
    case 'record':
      return { ...base, type, register: 'register' in field ? field.register : '' };
    default:
      return { ...base, type } as FormField;
  }
}

const NO_WORDS = { zh: '' };
/** Given, not chosen. */
const AUTOMATIC = /^(field|column|option)\d+$/;
