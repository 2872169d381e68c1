// What an answer must keep to, by kind of field: least and most, lengths, decimals. The table names every kind, so that none is forgotten.
import { InputNumber, Select, Switch } from 'antd';
import { type ReactNode, useContext } from 'react';
import type { Field as FormField } from '../forms/form.ts';
import { RegistersContext, useWords } from './context.ts';
import { Field, TextField } from './properties/Section.tsx';

type Kind = 'count' | 'number' | 'cents' | 'text' | 'flag' | 'currency' | 'register' | 'fields';
type Bounds = Partial<
  Record<
    'min' | 'max' | 'maxLength' | 'pattern' | 'decimals' | 'currency' | 'images' | 'register' | 'many' | 'snapshot',
    Kind
  >
>;

export const BOUNDS = {
  text: { maxLength: 'count', pattern: 'text' },
  longText: { maxLength: 'count' },
  integer: { min: 'number', max: 'number' },
  number: { min: 'number', max: 'number', decimals: 'count' },
  money: { currency: 'currency', min: 'cents', max: 'cents' },
  date: {},
  dateTime: {},
  choice: {},
  choices: { min: 'count' },
  yesNo: {},
  file: { images: 'flag', max: 'count' },
  checklist: {},
  table: { min: 'count', max: 'count' },
  person: {},
  department: {},
  record: { register: 'register', many: 'flag', snapshot: 'fields' },
} satisfies Record<FormField['type'], Bounds>;

const CURRENCIES = ['CNY', 'HKD', 'USD', 'EUR', 'GBP', 'JPY'];

export function FieldBounds({ field, onChange }: { field: FormField; onChange: (part: object) => void }): ReactNode {
  const { t, language } = useWords();
  const registers = useContext(RegistersContext);
  const entries = Object.entries(BOUNDS[field.type] as Bounds) as [keyof Bounds, Kind][];
  const values = field as Record<string, unknown>;
  const set = (name: string, value: unknown): void => onChange({ [name]: value ?? undefined });
  return entries.map(([name, kind]) => {
    const label = t(`form.bound.${field.type === 'file' && name === 'max' ? 'files' : name}`);
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
              value={(value as string) || undefined}
              options={registers.map(({ key, name: called }) => ({ value: key, label: called[language] ?? called.zh }))}
              onChange={(register: string) => onChange({ register, snapshot: undefined })}
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
              {...(kind === 'count' && { min: 0, precision: 0 })}
              {...(kind === 'cents' && { precision: 2 })}
              value={typeof value === 'number' ? (kind === 'cents' ? value / 100 : value) : null}
              onChange={(next) =>
                set(name, next === null ? undefined : kind === 'cents' ? Math.round(next * 100) : next)
              }
            />
          </Field>
        );
    }
  });
}
