// How long: a number and a unit. What is no plain span (computed, or of several units) stays text.
import { ConfigProvider, InputNumber, Select } from 'antd';
import type { ReactNode } from 'react';
import { useWords } from '../context.ts';
import { durationText, plainDuration } from '../words.ts';
import { TextField } from './Section.tsx';

type Unit = 'second' | 'minute' | 'hour' | 'day' | 'week';
type Props = {
  value: string | undefined;
  units: readonly Unit[];
  /** What holds where nothing is said: shown, not set. */
  absent: string;
  /** For those who cannot see what stands around it. */
  label: string;
  onChange: (duration: string | undefined) => void;
};

export function DurationInput({ value, units, absent, label, onChange }: Props): ReactNode {
  const { t } = useWords();
  const { componentDisabled = false } = ConfigProvider.useConfig();
  const plain = plainDuration(value);
  const otherwise = plainDuration(absent);
  if (value && !plain)
    return <TextField mono label={label} value={value} onCommit={(text) => onChange(text || undefined)} />;
  const unit = plain?.unit ?? otherwise?.unit ?? 'hour';
  return (
    <div className="zf-duration">
      <InputNumber
        min={1}
        value={plain?.amount ?? null}
        placeholder={String(otherwise?.amount ?? '—')}
        disabled={componentDisabled}
        aria-label={`${label} ${t('deadline.amount')}`}
        onChange={(amount) => onChange(amount ? durationText(amount, unit) : undefined)}
      />
      <Select
        value={unit}
        disabled={componentDisabled}
        aria-label={`${label} ${t('deadline.unit')}`}
        options={units.map((one) => ({ value: one, label: t(`unit.${one}`) }))}
        onChange={(one) => onChange(durationText(plain?.amount ?? otherwise?.amount ?? 1, one))}
      />
    </div>
  );
}
