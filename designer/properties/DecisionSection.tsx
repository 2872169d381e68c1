// Which decision table a rule step asks; the table is edited in place.
import { Drawer, Select } from 'antd';
import { ChevronRight, Table2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { Element } from '../../bpmn/definition.ts';
import { moneyNames } from '../../bpmn/money-names.ts';
import type { DecisionTable as Table } from '../../dmn/schema.ts';
import { useProcess, useShop, useWords } from '../context.ts';
import { DecisionTable } from '../DecisionTable.tsx';
import { Field, Section, TextField } from './Section.tsx';

export function DecisionSection({ element }: { element: Element }): ReactNode {
  const { decisions, forms, store, readOnly } = useShop();
  const { t } = useWords();
  const process = useProcess(element.id);
  const [open, setOpen] = useState(false);
  const { run } = store.getState();
  const all: Record<string, Table> = { ...decisions, ...process.decisions };
  const key = element.zf?.decision;
  const money = moneyNames(process, forms);
  const table = key ? all[key] : undefined;
  const fresh = (): void => {
    const id = `${element.id}_table`;
    run({ edit: 'setDecision', table: blank(id, element.name ?? id, t('decision.input'), t('decision.output')) });
    run({ edit: 'setExtension', id: element.id, zf: { decision: id } });
    setOpen(true);
  };
  return (
    <Section icon={Table2} title={t('decision.title')}>
      <Select
        aria-label={t('decision.title')}
        className="zf-full"
        allowClear
        value={key}
        placeholder={t('decision.choose')}
        options={Object.values(all).map(({ id, name }) => ({ value: id, label: name ?? id }))}
        onChange={(decision?: string) => run({ edit: 'setExtension', id: element.id, zf: { decision } })}
      />
      {table ? (
        <button type="button" className="zf-row" onClick={() => setOpen(true)}>
          <Table2 size={15} strokeWidth={1.75} />
          <span className="zf-row-text">{t('decision.edit')}</span>
          <span className="zf-row-extra">{t('face.rules', { count: table.rules.length })}</span>
          <ChevronRight size={14} />
        </button>
      ) : (
        <button type="button" className="zf-link" onClick={fresh}>
          {t('decision.create')}
        </button>
      )}
      <Field label={t('decision.result')}>
        <TextField
          mono
          value={element.zf?.resultVariable}
          onCommit={(resultVariable) =>
            run({ edit: 'setExtension', id: element.id, zf: { resultVariable: resultVariable || undefined } })
          }
        />
      </Field>
      <Drawer
        open={open && table !== undefined}
        onClose={() => setOpen(false)}
        size="min(960px, 100vw)"
        title={table?.name ?? table?.id}
        destroyOnHidden
      >
        {table && (
          <DecisionTable
            table={table}
            money={money}
            readOnly={readOnly}
            onChange={(next) => run({ edit: 'setDecision', table: next })}
          />
        )}
      </Drawer>
    </Section>
  );
}

const blank = (id: string, name: string, input: string, output: string): Table => ({
  id,
  name,
  hitPolicy: 'FIRST',
  inputs: [{ id: 'input_1', label: input, expression: 'x' }],
  outputs: [{ id: 'output_1', name: 'result', label: output }],
  rules: [{ id: 'rule_1', inputs: ['-'], outputs: [''] }],
});
