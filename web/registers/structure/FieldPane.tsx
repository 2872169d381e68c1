// One field: what it is called and holds, where its value comes from, who finds, sees and changes it.
import { useQuery } from '@tanstack/react-query';
import { Input, Select, Switch } from 'antd';
import { ArrowDown, ArrowUp, BookOpen, Eye, Search, Trash2, Type, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { freeId } from '../../../bpmn/field-ids.ts';
import { FieldDetails, FieldParts, ofType, VALUE_TYPES } from '../../../designer/FormEditor.tsx';
import { Field, Section, TextField } from '../../../designer/properties/Section.tsx';
import type { Field as FormField } from '../../../forms/form.ts';
import { kindOf } from '../../../forms/kinds.ts';
import type { Register, RegisterField } from '../../../records/register.ts';
import { findsAs } from '../../../records/slots.ts';
import { sayOfDesigner } from '../../../words/designer.ts';
import { labelIn, wordsIn } from '../../forms/label.ts';
import { processesQuery } from '../../processes/queries.ts';
import { named, useWords } from '../../words/useWords.ts';
import { registersQuery } from '../queries.ts';
import { iconOf, isAutomatic, taken } from './field-words.ts';
import { RefsSelect } from './RefsSelect.tsx';

type Props = {
  register: Register;
  published: boolean;
  field: RegisterField;
  onChange: (field: RegisterField) => void;
  onMove: (by: number) => void;
  onRemove: (() => void) | undefined;
  onClose: () => void;
};
type Who = RegisterField['by']['who'];
const WHO: Who[] = ['people', 'process', 'import', 'formula', 'ledger'];

/** What a register says of a field beyond what a form says. */
const rulesOf = ({ by, find, unique, secret, see, change }: RegisterField): object => ({
  by,
  ...(find && { find }),
  ...(unique && { unique }),
  ...(secret && { secret }),
  ...(see && { see }),
  ...(change && { change }),
});

export function FieldPane({ register, published, field, onChange, onMove, onRemove, onClose }: Props): ReactNode {
  const { t, language } = useWords();
  const Icon = iconOf(field);
  const set = (part: Partial<RegisterField>): void => {
    const next = { ...field, ...part } as Record<string, unknown>;
    for (const [name, value] of Object.entries(part)) if (value === undefined) delete next[name];
    onChange(next as RegisterField);
  };
  const retype = (type: RegisterField['type']): void => {
    const next = { ...ofType(field as FormField, type, t('struct.option')), ...rulesOf(field) } as RegisterField;
    const finds = findsAs(next);
    onChange({ ...next, ...(next.find && { find: finds }) } as RegisterField);
  };
  return (
    <aside className="structure-pane" aria-label={labelIn(field, language)}>
      <header className="record-bar">
        <Icon size={15} strokeWidth={1.75} aria-hidden="true" />
        <strong className="cut">{labelIn(field, language)}</strong>
        <span className="spacer" />
        <button type="button" className="act" aria-label={t('struct.up')} onClick={() => onMove(-1)}>
          <ArrowUp size={15} strokeWidth={1.75} />
        </button>
        <button type="button" className="act" aria-label={t('struct.down')} onClick={() => onMove(1)}>
          <ArrowDown size={15} strokeWidth={1.75} />
        </button>
        {onRemove && (
          <button type="button" className="act" aria-label={t('struct.removeField')} onClick={onRemove}>
            <Trash2 size={15} strokeWidth={1.75} />
          </button>
        )}
        <button type="button" className="act" aria-label={t('close')} onClick={onClose}>
          <X size={16} strokeWidth={1.75} />
        </button>
      </header>
      <div className="structure-sections">
        <Section icon={Type} title={t('struct.what')}>
          <Field label={t('struct.label')}>
            <TextField
              value={field.label.zh}
              onCommit={(zh) => {
                const name = zh.trim();
                if (!name) return;
                const id = isAutomatic(field.id) ? freeId(name, taken(register.fields)) : field.id;
                set({ label: { ...field.label, zh: name }, id });
              }}
            />
          </Field>
          <Field label={t('struct.labelEn')}>
            <TextField
              value={field.label.en}
              onCommit={(en) => set({ label: { zh: field.label.zh, ...(en.trim() && { en: en.trim() }) } })}
            />
          </Field>
          <Field label={t('struct.id')} hint={published ? t('struct.idFixed') : undefined}>
            <TextField
              mono
              value={field.id}
              onCommit={(id) =>
                /^[\p{L}_][\p{L}\p{N}_]*$/u.test(id) && !register.fields.some((one) => one.id === id) && set({ id })
              }
            />
          </Field>
          <Field label={t('struct.type')}>
            <Select
              className="zf-full"
              value={field.type}
              options={VALUE_TYPES.map((type) => ({
                value: type,
                label: sayOfDesigner({ code: `form.type.${type}`, args: {} }, language),
              }))}
              showSearch={{ optionFilterProp: 'label' }}
              onChange={retype}
            />
          </Field>
          <div className="zf-inline">
            <Switch
              size="small"
              aria-label={t('form.required')}
              checked={field.required}
              onChange={(required) => set({ required })}
            />
            {t('form.required')}
          </div>
          <FieldParts
            field={field as FormField}
            language={language}
            onChange={(next) => onChange({ ...next, ...rulesOf(field) } as RegisterField)}
          />
          <FieldDetails
            field={field as FormField}
            language={language}
            onChange={(next) => onChange({ ...next, ...rulesOf(field) } as RegisterField)}
          />
        </Section>
        <Section icon={BookOpen} title={t('struct.from')}>
          <Source register={register} field={field} onChange={set} />
        </Section>
        <Section icon={Search} title={t('struct.finding')}>
          <Finding field={field} onChange={set} />
        </Section>
        <Section icon={Eye} title={t('struct.seeing')}>
          <div className="zf-inline">
            <Switch
              size="small"
              aria-label={t('struct.secret')}
              checked={field.secret ?? false}
              onChange={(secret) => set({ secret: secret || undefined })}
            />
            {t('struct.secret')}
          </div>
          <small className="zf-hint">{t('struct.secretHint')}</small>
          <Field label={t('struct.sees')}>
            <RefsSelect
              label={t('struct.sees')}
              value={field.see}
              none={field.secret ? undefined : t('struct.everybody')}
              onChange={(see) => set({ see })}
            />
          </Field>
          {field.by.who === 'people' && (
            <Field label={t('struct.changes_')}>
              <RefsSelect
                label={t('struct.changes_')}
                value={field.change}
                none={t('struct.asRegister')}
                onChange={(change) => set({ change })}
              />
            </Field>
          )}
          {field.type === 'table' &&
            field.columns.map((column, at) => {
              const put = (part: object): void =>
                set({
                  columns: field.columns.map((one, place) => (place === at ? { ...one, ...part } : one)),
                } as never);
              const name = labelIn(column, language);
              return (
                <fieldset key={column.id} className="column-rights">
                  <legend>{t('struct.column', { name })}</legend>
                  <RefsSelect
                    label={t('struct.columnSees', { name })}
                    value={column.see}
                    none={t('struct.asField')}
                    onChange={(see) => put({ see })}
                  />
                  <RefsSelect
                    label={t('struct.columnChanges', { name })}
                    value={column.change}
                    none={t('struct.asField')}
                    onChange={(change) => put({ change })}
                  />
                </fieldset>
              );
            })}
        </Section>
      </div>
    </aside>
  );
}

type SourceProps = { register: Register; field: RegisterField; onChange: (part: Partial<RegisterField>) => void };

function Source({ register, field, onChange }: SourceProps): ReactNode {
  const { t, language } = useWords();
  const processes = useQuery(processesQuery).data?.items ?? [];
  const registers = useQuery(registersQuery).data?.items ?? [];
  const { by } = field;
  const ledgers = registers.filter(({ ledger }) => ledger?.account === register.key);
  const measures = ledgers.flatMap(({ key, name, ledger }) =>
    (ledger?.measures ?? []).map((measure) => ({
      value: `${key}/${measure.key}`,
      label: `${wordsIn(name, language)} · ${wordsIn(measure.name, language)}`,
    })),
  );
  const choose = (who: Who): void => {
    switch (who) {
      case 'process':
        onChange({ by: { who, processes: [] } });
        break;
      case 'formula':
        onChange({ by: { who, feel: by.who === 'formula' ? by.feel : '=' } });
        break;
      case 'ledger': {
        const [ledger, measure] = (measures[0]?.value ?? '').split('/');
        if (ledger && measure) onChange({ by: { who, ledger, measure } });
        break;
      }
      default:
        onChange({ by: { who } });
    }
  };
  const may = (who: Who): boolean => who !== 'ledger' || (measures.length > 0 && kindOf(field).stored === 'number');
  return (
    <>
      <Select
        className="zf-full"
        aria-label={t('struct.from')}
        value={by.who}
        options={WHO.filter((who) => may(who) || who === by.who).map((who) => ({
          value: who,
          label: t(`struct.who.${who}`),
        }))}
        onChange={choose}
      />
      <small className="zf-hint">{t(`struct.whoHint.${by.who}`)}</small>
      {by.who === 'process' && (
        <Field label={t('struct.processes')}>
          <Select
            mode="multiple"
            className="zf-full"
            aria-label={t('struct.processes')}
            placeholder={t('struct.anyProcess')}
            value={by.processes}
            options={processes.map((process) => ({ value: process.key, label: named(process, language) }))}
            showSearch={{ optionFilterProp: 'label' }}
            onChange={(chosen: string[]) => onChange({ by: { who: 'process', processes: chosen } })}
          />
        </Field>
      )}
      {by.who === 'formula' && (
        <Field label={t('struct.formula')} hint={t('struct.formulaHint')}>
          <Input.TextArea
            className="mono"
            value={by.feel}
            autoSize={{ minRows: 2, maxRows: 6 }}
            onChange={({ target }) => target.value && onChange({ by: { who: 'formula', feel: target.value } })}
          />
        </Field>
      )}
      {by.who === 'ledger' && (
        <Field label={t('struct.balance')}>
          <Select
            className="zf-full"
            aria-label={t('struct.balance')}
            value={`${by.ledger}/${by.measure}`}
            options={measures}
            onChange={(chosen) => {
              const [ledger = '', measure = ''] = chosen.split('/');
              onChange({ by: { who: 'ledger', ledger, measure } });
            }}
          />
        </Field>
      )}
    </>
  );
}

function Finding({ field, onChange }: Omit<SourceProps, 'register'>): ReactNode {
  const { t } = useWords();
  const finds = findsAs(field);
  if (field.by.who === 'ledger') return <small className="zf-hint">{t('struct.findsBalance')}</small>;
  return (
    <>
      <div className="zf-inline">
        <Switch
          size="small"
          aria-label={t('struct.findable')}
          disabled={finds === undefined}
          checked={field.find !== undefined}
          onChange={(on) => onChange({ find: on ? finds : undefined })}
        />
        {t('struct.findable')}
      </div>
      <small className="zf-hint">{t(finds === undefined ? 'struct.findsNot' : 'struct.findsHint')}</small>
      {kindOf(field).names && (
        <div className="zf-inline">
          <Switch
            size="small"
            aria-label={t('struct.unique')}
            checked={field.unique ?? false}
            onChange={(unique) => onChange({ unique: unique || undefined })}
          />
          {t('struct.unique')}
        </div>
      )}
    </>
  );
}
