// The process as a whole: name, what a list calls one case, the data it works with.
import { InputNumber, Select } from 'antd';
import { Database, FileText, Plus, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { listDefaults } from '../../bpmn/first-form.ts';
import { VARIABLE_TYPES } from '../../bpmn/variable-types.ts';
import { useProcess, useShop, useWords } from '../context.ts';
import { useNames } from './ConditionEditor.tsx';
import { FormulaField } from './FormulaField.tsx';
import { Field, Section, TextField } from './Section.tsx';

const TYPES = Object.keys(VARIABLE_TYPES) as (keyof typeof VARIABLE_TYPES)[];

export function ProcessPanel(): ReactNode {
  const { store, roles, people, forms } = useShop();
  const { t } = useWords();
  const process = useProcess();
  const { run } = store.getState();
  const id = process.processId;
  const variables = process.zf.variable ?? [];
  const defaults = listDefaults(process, forms);
  const names = useNames(id);
  const groups = [
    { label: t('who.roles'), options: roles.map((role) => ({ value: `role:${role.id}`, label: role.name })) },
    { label: t('who.people'), options: people.map((one) => ({ value: `person:${one.id}`, label: one.name })) },
  ];
  // Files also write a role without saying that it is one.
  const starters = (process.zf.starters ?? []).map((one) =>
    roles.some((role) => role.id === one) ? `role:${one}` : one,
  );
  const setVariables = (variable: typeof variables): void => void run({ edit: 'setExtension', id, zf: { variable } });
  return (
    <>
      <Section icon={FileText} title={t('process.about')}>
        <Field label={t('process.name')}>
          <TextField value={process.name} onCommit={(name) => run({ edit: 'rename', id, name, language: 'zh' })} />
        </Field>
        <Field label={t('process.caseTitle')} hint={t('process.caseTitleHint')}>
          <FormulaField
            names={names}
            value={process.zf.title?.replace(/^=/, '')}
            placeholder={defaults.title?.replace(/^=/, '')}
            onCommit={(title) =>
              run({ edit: 'setExtension', id, zf: { title: title ? `=${title.replace(/^=/, '')}` : undefined } })
            }
          />
        </Field>
        <Field label={t('process.summary')} hint={t('process.summaryHint')}>
          <Select
            mode="multiple"
            className="zf-full"
            maxCount={5}
            value={process.zf.summary ?? []}
            placeholder={(defaults.summary ?? [])
              .map((one) => names.find(({ value }) => value === one)?.label ?? one)
              .join(' · ')}
            options={names}
            onChange={(summary: string[]) => run({ edit: 'setExtension', id, zf: { summary } })}
          />
        </Field>
        <Field label={t('process.starters')}>
          <Select
            mode="multiple"
            className="zf-full"
            value={starters}
            placeholder={t('process.everybody')}
            optionFilterProp="label"
            options={groups}
            onChange={(starters: string[]) => run({ edit: 'setExtension', id, zf: { starters } })}
          />
        </Field>
        <Field label={t('process.tag')} hint={t('process.tagHint')}>
          <TextField
            value={process.zf.versionTag}
            onCommit={(tag) => run({ edit: 'setExtension', id, zf: { versionTag: tag.trim() || undefined } })}
          />
        </Field>
        <Field label={t('technical.description')}>
          <TextField
            rows={3}
            value={process.documentation}
            onCommit={(text) => run({ edit: 'setAttribute', id, values: { documentation: text || undefined } })}
          />
        </Field>
      </Section>
      <Section icon={Database} title={t('process.data')} extra={t('process.count', { count: variables.length })}>
        {variables.map((one, index) => {
          const change = (part: object): void =>
            setVariables(variables.map((other, at) => (at === index ? { ...other, ...part } : other)));
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows are known by place
            <div key={index} className="zf-variable">
              <TextField
                mono
                label={t('process.variable')}
                value={one.name}
                onCommit={(name) => change({ name: name.replace(/[^\p{L}\p{N}_]+/gu, '_') || one.name })}
              />
              <Select
                size="small"
                aria-label={t('process.type')}
                value={one.type}
                options={TYPES.map((type) => ({ value: type, label: t(`type.${type}`) }))}
                onChange={(type) => change({ type })}
                popupMatchSelectWidth={false}
              />
              <TextField
                value={one.label}
                label={t('process.label')}
                placeholder={t('process.label')}
                onCommit={(label) => change({ label: label || undefined })}
              />
              <button
                type="button"
                className="zf-action"
                aria-label={t('remove')}
                onClick={() => setVariables(variables.filter((_, at) => at !== index))}
              >
                <X size={14} />
              </button>
            </div>
          );
        })}
        <button
          type="button"
          className="zf-link"
          onClick={() => setVariables([...variables, { name: `x${variables.length + 1}`, type: 'text' }])}
        >
          <Plus size={14} /> {t('process.add')}
        </button>
        <Field label={t('process.personal')}>
          <Select
            mode="multiple"
            className="zf-full"
            value={variables.flatMap(({ name, personal }) => (personal ? [name] : []))}
            options={variables.map(({ name, label }) => ({ value: name, label: label ?? name }))}
            onChange={(personal: string[]) =>
              setVariables(
                variables.map(({ personal: _, ...one }) => ({
                  ...one,
                  ...(personal.includes(one.name) && { personal: true }),
                })),
              )
            }
          />
        </Field>
        <Field label={t('process.eraseAfter')} hint={t('process.eraseAfterHint')}>
          <InputNumber
            className="zf-full"
            min={0}
            precision={0}
            value={process.zf.eraseAfter ?? null}
            onChange={(days) => run({ edit: 'setExtension', id, zf: { eraseAfter: days ?? undefined } })}
          />
        </Field>
      </Section>
    </>
  );
}
