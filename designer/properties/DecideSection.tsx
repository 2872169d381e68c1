// 怎么算通过: who of several is needed, what a refusal does, whose voice weighs more; where nobody is found.
import { Checkbox, Radio, Select } from 'antd';
import { Vote } from 'lucide-react';
import type { ReactNode } from 'react';
import { BACK_TO, isSeveral, votingAt } from '../../bpmn/compile.ts';
import type { Definition, ElementOf, Extension, Participants } from '../../bpmn/definition.ts';
import { parseRatio } from '../../bpmn/votes.ts';
import { useProcess, useShop, useWords } from '../context.ts';
import { stepsOfPeople } from '../model/steps-of-people.ts';
import { participantWords } from '../words.ts';
import { Field, Section, TextField } from './Section.tsx';

const MODES = ['pool', 'all', 'any', 'order', 'vote', 'work'] as const;
type Mode = (typeof MODES)[number];
/** What only a decision has. */
const UNDECIDED: Partial<Extension> = {
  refusal: undefined,
  result: undefined,
  verbs: undefined,
  opinion: undefined,
  dedupe: undefined,
  returnTo: undefined,
  returnMode: undefined,
  returnBy: undefined,
  watch: undefined,
  starterApproves: undefined,
};
/** What becomes of a refusal at first: the ways that are drawn behind the step, or where there are none, the case is over. */
const refusalOf = ({ elements, flows }: Definition, id: string): Extension['refusal'] =>
  Object.values(flows).some(({ source, target }) => source === id && elements[target]?.type.endsWith('Gateway'))
    ? 'flow'
    : 'end';

const START: Record<Mode, Partial<Extension>> = {
  pool: { mode: undefined, ratio: undefined, onRefusal: undefined, empty: undefined },
  all: { mode: 'all', spread: undefined, ratio: undefined },
  any: { mode: 'any', spread: undefined, ratio: undefined, onRefusal: undefined },
  order: { mode: 'order', spread: undefined, ratio: undefined },
  vote: { mode: 'vote', spread: undefined, ratio: '>0.5', onRefusal: undefined },
  work: {
    mode: 'work',
    spread: undefined,
    ratio: undefined,
    onRefusal: undefined,
    ...UNDECIDED,
  },
};

