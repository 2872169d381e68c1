// Which decision table a rule step asks: one of its own, which is edited in place, or one of the shop, in the version that is chosen.
import { Drawer, Select } from 'antd';
import { ChevronRight, ExternalLink, Table2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { Element } from '../../bpmn/definition.ts';
import type { DecisionFacts } from '../../bpmn/lint-context.ts';
import { moneyNames } from '../../bpmn/money-names.ts';
import type { DecisionTable as Table } from '../../dmn/schema.ts';
import { useProcess, useShop, useWords } from '../context.ts';
import { DecisionTable } from '../DecisionTable.tsx';
import { useNames } from './ConditionEditor.tsx';
import { Field, Section, TextField } from './Section.tsx';
import type { Name } from './typed-formula.ts';

export function DecisionSection({ element }: { element: Element }): ReactNode {
  const { forms, store, readOnly, facts, makeParameter } = useShop();
  const { t, language } = useWords();
  const process = useProcess(element.id);
  const [open, setOpen] = useState(false);
  const { run } = store.getState();
  const set = (zf: object): void => void run({ edit: 'setExtension', id: element.id, zf });
  const key = element.zf?.decision;
  const money = moneyNames(process, forms);
  const table = key ? process.decisions[key] : undefined;
  // What the process carries under the same key is asked first.
  const shared = (facts?.decisions ?? []).filter((one) => !process.decisions[one.key]);
  const asked = table ? undefined : shared.find((one) => one.key === key);
  const names = useNames(element.id);
  const fresh = (): void => {
    const id = `${element.id}_table`;
    run({
      edit: 'setDecision',
      table: blank(id, element.name ?? id, names[0] ?? { value: 'x', said: t('decision.input') }, t('decision.output')),
    });
    set({ decision: id, binding: undefined, version: undefined });
    setOpen(true);
  };
  const groups = [
    {
      label: t('decision.own'),
      options: Object.values(process.decisions).map(({ id, name }) => ({ value: id, label: name ?? id })),
    },
    {
      label: t('decision.shared'),
      options: shared.map((one) => ({ value: one.key, label: one.name[language] ?? one.name.zh })),
    },
  ].filter(({ options }) => options.length > 0);
  return (
    <Section icon={Table2} title={t('decision.title')}>
      <Select
        aria-label={t('decision.title')}
        className="zf-full"
        allowClear
        value={key}
        placeholder={t('decision.choose')}
        options={groups}
        onChange={(decision?: string) =>
          set({
            decision,
            binding: shared.some((one) => one.key === decision) ? 'latest' : undefined,
            version: undefined,
          })
        }
      />
      {table ? (
        <button type="button" className="zf-row" onClick={() => setOpen(true)}>
          <Table2 size={15} strokeWidth={1.75} />
          <span className="zf-row-text">{t('decision.edit')}</span>
          <span className="zf-row-extra">{t('face.rules', { count: table.rules.length })}</span>
          <ChevronRight size={14} />
        </button>
      ) : asked ? (
        <Shared element={element} asked={asked} onChange={set} />
      ) : (
        <button type="button" className="zf-link" onClick={fresh}>
          {t('decision.create')}
        </button>
      )}
      <Field label={t('decision.result')}>
        <TextField
          mono
          value={element.zf?.resultVariable}
          onCommit={(resultVariable) => set({ resultVariable: resultVariable || undefined })}
        />
      </Field>
      <Drawer
        open={open && table !== undefined}
        onClose={() => setOpen(false)}
        mask={false}
        size="min(960px, 100vw)"
        title={table?.name ?? table?.id}
        destroyOnHidden
      >
        {table && (
          <DecisionTable
            table={table}
            money={money}
            names={names}
            readOnly={readOnly}
            parameters={
              makeParameter && {
                make: makeParameter,
                about: process.key,
                taken: facts?.parameters.map((one) => one.key) ?? [],
              }
            }
            onChange={(next) => run({ edit: 'setDecision', table: next })}
          />
        )}
      </Drawer>
    </Section>
  );
}

type SharedProps = { element: Element; asked: DecisionFacts; onChange: (zf: object) => void };

function Shared({ element, asked, onChange }: SharedProps): ReactNode {
  const { decisionPage } = useShop();
  const { t } = useWords();
  const { binding = 'latest', version } = element.zf ?? {};
  const current = asked.current === null ? '' : t('decision.versionNow', { n: asked.current });
  return (
    <>
      <Field label={t('call.version')} hint={binding === 'version' ? undefined : t('decision.latestHint')}>
        <Select
          className="zf-full"
          aria-label={t('call.version')}
          value={binding === 'version' ? (version ?? '') : 'latest'}
          options={[
            { value: 'latest', label: [t('decision.latest'), current].filter(Boolean).join(' ') },
            ...asked.versions.map((one) => ({
              value: String(one.version),
              label: t('decision.pinned', { n: one.version }),
            })),
          ]}
          onChange={(value: string) =>
            onChange(
              value === 'latest' ? { binding: 'latest', version: undefined } : { binding: 'version', version: value },
            )
          }
        />
      </Field>
      {decisionPage && (
        <a className="zf-row" href={decisionPage(asked.key)} target="_blank" rel="noreferrer">
          <Table2 size={15} strokeWidth={1.75} />
          <span className="zf-row-text">{t('decision.openShared')}</span>
          <ExternalLink size={14} />
        </a>
      )}
    </>
  );
}

const blank = (id: string, name: string, input: Pick<Name, 'value' | 'said'>, output: string): Table => ({
  id,
  name,
  hitPolicy: 'FIRST',
  inputs: [{ id: 'input_1', label: input.said ?? input.value, expression: input.value }],
  outputs: [{ id: 'output_1', name: 'result', label: output }],
  rules: [{ id: 'rule_1', inputs: ['-'], outputs: [''] }],
});
