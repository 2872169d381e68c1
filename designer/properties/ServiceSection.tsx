// What an automatic step does: a connector with its inputs and results, and what happens when it fails.
import { InputNumber, Select } from 'antd';
import { ArrowRight, Cog, Plus, ShieldAlert, X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Element, Mapping } from '../../bpmn/definition.ts';
import { moneyNames } from '../../bpmn/money-names.ts';
import { readsOf } from '../../feel/calls.ts';
import { listed } from '../../words/say.ts';
import { useProcess, useShop, useWords } from '../context.ts';
import { useNames } from './ConditionEditor.tsx';
import { ConnectorSettings } from './ConnectorSettings.tsx';
import { DurationInput } from './DurationInput.tsx';
import { FormulaField } from './FormulaField.tsx';
import { Field, Section, TextField } from './Section.tsx';
import type { Name } from './typed-formula.ts';

export function ServiceSection({ element }: { element: Element }): ReactNode {
  const { connectors, language, store } = useShop();
  const { t } = useWords();
  const zf = element.zf ?? {};
  const set = (values: object): void => void store.getState().run({ edit: 'setExtension', id: element.id, zf: values });
  const connector = connectors.find(({ id }) => id === zf.connector);
  const code = zf.imported?.find(
    ({ state, name }) => state === 'kept' && ['class', 'delegateExpression', 'expression'].includes(name),
  );
  return (
    <>
      <Section icon={Cog} title={t('service.title')}>
        <Select
          aria-label={t('service.title')}
          className="zf-full"
          allowClear
          value={zf.connector}
          placeholder={t('service.choose')}
          options={connectors.map((one) => ({ value: one.id, label: one.name[language] }))}
          onChange={(id?: string) => {
            const next = connectors.find((one) => one.id === id);
            set({
              connector: id,
              ...(next?.inputs &&
                !zf.input && {
                  input: next.inputs
                    .filter(({ required }) => required)
                    .map(({ name }) => ({ source: '', target: name })),
                }),
            });
          }}
        />
        {code && !zf.connector && <p className="zf-hint is-red">{t('service.code', { text: code.text })}</p>}
        {connector?.settings && <ConnectorSettings settings={connector.settings} element={element} onChange={set} />}
        <ServiceMappings element={element} />
      </Section>
      <Section icon={ShieldAlert} title={t('service.failure')}>
        <Field label={t('service.retries')}>
          <InputNumber
            className="zf-full"
            min={0}
            max={100}
            value={zf.retries ?? null}
            placeholder="3"
            onChange={(retries) => set({ retries: retries ?? undefined })}
          />
        </Field>
        {(['backoff', 'timeout'] as const).map((one) => (
          // Two controls: a label around them would name only the first.
          <div key={one} className="zf-field">
            <span>{t(`service.${one}`)}</span>
            <DurationInput
              value={zf[one]}
              units={['second', 'minute', 'hour', 'day']}
              absent={{ backoff: 'PT30S', timeout: 'PT1M' }[one]}
              label={t(`service.${one}`)}
              onChange={(duration) => set({ [one]: duration })}
            />
          </div>
        ))}
        <Field label={t('service.exhausted')}>
          <Select
            className="zf-full"
            value={zf.onExhausted?.startsWith('error') ? 'error' : 'incident'}
            options={(['incident', 'error'] as const).map((one) => ({ value: one, label: t(`service.on.${one}`) }))}
            onChange={(one) => set({ onExhausted: one === 'incident' ? undefined : `error:${element.id}` })}
          />
        </Field>
      </Section>
    </>
  );
}

/** What a step gives to its connector and what it takes from the answer. */
export function ServiceMappings({ element }: { element: Element }): ReactNode {
  const { connectors, forms, language, store } = useShop();
  const { t } = useWords();
  const money = moneyNames(useProcess(element.id), forms);
  const zf = element.zf ?? {};
  const connector = connectors.find(({ id }) => id === zf.connector);
  const sent = (zf.input ?? []).filter(({ source }) =>
    readsOf(source.replace(/^=/, ''))?.variables.some((name) => money.has(name)),
  );
  const set = (values: object): void => void store.getState().run({ edit: 'setExtension', id: element.id, zf: values });
  const names = useNames(element.id);
  return (
    <>
      <h3 className="zf-sub-title">{t('service.input')}</h3>
      <Mappings
        names={names}
        list={zf.input ?? []}
        labels={Object.fromEntries((connector?.inputs ?? []).map(({ name, label }) => [name, label[language]]))}
        onChange={(input) => set({ input })}
        into
      />
      {sent.length > 0 && (
        <p className="zf-hint">
          {t('service.cents', {
            names: listed(
              sent.map(({ target }) => target),
              language,
            ),
          })}
        </p>
      )}
      <h3 className="zf-sub-title">{t('service.output')}</h3>
      <Mappings
        list={zf.output ?? []}
        labels={Object.fromEntries((connector?.outputs ?? []).map(({ name, label }) => [name, label[language]]))}
        onChange={(output) => set({ output })}
      />
    </>
  );
}

type MappingsProps = {
  /** What may be read, where that is data of the case. */
  names?: Name[];
  list: Mapping[];
  labels: Record<string, string>;
  onChange: (list: Mapping[]) => void;
  into?: boolean;
};

/** Rows of "from → to". Into a step the names on the right are its own; out of it they are data of the case. */
export function Mappings({ names = [], list, labels, onChange, into }: MappingsProps): ReactNode {
  const { t } = useWords();
  const change = (index: number, part: Partial<Mapping>): void =>
    onChange(list.map((one, at) => (at === index ? { ...one, ...part } : one)));
  const text = (one: Mapping): ReactNode => (
    <FormulaField
      names={names}
      label={t(into ? 'service.fromCase' : 'service.fromResult')}
      value={one.source.replace(/^=/, '')}
      placeholder={t(into ? 'service.fromCase' : 'service.fromResult')}
      onCommit={(source) => change(list.indexOf(one), { source: source ? `=${source.replace(/^=/, '')}` : '' })}
    />
  );
  return (
    <>
      {list.map((one, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows are known by place
        <div key={index} className="zf-mapping">
          {text(one)}
          <ArrowRight size={13} />
          {labels[one.target] ? (
            <span title={one.target}>{labels[one.target]}</span>
          ) : (
            <TextField
              label={t('service.target')}
              value={one.target}
              onCommit={(target) => change(index, { target })}
            />
          )}
          <button
            type="button"
            className="zf-action"
            aria-label={t('remove')}
            onClick={() => onChange(list.filter((_, at) => at !== index))}
          >
            <X size={14} />
          </button>
        </div>
      ))}
      <button type="button" className="zf-link" onClick={() => onChange([...list, { source: '', target: '' }])}>
        <Plus size={14} /> {t('service.addRow')}
      </button>
    </>
  );
}