export function DecideSection({ element }: { element: ElementOf<'userTask'> }): ReactNode {
  const shop = useShop();
  const { t } = useWords();
  const process = useProcess(element.id);
  const { run } = shop.store.getState();
  const zf = element.zf ?? {};
  const mode: Mode = zf.mode ?? 'pool';
  const several = isSeveral(element);
  const voting = votingAt(element);
  const chosen = zf.participants ?? [];
  const set = (values: Partial<Extension>): void => void run({ edit: 'setExtension', id: element.id, zf: values });
  const change = (at: number, part: Partial<Participants>): void =>
    set({ participants: chosen.map((one, index) => (index === at ? { ...one, ...part } : one)) });
  const ratio = zf.ratio ?? '>0.5';
  return (
    <Section icon={Vote} title={t('decide.title')}>
      <Radio.Group
        className="zf-radios"
        value={mode}
        disabled={shop.readOnly}
        onChange={({ target }) => {
          const next = target.value as Mode;
          const plain = next === 'vote' ? {} : { weight: undefined };
          const still = next === 'pool' || next === 'work' ? { ...plain, veto: undefined } : plain;
          set({
            ...START[next],
            ...(next !== 'pool' &&
              next !== 'work' &&
              zf.refusal === undefined && { refusal: refusalOf(process, element.id), opinion: undefined }),
            ...(next !== 'pool' && chosen.length > 0
              ? { participants: chosen.map(({ holds: _, ...one }) => ({ ...one, ...still })) }
              : { participants: chosen.map((one) => ({ ...one, ...still })) }),
          });
        }}
        options={MODES.map((value) => ({
          value,
          label: (
            <>
              {t(`decide.mode.${value}`)} <small>{t(`decide.how.${value}`)}</small>
            </>
          ),
        }))}
      />
      {mode === 'vote' && (
        <Field
          label={t('decide.ratio')}
          hint={parseRatio(ratio) ? t('decide.ratioHint') : t('decide.ratioWrong', { text: ratio })}
        >
          <TextField value={ratio} onCommit={(text) => set({ ratio: text.trim() || '>0.5' })} />
        </Field>
      )}
      {mode === 'pool' && (
        <Checkbox
          checked={zf.refusal !== undefined}
          disabled={shop.readOnly}
          onChange={({ target }) =>
            set(target.checked ? { refusal: refusalOf(process, element.id), opinion: undefined } : UNDECIDED)
          }
        >
          {t('decide.alone')}
        </Checkbox>
      )}
      {voting?.decides && (
        <Field label={t('decide.refusal')} hint={zf.refusal === 'flow' ? t('decide.flowHint') : undefined}>
          <Select
            value={zf.refusal}
            disabled={shop.readOnly}
            options={[
              ...(['end', 'flow'] as const).map((value) => ({
                value: value as string,
                label: t(`decide.after.${value}`),
              })),
              ...stepsOfPeople(process, element.id).map(({ id, name }) => ({
                value: `${BACK_TO}${id}`,
                label: t('decide.backTo', { name }),
              })),
            ]}
            onChange={(refusal) => set({ refusal })}
          />
        </Field>
      )}
      {voting?.decides && (
        <>
          <Field label={t('decide.dedupe')}>
            <Select
              value={zf.dedupe ?? 'no'}
              disabled={shop.readOnly}
              options={(['no', 'consecutive', 'any', 'first'] as const).map((value) => ({
                value,
                label: t(`decide.dedupes.${value}`),
              }))}
              onChange={(dedupe) => set({ dedupe: dedupe === 'no' ? undefined : dedupe })}
            />
          </Field>
          <Field label={t('decide.starter')}>
            <Select
              value={zf.starterApproves ?? 'ask'}
              disabled={shop.readOnly}
              options={(['ask', 'auto', 'head'] as const).map((value) => ({
                value,
                label: t(`decide.starters.${value}`),
              }))}
              onChange={(value) => set({ starterApproves: value === 'ask' ? undefined : value })}
            />
          </Field>
        </>
      )}
      {(mode === 'all' || mode === 'order') && (
        <Checkbox
          checked={zf.onRefusal === 'wait'}
          disabled={shop.readOnly}
          onChange={({ target }) => set({ onRefusal: target.checked ? 'wait' : undefined })}
        >
          {t('decide.wait')}
        </Checkbox>
      )}
      {chosen.length > 0 && (
        <Field label={t('decide.empty')}>
          <Select
            value={zf.empty ?? 'block'}
            disabled={shop.readOnly}
            showSearch={{ optionFilterProp: 'label' }}
            options={[
              { value: 'block', label: t('decide.emptyBlock') },
              ...(several ? [{ value: 'pass', label: t('decide.emptyPass') }] : []),
              { value: 'head', label: t('decide.emptyTo', { name: t('who.head') }) },
              { value: 'owner', label: t('decide.emptyTo', { name: t('decide.owner') }) },
              ...shop.roles.map(({ id, name }) => ({ value: `role:${id}`, label: t('decide.emptyTo', { name }) })),
              ...shop.people.map(({ id, name }) => ({ value: `person:${id}`, label: t('decide.emptyTo', { name }) })),
            ]}
            onChange={(empty: string) => set({ empty: empty === 'block' ? undefined : empty })}
          />
        </Field>
      )}
      {several &&
        voting?.decides &&
        chosen.map((one, index) => (
          <div key={`${one.rule}:${one.value}`} className="zf-voice">
            <span>{participantWords(one, process, shop, t)}</span>
            {mode === 'vote' && (
              <TextField
                label={t('decide.weight')}
                value={String(one.weight ?? 1)}
                onCommit={(text) => {
                  const weight = Number(text);
                  if (Number.isFinite(weight) && weight > 0)
                    change(index, { weight: weight === 1 ? undefined : weight });
                }}
              />
            )}
            <Select
              size="small"
              aria-label={t('decide.veto')}
              value={one.veto === 'true' ? 'refuse' : (one.veto ?? '')}
              disabled={shop.readOnly}
              options={(['', 'refuse', 'pass'] as const).map((value) => ({
                value,
                label: t(`decide.vetoes.${value || 'none'}`),
              }))}
              onChange={(veto: '' | 'refuse' | 'pass') => change(index, { veto: veto || undefined })}
            />
          </div>
        ))}
    </Section>
  );
}
