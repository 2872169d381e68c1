// 做什么: the form a person fills in, and how the work is done.
import { Drawer, Select } from 'antd';
import { BookOpenCheck, ChevronRight, ClipboardList, RectangleEllipsis } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { ElementOf } from '../../bpmn/definition.ts';
import { namesTaken } from '../../bpmn/field-ids.ts';
import { factsBefore } from '../../bpmn/first-form.ts';
import type { Form } from '../../forms/form.ts';
import { useProcess, useShop, useWords } from '../context.ts';
import { FormEditor } from '../FormEditor.tsx';
import { freshKey } from '../model/cure.ts';
import { Guide } from './Guide.tsx';
import { Field, Section } from './Section.tsx';

export function WhatSection({ element }: { element: ElementOf<'userTask'> | ElementOf<'startEvent'> }): ReactNode {
  const { forms, language, onFormChange, store } = useShop();
  const { t } = useWords();
  const [open, setOpen] = useState<'form' | 'guide' | undefined>(undefined);
  const { run } = store.getState();
  const process = useProcess(element.id);
  const key = element.zf?.form;
  const form = key ? forms[key] : undefined;
  const title = (one: Form): string => one.title[language] ?? one.title.zh;
  const fresh = (): void => {
    // Whoever decides sees what those before were asked; what is not needed is taken out.
    const fields = element.type === 'userTask' ? factsBefore(process, forms, element.id) : [];
    const made: Form = { key: freshKey(element.id, forms), title: { zh: element.name ?? element.id }, fields };
    onFormChange?.(made);
    run({ edit: 'setExtension', id: element.id, zf: { form: made.key } });
    setOpen('form');
  };
  return (
    <Section icon={ClipboardList} title={t('what.title')}>
      <button type="button" className="zf-row" onClick={() => setOpen('form')}>
        <RectangleEllipsis size={15} strokeWidth={1.75} />
        <span className="zf-row-text">{form ? t('what.form', { name: title(form) }) : t('what.noForm')}</span>
        <span className="zf-row-extra">
          {form &&
            t('what.fields', {
              count: form.fields.length,
              required: form.fields.filter(({ required }) => required).length,
            })}
        </span>
        <ChevronRight size={14} />
      </button>
      {element.type === 'userTask' && (
        <button type="button" className="zf-row" onClick={() => setOpen('guide')}>
          <BookOpenCheck size={15} strokeWidth={1.75} />
          <span className="zf-row-text">{t('what.guide')}</span>
          <span className="zf-row-extra">
            {t('what.guideCount', {
              list: element.zf?.checklist?.length ?? 0,
              scripts: element.zf?.scripts?.length ?? 0,
            })}
          </span>
          <ChevronRight size={14} />
        </button>
      )}
      <Drawer
        open={open === 'form'}
        onClose={() => setOpen(undefined)}
        mask={false}
        size="min(560px, 100vw)"
        title={form ? t('what.form', { name: title(form) }) : t('what.chooseForm')}
        destroyOnHidden
      >
        <Field label={t('what.which')}>
          <Select
            className="zf-full"
            allowClear
            value={key}
            placeholder={t('what.chooseForm')}
            options={Object.values(forms).map((one) => ({ value: one.key, label: title(one) }))}
            onChange={(value?: string) => run({ edit: 'setExtension', id: element.id, zf: { form: value } })}
          />
        </Field>
        {form && onFormChange && (
          <FormEditor form={form} language={language} taken={namesTaken(process, forms)} onChange={onFormChange} />
        )}
        {!form && onFormChange && (
          <button type="button" className="zf-link" onClick={fresh}>
            {t('what.newForm')}
          </button>
        )}
      </Drawer>
      {element.type === 'userTask' && (
        <Drawer
          open={open === 'guide'}
          onClose={() => setOpen(undefined)}
          mask={false}
          size="min(480px, 100vw)"
          title={t('what.guide')}
          destroyOnHidden
        >
          <Guide element={element} />
        </Drawer>
      )}
    </Section>
  );
}
