// What whoever does this step sees of the form, and what he may fill in: field by field, of tables column by column.
import { Select } from 'antd';
import { Eye } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Element } from '../../bpmn/definition.ts';
import { asks } from '../../forms/kinds.ts';
import { useShop, useWords } from '../context.ts';
import { Section } from './Section.tsx';

const MODES = ['edit', 'read', 'hidden'] as const;
/** What the form itself keeps from being typed can only be seen or not. */
const modesOf = (typed: boolean) => (typed ? MODES : (['read', 'hidden'] as const));
const isTyped = (field: { readOnly?: boolean | undefined; formula?: string | undefined }): boolean =>
  !field.readOnly && field.formula === undefined;

export function RightsSection({ element }: { element: Element }): ReactNode {
  const { forms, language, store, readOnly } = useShop();
  const { t } = useWords();
  const form = element.zf?.form ? forms[element.zf.form] : undefined;
  if (!form) return null;
  const rules = element.zf?.permission ?? [];
  const called = ({ label }: { label: { zh: string; en?: string | undefined } }): string =>
    (language === 'en' && label.en) || label.zh;
  const rows = form.fields.filter(asks).flatMap((field) => [
    { path: field.id, name: called(field), within: false, typed: isTyped(field) },
    ...(field.type === 'table'
      ? field.columns.map((column) => ({
          path: `${field.id}.${column.id}`,
          name: called(column),
          within: true,
          typed: isTyped(field) && isTyped(column),
        }))
      : []),
  ]);
  const set = (path: string, mode: (typeof MODES)[number], typed: boolean): void =>
    void store.getState().run({
      edit: 'setExtension',
      id: element.id,
      zf: {
        permission: [
          ...rules.filter(({ field }) => field !== path),
          ...(mode === modesOf(typed)[0] ? [] : [{ field: path, mode }]),
        ],
      },
    });
  return (
    <Section icon={Eye} title={t('rights.title')}>
      {rows.map(({ path, name, within, typed }) => (
        <div key={path} className={`zf-list-row ${within ? 'is-within' : ''}`}>
          <span className="zf-right-name">{name}</span>
          <Select
            size="small"
            disabled={readOnly}
            aria-label={t('rights.of', { name })}
            value={rules.find(({ field }) => field === path)?.mode ?? modesOf(typed)[0]}
            options={modesOf(typed).map((mode) => ({ value: mode, label: t(`rights.${mode}`) }))}
            onChange={(mode) => set(path, mode, typed)}
          />
        </div>
      ))}
      <p className="zf-hint">{t('rights.hint')}</p>
    </Section>
  );
}
