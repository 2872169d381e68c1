// 多久 and 没做怎么办: the limit in working time, and the ladder of what happens on the way and after it.
import { InputNumber, Popover, Select } from 'antd';
import { BellRing, Plus, Timer, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { DeadlineRule, Element } from '../../bpmn/definition.ts';
import { useShop, useWords } from '../context.ts';
import { durationText, plainDuration } from '../words.ts';
import { Section, TextField } from './Section.tsx';

const UNITS = ['minute', 'hour', 'day', 'week'] as const;
const ACTS = ['remind', 'cc', 'escalate', 'reassign'] as const;
const DEFAULT_STEPS: DeadlineRule['steps'] = [
  { at: '50%', act: 'remind' },
  { at: '80%', act: 'cc' },
  { at: '100%', act: 'escalate' },
  { at: '150%', act: 'reassign' },
];

export function DeadlineSection({ element }: { element: Element }): ReactNode {
  const shop = useShop();
  const { t } = useWords();
  const { run } = shop.store.getState();
  const rule = element.zf?.deadline?.[0];
  const rest = element.zf?.deadline?.slice(1) ?? [];
  const set = (next: Partial<DeadlineRule> | undefined): void =>
    void run({
      edit: 'setExtension',
      id: element.id,
      zf: {
        deadline:
          next === undefined
            ? rest
            : [{ kind: 'resolution', steps: DEFAULT_STEPS, target: 'PT4H', ...rule, ...next }, ...rest],
      },
    });
  const plain = plainDuration(rule?.target);
  const computed = rule !== undefined && !plain;
  const unit = plain?.unit ?? 'hour';
  return (
    <>
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
      {rule && <Ladder rule={rule} onChange={(steps) => set({ steps })} />}
    </>
  );
}

function Ladder({
  rule,
  onChange,
}: {
  rule: DeadlineRule;
  onChange: (steps: DeadlineRule['steps']) => void;
}): ReactNode {
  const { t } = useWords();
  const { roles, people, readOnly } = useShop();
  const steps = rule.steps;
  const tone = (at: string): string => {
    const percent = Number.parseFloat(at);
    return at.endsWith('%')
      ? percent >= 100
        ? 'is-red'
        : percent >= 80
          ? 'is-amber'
          : ''
      : at.startsWith('-')
        ? 'is-amber'
        : 'is-red';
  };
  const targetName = (to: string | undefined): string =>
    to ? ([...roles, ...people].find(({ id }) => id === to.replace(/^(role|person):/, ''))?.name ?? to) : '';
  return (
    <Section
      icon={BellRing}
      title={t('ladder.title')}
      extra={
        !readOnly && (
          <button type="button" className="zf-quiet" onClick={() => onChange(DEFAULT_STEPS)}>
            {t('ladder.default')}
          </button>
        )
      }
    >
      <ol className="zf-ladder">
        {steps.map((step, index) => {
          const change = (part: object): void =>
            onChange(steps.map((one, at) => (at === index ? { ...one, ...part } : one)));
          return (
            <Popover
              // biome-ignore lint/suspicious/noArrayIndexKey: rungs are known by place
              key={index}
              trigger={readOnly ? [] : ['click']}
              placement="left"
              content={
                <div className="zf-popover">
                  <TextField value={step.at} onCommit={(at) => change({ at })} placeholder="80%" />
                  <Select
                    className="zf-full"
                    value={step.act}
                    options={ACTS.map((act) => ({ value: act, label: t(`ladder.${act}`, { to: '' }) }))}
                    onChange={(act) => change({ act })}
                  />
                  <Select
                    className="zf-full"
                    allowClear
                    showSearch={{ optionFilterProp: 'label' }}
                    value={step.to}
                    placeholder={t('ladder.to')}
                    options={[...roles, ...people].map(({ id, name }) => ({ value: id, label: name }))}
                    onChange={(to?: string) => change({ to })}
                  />
                  <button
                    type="button"
                    className="zf-link is-danger"
                    onClick={() => onChange(steps.filter((_, at) => at !== index))}
                  >
                    {t('remove')}
                  </button>
                </div>
              }
            >
              <li className={tone(step.at)}>
                <button type="button">
                  <span className="zf-ladder-at">{step.at}</span>
                  <i />
                  <span>
                    {t(`ladder.${step.act.split(':')[0]}`, { to: targetName(step.to), defaultValue: step.act })}
                  </span>
                </button>
              </li>
            </Popover>
          );
        })}
      </ol>
      {!readOnly && (
        <button type="button" className="zf-link" onClick={() => onChange([...steps, { at: '100%', act: 'remind' }])}>
          <Plus size={14} /> {t('ladder.add')}
        </button>
      )}
    </Section>
  );
}
