// The process as a whole: name, what a list calls one case, the data it works with.
import { Checkbox, InputNumber, Select } from 'antd';
import { Database, FileText, Plus, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { listDefaults } from '../../bpmn/first-form.ts';
import { VARIABLE_TYPES } from '../../bpmn/variable-types.ts';
import { useProcess, useShop, useWords } from '../context.ts';
import { isPlain, withText } from '../model/texts.ts';
import { useNames } from './ConditionEditor.tsx';
import { DeadlineSection } from './DeadlineSection.tsx';
import { DescriptionIn } from './DescriptionIn.tsx';
import { FormulaField } from './FormulaField.tsx';
import { InLanguages } from './InLanguages.tsx';
import { NameIn } from './NameIn.tsx';
import { Field, Section, TextField } from './Section.tsx';
import { VariableValues } from './VariableValues.tsx';

const TYPES = Object.keys(VARIABLE_TYPES) as (keyof typeof VARIABLE_TYPES)[];

export function ProcessPanel(): ReactNode {
  const { store, roles, people, forms, facts, readOnly } = useShop();
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
  const titleIn = (language: string) => (isPlain(language) ? process.zf.title : process.zf.text?.[language]?.title);
  const setVariables = (variable: typeof variables): void => void run({ edit: 'setExtension', id, zf: { variable } });
  return (
    <>
      <Section icon={FileText} title={t('process.about')}>
        <Field label={t('process.name')}>
          <NameIn id={id} part={process} />
        </Field>
        <Field label={t('process.caseTitle')} hint={t('process.caseTitleHint')}>
          <InLanguages label={t('process.caseTitle')} says={(language) => !!titleIn(language)}>
            {(language, label) => (
              <FormulaField
                names={names}
                label={label}
                value={titleIn(language)?.replace(/^=/, '')}
                placeholder={(titleIn('zh') ?? defaults.title)?.replace(/^=/, '')}
                onCommit={(text) => {
                  const title = text ? `=${text.replace(/^=/, '')}` : undefined;
                  const zf = isPlain(language) ? { title } : { text: withText(process.zf.text, language, { title }) };
                  run({ edit: 'setExtension', id, zf });
                }}
              />
            )}
          </InLanguages>
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
        <Field label={t('process.department')} hint={t('process.departmentHint')}>
          <Select
            className="zf-full"
            allowClear
            disabled={readOnly}
            value={process.zf.department}
            placeholder={t('process.noDepartment')}
            options={(facts?.departments ?? []).map((one) => ({ value: one.id, label: one.names[0] ?? one.id }))}
            optionFilterProp="label"
            onChange={(department: string | undefined) => run({ edit: 'setExtension', id, zf: { department } })}
          />
        </Field>
        <Checkbox
          checked={process.zf.private === true}
          disabled={readOnly}
          onChange={({ target }) =>
            run({
              edit: 'setExtension',
              id,
              zf: target.checked ? { private: true } : { private: undefined, watchers: undefined },
            })
          }
        >
          {t('process.private')}
        </Checkbox>
        {process.zf.private && (
          <Field label={t('process.watchers')} hint={t('process.privateHint')}>
            <Select
              mode="multiple"
              className="zf-full"
              value={process.zf.watchers ?? []}
              placeholder={t('process.noWatchers')}
              options={[
                ...roles.map((one) => ({ value: `role:${one.id}`, label: one.name })),
                ...people.map((one) => ({ value: `person:${one.id}`, label: one.name })),
              ]}
              optionFilterProp="label"
              disabled={readOnly}
              onChange={(watchers: string[]) =>
                run({ edit: 'setExtension', id, zf: { watchers: watchers.length > 0 ? watchers : undefined } })
              }
            />
          </Field>
        )}
        <Field label={t('process.recall')} hint={t('process.recallHint')}>
          <Select
            className="zf-full"
            value={process.zf.recall ?? 'no'}
            options={(['no', 'untilFirstVerdict', 'anytime'] as const).map((value) => ({
              value: value as string,
              label: t(`process.recalls.${value}`),
            }))}
            onChange={(recall) =>
              run({ edit: 'setExtension', id, zf: { recall: recall === 'no' ? undefined : recall } })
            }
          />
        </Field>
        <Field label={t('process.tag')} hint={t('process.tagHint')}>
          <TextField
            value={process.zf.versionTag}
            onCommit={(tag) => run({ edit: 'setExtension', id, zf: { versionTag: tag.trim() || undefined } })}
          />
        </Field>
        <Field label={t('technical.description')}>
          <DescriptionIn id={id} part={process} />
        </Field>
      </Section>
      <DeadlineSection />
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
              <InLanguages
                label={t('process.label')}
                says={(language) => !!(isPlain(language) ? one.label : one.text?.[language]?.name)}
              >
                {(language, label) => (
                  <TextField
                    label={label}
                    value={isPlain(language) ? one.label : one.text?.[language]?.name}
                    placeholder={one.label ?? t('process.label')}
                    onCommit={(said) =>
                      change(
                        isPlain(language)
                          ? { label: said || undefined }
                          : { text: withText(one.text, language, { name: said }) },
                      )
                    }
                  />
                )}
              </InLanguages>
              <button
                type="button"
                className="zf-action"
                aria-label={t('remove')}
                onClick={() => setVariables(variables.filter((_, at) => at !== index))}
              >
                <X size={14} />
              </button>
              {(one.option || ['text', 'choice', 'any'].includes(one.type)) && (
                <VariableValues options={one.option ?? []} onChange={(option) => change({ option })} />
              )}
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
