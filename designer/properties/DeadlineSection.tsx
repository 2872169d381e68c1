// 多久: limits of a step or of the whole, in working time where a calendar is named; what happens on the way; what they wait for.
import { InputNumber, Select } from 'antd';
import { Plus, Timer, TriangleAlert, X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { DeadlineRule, Element } from '../../bpmn/definition.ts';
import { useProcess, useShop, useWords } from '../context.ts';
import { durationBy, freeKey } from '../parameter-wish.ts';
import { calledIn, durationText, nameIn, plainDuration, unitWords } from '../words.ts';
import { LadderRows } from './LadderRows.tsx';
import { Field, Section, TextField } from './Section.tsx';
import { ToParameter } from './ToParameter.tsx';

const UNITS = ['minute', 'hour', 'day', 'week'] as const;
const WAITS = new Set<Element['type']>(['receiveTask', 'intermediateCatchEvent']);
/** Steps of people, and those that wait for something outside. */
export const takesLimits = ({ type }: Element): boolean => type === 'userTask' || WAITS.has(type);
/** Where a case may stand for a while. */
export const takesPauses = ({ type }: Element): boolean =>
  type === 'userTask' || type === 'callActivity' || WAITS.has(type);

/** @param element none: the case as a whole */
export function DeadlineSection({ element }: { element?: Element | undefined }): ReactNode {
  const shop = useShop();
  const { t } = useWords();
  const process = useProcess(element?.id);
  const { run } = shop.store.getState();
  const id = element?.id ?? process.processId;
  const rules = (element ? element.zf : process.zf)?.deadline ?? [];
  const kind: DeadlineRule['kind'] = element && element.type !== 'userTask' ? 'wait' : 'resolution';
  const set = (deadline: DeadlineRule[]): void =>
    void run({ edit: 'setExtension', id, zf: { deadline: deadline.length ? deadline : null } as never });
  const fresh = (more: Partial<DeadlineRule> = {}): DeadlineRule => ({ kind, target: 'PT4H', steps: [], ...more });
  const limits = !element || takesLimits(element);
  const hasResponse = rules.some((rule) => rule.kind === 'response');
  return (
    <Section icon={Timer} title={t(element ? 'deadline.title' : 'deadline.ofCase')}>
      {(rules.length > 0 || element?.type !== 'userTask' ? rules : [undefined]).map((rule, index) => (
        <Limit
          // biome-ignore lint/suspicious/noArrayIndexKey: limits are known by place
          key={index}
          element={element}
          rule={rule}
          onChange={(next) => set(rule ? rules.with(index, { ...rule, ...next }) : [fresh(next)])}
          onRemove={rules.length > 1 || element?.type !== 'userTask' ? () => set(rules.toSpliced(index, 1)) : undefined}
        />
      ))}
      {rules.length === 0 && element?.type === 'userTask' && (
        <p className="zf-hint is-red">
          <TriangleAlert size={13} /> {t('deadline.missing')}
          <button type="button" className="zf-link" onClick={() => set([fresh()])}>
            {t('deadline.fourHours')}
          </button>
        </p>
      )}
      {!shop.readOnly && element?.type === 'userTask' && rules.length > 0 && !hasResponse && (
        <button
          type="button"
          className="zf-link"
          onClick={() => set([...rules, fresh({ kind: 'response', target: 'PT30M' })])}
        >
          <Plus size={13} aria-hidden="true" /> {t('deadline.addResponse')}
        </button>
      )}
      {!shop.readOnly && limits && element?.type !== 'userTask' && rules.length === 0 && (
        <button type="button" className="zf-link" onClick={() => set([fresh({ target: element ? 'P1D' : 'P2D' })])}>
          <Plus size={13} aria-hidden="true" /> {t('deadline.add')}
        </button>
      )}
      {element && takesPauses(element) && <Pauses element={element} />}
    </Section>
  );
}

type LimitProps = {
  element: Element | undefined;
  rule: DeadlineRule | undefined;
  onChange: (part: Partial<DeadlineRule>) => void;
  onRemove: (() => void) | undefined;
};

function Limit({ element, rule, onChange, onRemove }: LimitProps): ReactNode {
  const shop = useShop();
  const { t } = useWords();
  const process = useProcess(element?.id);
  const taken = shop.facts?.parameters.map(({ key }) => key) ?? [];
  const plain = plainDuration(rule?.target);
  const unit = plain?.unit ?? 'hour';
  const { kind = 'resolution' } = rule ?? {};
  const name = t(`deadline.kinds.${kind}`);
  const step = element ? calledIn(element, shop.language, t) : t('deadline.ofCase');
  return (
    <div className="zf-limit">
      {(rule?.kind === 'response' || onRemove) && (
        <div className="zf-limit-head">
          <span>{name}</span>
          {onRemove && !shop.readOnly && (
            <button type="button" className="zf-action" aria-label={t('deadline.remove', { name })} onClick={onRemove}>
              <X size={14} />
            </button>
          )}
        </div>
      )}
      {rule && !plain ? (
        <div className="zf-list-row">
          <TextField mono label={name} value={rule.target} onCommit={(target) => target && onChange({ target })} />
          <button type="button" className="zf-link" onClick={() => onChange({ target: 'PT4H' })}>
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
            onChange={(amount) => amount && onChange({ target: durationText(amount, unit) })}
          />
          <Select
            value={unit}
            disabled={shop.readOnly}
            aria-label={t('deadline.unit')}
            options={UNITS.map((one) => ({ value: one, label: t(`unit.${one}`) }))}
            onChange={(one) => onChange({ target: durationText(plain?.amount ?? 4, one) })}
          />
          <Select
            value={rule?.calendar ?? ''}
            disabled={shop.readOnly || !rule}
            aria-label={t('deadline.calendar')}
            options={[
              { value: '', label: t('deadline.allDay') },
              ...shop.calendars.map((one) => ({ value: one.id, label: one.name })),
            ]}
            onChange={(calendar) => onChange({ calendar: calendar || undefined })}
          />
          {rule && plain && element && (
            <ToParameter
              make={shop.readOnly ? undefined : shop.makeParameter}
              number={`${plain.amount} ${t(`unit.${plain.unit}`)}`}
              wish={() => ({
                name: t('parameter.deadlineOf', { step }),
                key: freeKey(process.key, `${element.id}Limit`, taken),
                type: 'integer',
                unit: unitWords(plain.unit),
                value: plain.amount,
              })}
              onPut={(parameter) => onChange({ target: durationBy(rule.target, parameter) ?? rule.target })}
            />
          )}
        </div>
      )}
      {rule && (
        <>
          <LadderRows element={element} steps={rule.steps} onChange={(steps) => onChange({ steps })} />
          {rule.cap === undefined ? (
            !shop.readOnly && (
              <button type="button" className="zf-link" onClick={() => onChange({ cap: 'P2D' })}>
                <Plus size={13} aria-hidden="true" /> {t('deadline.addCap')}
              </button>
            )
          ) : (
            <Field label={t('deadline.cap')} hint={t('deadline.capHint')}>
              <TextField mono value={rule.cap} onCommit={(cap) => onChange({ cap: cap || undefined })} />
            </Field>
          )}
        </>
      )}
    </div>
  );
}

/** Whose clocks stand while the case waits here. */
function Pauses({ element }: { element: Element }): ReactNode {
  const shop = useShop();
  const { t } = useWords();
  const process = useProcess(element.id);
  const { run } = shop.store.getState();
  const chosen = element.zf?.pauses?.split(/[\s,]+/).filter(Boolean) ?? [];
  const steps = Object.values(process.elements)
    .filter((one) => one.id !== element.id && (one.zf?.deadline?.length ?? 0) > 0)
    .map((one) => ({ value: one.id, label: nameIn(one, shop.language) || one.id }));
  const whole = process.zf.deadline?.length ? [{ value: 'case', label: t('deadline.ofCase') }] : [];
  if (steps.length + whole.length + chosen.length === 0) return null;
  return (
    <Field label={t('deadline.pauses')}>
      <Select
        mode="multiple"
        allowClear
        className="zf-full"
        value={chosen}
        placeholder={t('deadline.pausesNone')}
        options={[...whole, ...steps]}
        optionFilterProp="label"
        disabled={shop.readOnly}
        onChange={(ids: string[]) =>
          run({ edit: 'setExtension', id: element.id, zf: { pauses: ids.length ? ids.join(' ') : undefined } })
        }
      />
    </Field>
  );
}
