// A field that is written: numbers, money, days, moments. It reads what people write; what it cannot read stays as it is written and
// says why. Once left, it shows what was understood.

import { DatePicker, Input } from 'antd';
import dayjs from 'dayjs';
import { CalendarDays } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { FlatField } from '../../forms/flat-field.ts';
import type { Field } from '../../forms/form.ts';
import { kindOf } from '../../forms/kinds.ts';
import { amountOf, signOf } from '../../forms/money.ts';
import type { Read, Reader } from '../../forms/written.ts';
import { sayOfField } from '../../words/fields.ts';
import type { Language } from '../../words/message.ts';
import { useTime } from '../time/ShopTime.tsx';
import { fromWall, isoDay, isoMinute } from '../time/shop-time.ts';
import { useWords } from '../words/useWords.ts';

export type WrittenField = Extract<
  FlatField,
  { type: 'integer' | 'number' | 'money' | 'percent' | 'date' | 'dateTime' }
>;
export const isWritten = (field: Field): field is WrittenField =>
  ['integer', 'number', 'money', 'percent', 'date', 'dateTime'].includes(field.type);

type Props = {
  field: WrittenField;
  value: unknown;
  language: Language;
  /** In a grid: light, for there may be hundreds. */
  cell?: boolean;
  onChange: (value: unknown) => void;
  input: Record<string, unknown> & { id: string; disabled: boolean };
};

export function useReader(language: Language): Reader {
  const { zone, nowExactly } = useTime();
  return {
    language,
    today: isoDay(nowExactly(), zone),
    toInstant: (wall) => new Date(fromWall(wall, zone)).toISOString(),
  };
}

export const problemOf = (read: Read | undefined): Extract<Read, { problem: unknown }>['problem'] | undefined =>
  read && 'problem' in read ? read.problem : undefined;

export function WrittenInput({ field, value, language, cell = false, onChange, input }: Props): ReactNode {
  const { t } = useWords();
  const { zone } = useTime();
  const reader = useReader(language);
  /** While it is being written; afterwards what was understood is shown. */
  const [text, setText] = useState<string>();
  const [picking, setPicking] = useState(false);
  const shown = text ?? show(field, value, zone);
  const left = text === undefined && shown !== '';
  const problem = left
    ? problemOf(kindOf(field).read(field, typeof value === 'string' ? value : shown, reader))
    : undefined;
  const write = (written: string): void => {
    setText(written);
    const read = written.trim() === '' ? undefined : kindOf(field).read(field, written, reader);
    onChange(read ? ('value' in read ? read.value : written) : null);
  };
  const given = {
    ...input,
    value: shown,
    autoComplete: 'off',
    inputMode:
      field.type === 'integer'
        ? ('numeric' as const)
        : field.type.startsWith('date')
          ? undefined
          : ('decimal' as const),
    onChange: (event: { target: { value: string } }) => write(event.target.value),
    onBlur: () => setText(undefined),
    ...(problem && { title: sayOfField(problem, language), 'aria-invalid': true }),
  };
  if (cell) return <input {...given} className={`cell ${problem ? 'is-wrong' : ''}`} />;
  const isDay = field.type === 'date' || field.type === 'dateTime';
  const day = typeof value === 'string' && !problem ? show(field, value, zone).slice(0, 10) : undefined;
  return (
    <span className="written">
      <Input
        {...given}
        {...(problem && { status: 'error' as const })}
        placeholder={field.type === 'date' ? '2026-11-23' : field.type === 'dateTime' ? '2026-11-23 16:30' : undefined}
        prefix={field.type === 'money' ? signOf(field.currency).trim() : undefined}
        suffix={
          isDay &&
          !input.disabled && (
            <button type="button" className="act" aria-label={t('form.pickDay')} onClick={() => setPicking(true)}>
              <CalendarDays size={16} strokeWidth={1.75} />
            </button>
          )
        }
      />
      {isDay && picking && (
        <DatePicker
          className="written-picker"
          open
          value={day ? dayjs(day) : null}
          onOpenChange={setPicking}
          onChange={(date) => {
            setPicking(false);
            if (!date) return;
            const chosen = date.format('YYYY-MM-DD');
            if (field.type === 'date') onChange(chosen);
            else onChange(reader.toInstant(`${chosen}T${day ? show(field, value, zone).slice(11, 16) : '09:00'}`));
          }}
        />
      )}
      {problem && (
        <span className="field-error" role="alert">
          {sayOfField(problem, language)}
        </span>
      )}
    </span>
  );
}

function show(field: WrittenField, value: unknown, zone: string): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'number' && field.type === 'money') return amountOf(value).replace('−', '-');
  if (typeof value === 'number') return kindOf(field).write(field, value, { language: 'zh', toWall: String });
  if (typeof value !== 'string') return '';
  const instant = field.type === 'dateTime' ? Date.parse(value) : Number.NaN;
  return /^\d{4}-\d\d-\d\dT/.test(value) && !Number.isNaN(instant) ? isoMinute(instant, zone).replace('T', ' ') : value;
}
