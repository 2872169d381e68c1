// 能做什么: what whoever has the step may do beside it, and where and how work goes back from it.
import { Checkbox, Select } from 'antd';
import { MousePointerClick } from 'lucide-react';
import type { ReactNode } from 'react';
import { isSeveral, offersVerb, VERBS, type Verb, verdictsAt, votingAt } from '../../bpmn/compile.ts';
import type { ElementOf, Extension } from '../../bpmn/definition.ts';
import { RETURN_MODES } from '../../bpmn/votes.ts';
import { useProcess, useShop, useWords } from '../context.ts';
import { stepsOfPeople } from '../model/steps-of-people.ts';
import { useNames } from './ConditionEditor.tsx';
import { Field, Section } from './Section.tsx';

/** What can be ticked: to abstain only where people decide. */
const OFFERED = ['abstain', ...VERBS] as const;
type Offered = (typeof OFFERED)[number];
type Said = NonNullable<Extension['opinion']>[number];

const offers = (element: ElementOf<'userTask'>, verb: Offered): boolean =>
  verb === 'abstain' ? verdictsAt(element).includes(verb) : offersVerb(element, verb);

export function VerbsSection({ element }: { element: ElementOf<'userTask'> }): ReactNode {
  const shop = useShop();
  const { t } = useWords();
  const process = useProcess(element.id);
  const names = useNames(element.id);
  const { run } = shop.store.getState();
  const zf = element.zf ?? {};
  const decides = votingAt(element)?.decides === true;
  const set = (values: Partial<Extension>): void => void run({ edit: 'setExtension', id: element.id, zf: values });
  const steps = stepsOfPeople(process, element.id);
  const toggle = (verb: Offered, on: boolean): void => {
    const now = OFFERED.filter((one) => (one === verb ? on : offers(element, one)));
    const verbs = [...(decides ? ['agree', 'refuse'] : ['complete']), ...now];
    const plain = { ...element, zf: { ...zf, verbs: undefined } };
    const usual = OFFERED.filter((one) => offers(plain, one));
    const same = usual.length === now.length && usual.every((one) => now.includes(one));
    const back = verb === 'return' && !on ? { returnTo: undefined, returnMode: undefined, returnBy: undefined } : {};
    const watch = verb === 'return' && !on && !decides ? { watch: undefined } : {};
    // What can be said no more needs no words.
    const opinion = verb === 'abstain' && !on ? zf.opinion?.filter((one) => one !== 'abstain') : zf.opinion;
    set({ verbs: same ? undefined : verbs, opinion: opinion?.length ? opinion : undefined, ...back, ...watch });
  };
  const returns = offersVerb(element, 'return');
  const said: Said[] = decides ? verdictsAt(element) : ['complete'];
  return (
    <Section icon={MousePointerClick} title={t('verbs.title')}>
      <div className="zf-checks">
        {OFFERED.filter((verb) => verb !== 'abstain' || decides).map((verb) => (
          <Checkbox
            key={verb}
            checked={offers(element, verb)}
            disabled={shop.readOnly}
            onChange={({ target }) => toggle(verb, target.checked)}
          >
            {t(`verbs.${verb satisfies Verb | 'abstain'}`)} <small>{t(`verbs.does.${verb}`)}</small>
          </Checkbox>
        ))}
        {!decides && (
          <Checkbox
            checked={zf.guest === true}
            disabled={shop.readOnly}
            onChange={({ target }) => set({ guest: target.checked || undefined })}
          >
            {t('verbs.guest')} <small>{t('verbs.does.guest')}</small>
          </Checkbox>
        )}
      </div>
      <Field label={t('verbs.opinion')} hint={t('verbs.opinionHint')}>
        <Select
          mode="multiple"
          allowClear
          value={zf.opinion ?? []}
          placeholder={t('verbs.opinionNone')}
          disabled={shop.readOnly}
          options={said.map((value) => ({ value, label: t(`verbs.say.${value}`) }))}
          onChange={(opinion: Said[]) => set({ opinion: opinion.length ? opinion : undefined })}
        />
      </Field>
      {returns && (
        <>
          <Field label={t('verbs.returnTo')}>
            <Select
              mode="multiple"
              allowClear
              value={zf.returnTo ?? []}
              placeholder={t('verbs.anywhere')}
              disabled={shop.readOnly}
              options={steps.map(({ id, name }) => ({ value: id, label: name }))}
              onChange={(to: string[]) => set({ returnTo: to.length ? to : undefined })}
            />
          </Field>
          <Field label={t('verbs.returnMode')}>
            <Select
              value={zf.returnMode ?? 'straightIfUnchanged'}
              disabled={shop.readOnly}
              options={RETURN_MODES.map((value) => ({ value, label: t(`verbs.modes.${value}`) }))}
              onChange={(mode) => set({ returnMode: mode === 'straightIfUnchanged' ? undefined : mode })}
            />
          </Field>
          {isSeveral(element) && decides && (
            <Checkbox
              checked={zf.returnBy === 'majority'}
              disabled={shop.readOnly}
              onChange={({ target }) => set({ returnBy: target.checked ? 'majority' : undefined })}
            >
              {t('verbs.majority')}
            </Checkbox>
          )}
        </>
      )}
      {(returns || decides) && (
        <Field label={t('verbs.watch')} hint={t('verbs.watchHint')}>
          <Select
            mode="multiple"
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            value={zf.watch ?? []}
            disabled={shop.readOnly}
            options={names.map(({ value, label }) => ({ value, label }))}
            onChange={(watch: string[]) => set({ watch: watch.length ? watch : undefined })}
          />
        </Field>
      )}
    </Section>
  );
}
