// 没做怎么办: what happens on the way to a limit and beyond, one rung a row.
import { InputNumber, Select } from 'antd';
import { Plus, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { votingAt } from '../../bpmn/compile.ts';
import type { DeadlineRule, Element } from '../../bpmn/definition.ts';
import { useProcess, useShop, useWords } from '../context.ts';
import { DurationInput } from './DurationInput.tsx';
import { PeopleSelect } from './PeopleSelect.tsx';

type Rung = DeadlineRule['steps'][number];
const WHENS = ['percent', 'before', 'after', 'since'] as const;
type When = (typeof WHENS)[number];
const SIGN = { before: '-', after: '+', since: '' } as const;
const UNITS = ['minute', 'hour', 'day'] as const;

const whenOf = (at: string): When =>
  at.endsWith('%') ? 'percent' : at.startsWith('-') ? 'before' : at.startsWith('+') ? 'after' : 'since';
/** The next usual rung behind those that are there. */
const nextAt = (steps: Rung[]): string => ['80%', '100%', '150%'][steps.length] ?? '200%';

type Props = { element: Element | undefined; steps: Rung[]; onChange: (steps: Rung[]) => void };

export function LadderRows({ element, steps, onChange }: Props): ReactNode {
  const { readOnly } = useShop();
  const { t } = useWords();
  const process = useProcess(element?.id);
  const codes = Object.values(process.escalations).flatMap(({ escalationCode, name }) =>
    escalationCode === undefined ? [] : [{ value: `escalation:${escalationCode}`, label: name ?? escalationCode }],
  );
  const decides = element?.type === 'userTask' && votingAt(element)?.decides === true;
  const acts = [
    { value: 'remind', label: t('ladder.remind') },
    { value: 'cc', label: t('ladder.cc') },
    { value: 'escalate', label: t('ladder.escalate') },
    ...(element?.type === 'userTask' ? [{ value: 'reassign', label: t('ladder.reassign') }] : []),
    ...(decides
      ? [
          { value: 'vote:agree', label: t('ladder.agree') },
          { value: 'vote:refuse', label: t('ladder.refuse') },
        ]
      : []),
    ...(element ? codes.map(({ value, label }) => ({ value, label: t('ladder.raise', { name: label }) })) : []),
  ];
  const change = (index: number, part: Partial<Rung>): void => {
    const now = { ...(steps[index] as Rung), ...part };
    if (now.to === undefined) delete now.to;
    onChange(steps.with(index, now));
  };
  const tells = ({ act }: Rung): boolean => ['remind', 'cc', 'escalate', 'reassign'].includes(act);
  const toHint = ({ act }: Rung): string =>
    act === 'remind' && element?.type === 'userTask'
      ? t('ladder.toHolder')
      : act === 'escalate'
        ? t('ladder.toOwner')
        : t('ladder.toWhom');
  return (
    <div className="zf-ladder">
      {steps.map((step, index) => {
        const when = whenOf(step.at);
        const own = acts.some(({ value }) => value === step.act)
          ? acts
          : [...acts, { value: step.act, label: step.act }];
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: rungs are known by place
          <div key={index} className="zf-rung">
            <Select
              size="small"
              aria-label={t('ladder.when')}
              value={when}
              disabled={readOnly}
              options={WHENS.map((value) => ({ value, label: t(`ladder.whens.${value}`) }))}
              onChange={(value: When) => change(index, { at: value === 'percent' ? '80%' : `${SIGN[value]}PT1H` })}
            />
            {when === 'percent' ? (
              <InputNumber
                size="small"
                min={1}
                max={1000}
                value={Number.parseFloat(step.at)}
                suffix="%"
                disabled={readOnly}
                aria-label={t('ladder.percent')}
                onChange={(amount) => amount && change(index, { at: `${amount}%` })}
              />
            ) : (
              <DurationInput
                label={t(`ladder.whens.${when}`)}
                absent="PT1H"
                units={UNITS}
                value={step.at.replace(/^[+-]/, '')}
                onChange={(span) => span && change(index, { at: `${SIGN[when]}${span}` })}
              />
            )}
            <button
              type="button"
              className="zf-action"
              aria-label={t('ladder.remove')}
              disabled={readOnly}
              onClick={() => onChange(steps.filter((_, at) => at !== index))}
            >
              <X size={14} />
            </button>
            <Select
              size="small"
              aria-label={t('ladder.act')}
              value={step.act}
              disabled={readOnly}
              options={own}
              popupMatchSelectWidth={false}
              onChange={(act: string) => change(index, { act })}
            />
            {tells(step) && (
              <PeopleSelect
                label={t('ladder.to')}
                placeholder={toHint(step)}
                value={step.to}
                onChange={(to) => change(index, { to })}
              />
            )}
          </div>
        );
      })}
      {!readOnly && (
        <button
          type="button"
          className="zf-link"
          onClick={() => onChange([...steps, { at: nextAt(steps), act: steps.length === 0 ? 'remind' : 'escalate' }])}
        >
          <Plus size={13} aria-hidden="true" /> {t('ladder.add')}
        </button>
      )}
    </div>
  );
}
