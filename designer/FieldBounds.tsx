// What an answer must keep to, by kind of field: least and most, lengths, decimals. The table names every kind, so that none is forgotten.
import { InputNumber, Select, Switch } from 'antd';
import { type ReactNode, useContext } from 'react';
import type { Field as FormField } from '../forms/form.ts';
import { RegistersContext, useWords } from './context.ts';
import { Field, TextField } from './properties/Section.tsx';
import { WordsIn } from './properties/WordsIn.tsx';

type Kind =
  | 'count'
  | 'number'
  | 'cents'
  | 'percent'
  | 'places'
  | 'stars'
  | 'text'
  | 'flag'
  | 'currency'
  | 'register'
  | 'names'
  | 'fields'
  | 'formula'
  | 'options'
  | 'words';
type Bounds = Partial<
  Record<
    | 'min'
    | 'max'
    | 'maxLength'
    | 'pattern'
    | 'decimals'
    | 'currency'
    | 'images'
    | 'register'
    | 'names'
    | 'many'
    | 'snapshot'
    | 'formula'
    | 'from'
    | 'text',
    Kind
  >
>;

export const BOUNDS = {
  text: { formula: 'formula', maxLength: 'count', pattern: 'text', names: 'names' },
  longText: { formula: 'formula', maxLength: 'count' },
  integer: { formula: 'formula', min: 'number', max: 'number' },
  number: { formula: 'formula', min: 'number', max: 'number', decimals: 'count' },
  money: { formula: 'formula', currency: 'currency', min: 'cents', max: 'cents' },
  date: { formula: 'formula' },
  dateTime: { formula: 'formula' },
  choice: { from: 'options' },
  choices: { from: 'options', min: 'count' },
  yesNo: {},
  file: { images: 'flag', max: 'count' },
  checklist: {},
  table: { min: 'count', max: 'count' },
  person: {},
  department: {},
  record: { register: 'register', many: 'flag', snapshot: 'fields' },
  percent: { formula: 'formula', min: 'percent', max: 'percent', decimals: 'places' },
  phone: {},
  url: {},
  scan: { maxLength: 'count', pattern: 'text', names: 'names' },
  rating: { max: 'stars' },
  signature: {},
  location: {},
  block: { text: 'words' },
} satisfies Record<FormField['type'], Bounds>;

/** Of what there is a most, where it is no value. */
const MOST: Partial<Record<FormField['type'], 'files' | 'stars'>> = { file: 'files', rating: 'stars' };
/** What is typed for 1 that is stored. */
const TYPED: Partial<Record<Kind, number>> = { cents: 0.01, percent: 100 };
const RANGE: Partial<Record<Kind, { min?: number; max?: number; precision?: number }>> = {
  count: { min: 0, precision: 0 },
  places: { min: 0, max: 6, precision: 0 },
  stars: { min: 2, max: 10, precision: 0 },
  cents: { precision: 2 },
};
const CURRENCIES = ['CNY', 'HKD', 'USD', 'EUR', 'GBP', 'JPY'];

const exact = (n: number): number => Number(n.toPrecision(14));

type Props = {
  field: FormField;
  /** A register says in another place what it computes. */
  computes: boolean;
  onChange: (part: object) => void;
};

