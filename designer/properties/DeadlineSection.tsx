// 多久: the limit, in working time where a calendar is named.
import { InputNumber, Select } from 'antd';
import { Timer, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { DeadlineRule, Element } from '../../bpmn/definition.ts';
import { useProcess, useShop, useWords } from '../context.ts';
import { durationBy, freeKey } from '../parameter-wish.ts';
import { calledIn, durationText, plainDuration, unitWords } from '../words.ts';
import { Section, TextField } from './Section.tsx';
import { ToParameter } from './ToParameter.tsx';

const UNITS = ['minute', 'hour', 'day', 'week'] as const;

export function DeadlineSection({ element }: { element: Element }): ReactNode {
  const shop = useShop();
  const { t } = useWords();
  const process = useProcess(element.id);
  const taken = shop.facts?.parameters.map(({ key }) => key) ?? [];
  const { run } = shop.store.getState();
  const rule = element.zf?.deadline?.[0];
  const rest = element.zf?.deadline?.slice(1) ?? [];
  const set = (next: Partial<DeadlineRule> | undefined): void =>
    void run({
      edit: 'setExtension',
      id: element.id,
      zf: {
        deadline:
          next === undefined ? rest : [{ kind: 'resolution', steps: [], target: 'PT4H', ...rule, ...next }, ...rest],
      },
    });
  const plain = plainDuration(rule?.target);
  const computed = rule !== undefined && !plain;
  const unit = plain?.unit ?? 'hour';
  return (
    <Section icon={Timer} title={t('deadline.title')}>
      {computed ? (
        <div className="zf-list-row">
          <TextField mono value={rule.target} onCommit={(target) => set(target ? { target } : undefined)} />
          <button type="button" className="zf-link" onClick={() => set({ target: 'PT4H' })}>
            {t('deadline.plain')}
          </button>
        </div>
      ) : (
        <div className="zf-deadline">
          <InputNumber
            min={1}
            value={plain?.amount ?? null}
            placeholder="—"
            disabled={shop.readOnly}
            aria-label={t('deadline.amount')}
            onChange={(amount) => set(amount ? { target: durationText(amount, unit) } : undefined)}
          />
          <Select
            value={unit}
            disabled={shop.readOnly}
            aria-label={t('deadline.unit')}
            options={UNITS.map((one) => ({ value: one, label: t(`unit.${one}`) }))}
            onChange={(one) => set({ target: durationText(plain?.amount ?? 4, one) })}
          />
          <Select
            value={rule?.calendar ?? ''}
            disabled={shop.readOnly || !rule}
            aria-label={t('deadline.calendar')}
            options={[
              { value: '', label: t('deadline.allDay') },
              ...shop.calendars.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            onChange={(calendar) => set({ calendar: calendar || undefined })}
          />
          {rule && plain && (
            <ToParameter
              make={shop.readOnly ? undefined : shop.makeParameter}
              number={`${plain.amount} ${t(`unit.${plain.unit}`)}`}
              wish={() => ({
                name: t('parameter.deadlineOf', { step: calledIn(element, shop.language, t) }),
                key: freeKey(process.key, `${element.id}Limit`, taken),
                type: 'integer',
                unit: unitWords(plain.unit),
                value: plain.amount,
              })}
              onPut={(name) => set({ target: durationBy(rule.target, name) ?? rule.target })}
            />
          )}
        </div>
      )}
      {!rule && (
        <p className="zf-hint is-red">
          <TriangleAlert size={13} /> {t('deadline.missing')}
          <button type="button" className="zf-link" onClick={() => set({ target: 'PT4H' })}>
            {t('deadline.fourHours')}
          </button>
        </p>
      )}
    </Section>
  );
}
