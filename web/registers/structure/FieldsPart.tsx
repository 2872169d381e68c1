// The fields of a register as a list that is put in order by dragging, and the one that is open beside it.
import { useQuery } from '@tanstack/react-query';
import { Button, Dropdown } from 'antd';
import { Check, EyeOff, GripVertical, Lock, Plus } from 'lucide-react';
import { type DragEvent, type ReactNode, useState } from 'react';
import { freeId } from '../../../bpmn/field-ids.ts';
import { ofType, VALUE_TYPES } from '../../../designer/FormEditor.tsx';
import type { RegisterField } from '../../../records/register.ts';
import { sayOfDesigner } from '../../../words/designer.ts';
import { labelIn } from '../../forms/label.ts';
import { Tag } from '../../parts/Tag.tsx';
import { useAddress } from '../../parts/useAddress.ts';
import { useWords } from '../../words/useWords.ts';
import '../../parts/list.css';
import { registersQuery } from '../queries.ts';
import { FieldPane } from './FieldPane.tsx';
import { iconOf, ruleWords, taken } from './field-words.ts';
import { useRefWords } from './RefsSelect.tsx';
import type { PartProps, StructureSearch } from './StructurePage.tsx';

export function FieldsPart({ register, published, onChange }: PartProps): ReactNode {
  const { t, language } = useWords();
  const refWords = useRefWords();
  const ledgers = useQuery(registersQuery).data?.items ?? [];
  const [{ field: at }, go] = useAddress<StructureSearch>();
  const [dragged, setDragged] = useState<string>();
  const { fields } = register;
  const open = fields.find(({ id }) => id === at);
  const set = (next: RegisterField[]): void => onChange({ ...register, fields: next });
  const move = (id: string, to: number): void => {
    const from = fields.findIndex((field) => field.id === id);
    if (from < 0 || to < 0 || to >= fields.length) return;
    const next = [...fields];
    const [field] = next.splice(from, 1);
    if (field) next.splice(to, 0, field);
    set(next);
  };
  const add = (type: RegisterField['type']): void => {
    const id = freeId('', taken(fields));
    const label = { zh: sayOfDesigner({ code: 'form.newField', args: {} }, language) };
    const plain = { type: 'text' as const, id, label, required: false };
    set([...fields, { ...ofType(plain, type, t('struct.option')), by: { who: 'people' } } as RegisterField]);
    go({ field: id });
  };
  const onDrop = (event: DragEvent, to: number): void => {
    event.preventDefault();
    if (dragged) move(dragged, to);
    setDragged(undefined);
  };
  const typeWords = (type: string): string => sayOfDesigner({ code: `form.type.${type}`, args: {} }, language);
  const kindOf = (field: RegisterField): ReactNode => {
    if (field.by.who === 'ledger') return <Tag>{t('struct.balance')}</Tag>;
    if (field.by.who === 'formula') return <Tag>{t('struct.formula')}</Tag>;
    return typeWords(field.type);
  };
  return (
    <div className={`structure-columns ${open ? 'has-pane' : ''}`}>
      <div className="structure-main">
        <div className="structure-tools">
          <span className="quiet">{t('struct.dragHint')}</span>
          <span className="spacer" />
          <Dropdown
            trigger={['click']}
            menu={{
              items: VALUE_TYPES.map((type) => ({ key: type, label: typeWords(type), onClick: () => add(type) })),
            }}
          >
            <Button>
              <Plus size={15} strokeWidth={1.75} /> {t('struct.addField')}
            </Button>
          </Dropdown>
        </div>
        <table className="table structure-fields">
          <thead>
            <tr>
              <th scope="col">{t('reg.fields')}</th>
              <th scope="col">{t('struct.type')}</th>
              <th scope="col" className="opt-1">
                {t('struct.rule')}
              </th>
              <th scope="col" className="opt-1">
                {t('struct.sees')}
              </th>
              <th scope="col">{t('struct.changes_')}</th>
              <th scope="col" className="is-end opt-2">
                {t('form.required')}
              </th>
            </tr>
          </thead>
          <tbody>
            {fields.map((field, index) => {
              const Icon = iconOf(field);
              const hidden = field.secret || (field.see !== undefined && !field.see.includes('all'));
              return (
                <tr
                  key={field.id}
                  className={`${field.id === at ? 'is-here' : ''} ${field.id === dragged ? 'is-off' : ''}`}
                  draggable
                  onDragStart={() => setDragged(field.id)}
                  onDragEnd={() => setDragged(undefined)}
                  onDragOver={(event) => event.preventDefault()}
                  onDrop={(event) => onDrop(event, index)}
                >
                  <td>
                    <span className="structure-field">
                      <GripVertical size={14} strokeWidth={1.75} aria-hidden="true" />
                      <Icon size={15} strokeWidth={1.75} aria-hidden="true" />
                      <button
                        type="button"
                        className="cut"
                        aria-expanded={field.id === at}
                        onClick={() => go({ field: field.id === at ? undefined : field.id })}
                      >
                        {labelIn(field, language)}
                      </button>
                    </span>
                  </td>
                  <td>{kindOf(field)}</td>
                  <td className="cut opt-1">{ruleWords(field, t, language, ledgers)}</td>
                  <td className={`cut opt-1 ${hidden ? '' : 'quiet'}`}>
                    {hidden && <EyeOff size={13} strokeWidth={1.75} aria-hidden="true" />} {refWords(field.see)}
                  </td>
                  <td className="cut">
                    {field.by.who === 'people' ? (
                      refWords(field.change ?? register.change)
                    ) : (
                      <span className="quiet">
                        <Lock size={12} strokeWidth={1.75} aria-hidden="true" /> {t(`reg.why.${field.by.who}`)}
                      </span>
                    )}
                  </td>
                  <td className="is-end opt-2">
                    {field.required && <Check size={15} strokeWidth={2} aria-label={t('form.required')} />}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {open && (
        <FieldPane
          key={open.id}
          register={register}
          published={published}
          field={open}
          onChange={(next) => {
            set(fields.map((field) => (field.id === open.id ? next : field)));
            if (next.id !== open.id) go({ field: next.id });
          }}
          onMove={(by) => move(open.id, fields.findIndex(({ id }) => id === open.id) + by)}
          onRemove={
            fields.length > 1
              ? () => {
                  set(fields.filter(({ id }) => id !== open.id));
                  go({ field: undefined });
                }
              : undefined
          }
          onClose={() => go({ field: undefined })}
        />
      )}
    </div>
  );
}