export function FieldBounds({ field, computes, onChange }: Props): ReactNode {
  const { t, language } = useWords();
  const registers = useContext(RegistersContext).filter(({ ledger }) => !ledger);
  const entries = Object.entries(BOUNDS[field.type] as Bounds) as [keyof Bounds, Kind][];
  const values = field as Record<string, unknown>;
  const set = (name: string, value: unknown): void => onChange({ [name]: value ?? undefined });
  return entries.map(([name, kind]) => {
    const label = t(`form.bound.${name === 'max' ? (MOST[field.type] ?? name) : name}`);
    const value = values[name];
    switch (kind) {
      case 'flag':
        return (
          <div key={name} className="zf-inline">
            <Switch
              size="small"
              aria-label={label}
              checked={value === true}
              onChange={(on) => set(name, on || undefined)}
            />
            {label}
          </div>
        );
      case 'formula':
        return (
          computes && (
            <Field key={name} label={label} hint={t('form.formulaHint')}>
              <TextField
                mono
                label={label}
                value={value as string | undefined}
                onCommit={(text) => set(name, text.trim() || undefined)}
              />
            </Field>
          )
        );
      case 'text':
        return (
          <Field key={name} label={label}>
            <TextField mono value={value as string | undefined} onCommit={(text) => set(name, text || undefined)} />
          </Field>
        );
      case 'register':
        return (
          <Field key={name} label={label}>
            <Select
              className="zf-full"
              aria-label={label}
              showSearch={{ optionFilterProp: 'label' }}
              value={(value as string) || undefined}
              options={registers.map(({ key, name: called }) => ({ value: key, label: called[language] ?? called.zh }))}
              onChange={(register: string) => onChange({ register, snapshot: undefined })}
            />
          </Field>
        );
      case 'names':
        return (
          <Field key={name} label={label} hint={t('form.namesHint')}>
            <Select
              className="zf-full"
              aria-label={label}
              allowClear
              showSearch={{ optionFilterProp: 'label' }}
              value={(value as string) || undefined}
              options={registers.map(({ key, name: called }) => ({ value: key, label: called[language] ?? called.zh }))}
              onChange={(register: string | undefined) => set(name, register)}
            />
          </Field>
        );
      case 'fields': {
        const of = registers.find(({ key }) => key === values.register);
        return (
          <Field key={name} label={label}>
            <Select
              mode="multiple"
              className="zf-full"
              aria-label={label}
              value={(value as string[] | undefined) ?? []}
              options={(of?.fields ?? []).map((one) => ({ value: one.id, label: one.label[language] ?? one.label.zh }))}
              onChange={(chosen: string[]) => set(name, chosen.length ? chosen : undefined)}
            />
          </Field>
        );
      }
      case 'words': {
        const words = value as { zh: string; en?: string };
        return (
          <Field key={name} label={label}>
            <WordsIn rows={4} label={label} words={words} onChange={(next) => set(name, next)} mayBeEmpty />
          </Field>
        );
      }
      case 'options': {
        const from = value as { register: string; label?: string } | undefined;
        const of = registers.find(({ key }) => key === from?.register);
        return (
          <Field key={name} label={label}>
            <Select
              className="zf-full"
              aria-label={label}
              allowClear
              showSearch={{ optionFilterProp: 'label' }}
              placeholder={t('form.ownOptions')}
              value={from?.register || undefined}
              options={registers.map(({ key, name: called }) => ({ value: key, label: called[language] ?? called.zh }))}
              onChange={(register: string | undefined) =>
                onChange(
                  register
                    ? { from: { register }, options: [] }
                    : { from: undefined, options: [{ value: 'option1', label: { zh: t('form.newOption') } }] },
                )
              }
            />
            {from && (
              <Select
                className="zf-full"
                aria-label={t('form.calledBy')}
                allowClear
                placeholder={t('form.calledBy')}
                value={from.label}
                options={(of?.fields ?? []).map((one) => ({
                  value: one.id,
                  label: one.label[language] ?? one.label.zh,
                }))}
                onChange={(called: string | undefined) =>
                  set(name, { register: from.register, ...(called && { label: called }) })
                }
              />
            )}
          </Field>
        );
      }
      case 'currency':
        return (
          <Field key={name} label={label}>
            <Select
              className="zf-full"
              aria-label={label}
              value={value as string}
              options={CURRENCIES.map((one) => ({ value: one, label: one }))}
              onChange={(currency: string) => set(name, currency)}
            />
          </Field>
        );
      default:
        return (
          <Field key={name} label={label}>
            <InputNumber
              className="zf-full"
              aria-label={label}
              {...RANGE[kind]}
              {...(kind === 'percent' && { suffix: '%' })}
              value={typeof value === 'number' ? exact(value * (TYPED[kind] ?? 1)) : null}
              onChange={(next) => set(name, next === null ? undefined : exact(next / (TYPED[kind] ?? 1)))}
            />
          </Field>
        );
    }
  });
}
