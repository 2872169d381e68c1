// How long: a number and a unit. What is no plain span (computed, or of several units) stays text.
import { ConfigProvider, InputNumber, Select } from 'antd';
import type { ReactNode } from 'react';
import type { Element } from '../../bpmn/definition.ts';
import { useProcess, useShop, useWords } from '../context.ts';
import { durationBy, freeKey } from '../parameter-wish.ts';
import { calledIn, durationText, plainDuration, unitWords } from '../words.ts';
import { TextField } from './Section.tsx';
import { ToParameter } from './ToParameter.tsx';

type Unit = 'second' | 'minute' | 'hour' | 'day' | 'week';
type Props = {
  value: string | undefined;
  units: readonly Unit[];
  /** What holds where nothing is said: shown, not set. */
  absent: string;
  /** For those who cannot see what stands around it. */
  label: string;
  onChange: (duration: string | undefined) => void;
  /** Where it is carried out: the number may become a parameter. */
  parameter?: { of: Element };
};

export function DurationInput({ value, units, absent, label, onChange, parameter }: Props): ReactNode {
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
      {parameter && plain && value && <Spell of={parameter.of} value={value} plain={plain} onChange={onChange} />}
    </div>
  );
}

type SpellProps = {
  of: Element;
  value: string;
  plain: { amount: number; unit: Unit };
  onChange: (duration: string) => void;
};

function Spell({ of: element, value, plain, onChange }: SpellProps): ReactNode {
  const { t } = useWords();
  const { makeParameter, facts, readOnly, language } = useShop();
  const process = useProcess(element.id);
  return (
    <ToParameter
      make={readOnly ? undefined : makeParameter}
      number={`${plain.amount} ${t(`unit.${plain.unit}`)}`}
      wish={() => ({
        name: t('parameter.spanOf', { event: calledIn(element, language, t) }),
        key: freeKey(process.key, `${element.id}Span`, facts?.parameters.map(({ key }) => key) ?? []),
        type: 'integer',
        unit: unitWords(plain.unit),
        value: plain.amount,
      })}
      onPut={(name) => onChange(durationBy(value, name) ?? value)}
    />
  );
}
