// What the register is called, how its records are named and numbered; of a ledger, what it measures and how far down it goes.
import { useQuery } from '@tanstack/react-query';
import { Button, InputNumber, Select, Switch } from 'antd';
import { Plus, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { Field, TextField } from '../../../designer/properties/Section.tsx';
import { kindOf } from '../../../forms/kinds.ts';
import type { Register } from '../../../records/register.ts';
import { textsOf } from '../../../words/web.ts';
import { labelIn, wordsIn } from '../../forms/label.ts';
import { useWords } from '../../words/useWords.ts';
import { readSort, writeSort } from '../address.ts';
import { registersQuery } from '../queries.ts';
import type { PartProps } from './StructurePage.tsx';

export function NamingPart({ register, onChange }: PartProps): ReactNode {
  const { t, language } = useWords();
  const set = (part: Partial<Register>): void => {
    const next = { ...register, ...part } as Record<string, unknown>;
    for (const [name, value] of Object.entries(part)) if (value === undefined) delete next[name];
    onChange(next as Register);
  };
  const texts = register.fields.filter((field) => kindOf(field).names && field.by.who === 'people');
  return (
    <div className="structure-main structure-form">
      <Field label={t('struct.registerName')}>
        <TextField
          value={register.name.zh}
          onCommit={(zh) => zh.trim() && set({ name: { ...register.name, zh: zh.trim() } })}
        />
      </Field>
      <Field label={t('struct.labelEn')}>
        <TextField
          value={register.name.en}
          onCommit={(en) => set({ name: { zh: register.name.zh, ...(en.trim() && { en: en.trim() }) } })}
        />
      </Field>
      {register.kind === 'ledger' ? (
        <Measures register={register} onChange={set} />
      ) : (
        <>
          <Field label={t('struct.prop.keyField')} hint={t('struct.keyFieldHint')}>
            <Select
              className="zf-full"
              allowClear
              placeholder={t('struct.byNumber')}
              value={register.keyField}
              options={texts.map((field) => ({ value: field.id, label: labelIn(field, language) }))}
              onChange={(keyField: string | undefined) => set({ keyField })}
            />
          </Field>
          <Field label={t('reg.sort')} hint={t('struct.sortHint')}>
            <Select
              className="zf-full"
              allowClear
              placeholder={t(register.kind === 'tree' ? 'struct.byTree' : 'struct.newestFirst')}
              value={writeSort(register.sort)}
              options={[
                { id: 'title', label: t('reg.name') },
                ...register.fields
                  .filter(({ find, by }) => find || by.who === 'ledger')
                  .map((field) => ({ id: field.id, label: labelIn(field, language) })),
              ].flatMap(({ id, label }) => [
                { value: id, label: `${label} ↑` },
                { value: `-${id}`, label: `${label} ↓` },
              ])}
              onChange={(sort: string | undefined) => set({ sort: readSort(sort) })}
            />
          </Field>
          <TreeSwitch register={register} onChange={set} />
          {register.keyField === undefined && (
            <Field label={t('struct.prop.number')} hint={t('struct.numberHint')}>
              <TextField
                mono
                placeholder="GYS-{yyyy}-{0000}"
                value={register.number}
                onCommit={(number) => set({ number: number.trim() || undefined })}
              />
            </Field>
          )}
          <Field label={t('struct.prop.title')} hint={t('struct.titleHint')}>
            <TextField
              mono
              placeholder="=name"
              value={register.title}
              onCommit={(title) => set({ title: title.trim() || undefined })}
            />
          </Field>
          <Field label={t('struct.titleEn')} hint={t('struct.titleEnHint')}>
            <TextField
              mono
              value={register.titles?.en}
              onCommit={(en) => set({ titles: en.trim() ? { en: en.trim() } : undefined })}
            />
          </Field>
        </>
      )}
    </div>
  );
}

/** A list becomes a tree by a field that says under what each record stands. */
function TreeSwitch({
  register,
  onChange,
}: {
  register: Register;
  onChange: (part: Partial<Register>) => void;
}): ReactNode {
  const { t, language } = useWords();
  const isOn = register.kind === 'tree';
  const fitting = register.fields.filter(
    (field) => field.type === 'record' && field.register === register.key && !field.many,
  );
  const turn = (on: boolean): void => {
    if (!on) {
      onChange({ kind: 'list', parentField: undefined });
      return;
    }
    const [known] = fitting;
    const id = register.fields.some((field) => field.id === 'parent') ? 'above' : 'parent';
    const made: Register['fields'][number] = {
      type: 'record',
      id,
      label: textsOf('struct.newParent'),
      required: false,
      register: register.key,
      by: { who: 'people' },
    };
    onChange({
      kind: 'tree',
      parentField: known?.id ?? id,
      ...(known ? {} : { fields: [...register.fields, made] }),
    });
  };
  return (
    <>
      <Field label={t('struct.isTree')} hint={t('struct.isTreeHint')}>
        <Switch aria-label={t('struct.isTree')} checked={isOn} onChange={turn} />
      </Field>
      {isOn && (
        <Field label={t('struct.parentField')}>
          <Select
            className="zf-full"
            value={register.parentField}
            options={fitting.map((field) => ({ value: field.id, label: labelIn(field, language) }))}
            onChange={(parentField: string) => onChange({ parentField })}
          />
        </Field>
      )}
    </>
  );
}

function Measures({
  register,
  onChange,
}: {
  register: Register;
  onChange: (part: Partial<Register>) => void;
}): ReactNode {
  const { t, language } = useWords();
  const { ledger } = register;
  const account = useQuery(registersQuery).data?.items.find(({ key }) => key === ledger?.account);
  if (!ledger) return null;
  type Measure = (typeof ledger.measures)[number];
  const set = (measures: Measure[]): void => onChange({ ledger: { ...ledger, measures } });
  const put = (index: number, part: Partial<Measure>): void =>
    set(ledger.measures.map((one, at) => (at === index ? { ...one, ...part } : one)));
  return (
    <section className="structure-measures">
      <h3>{t('struct.measures')}</h3>
      <p className="quiet">
        {t('struct.measuresHint', { account: account ? wordsIn(account.name, language) : ledger.account })}
      </p>
      {ledger.measures.map((measure, index) => (
        <div key={measure.key}>
          <span className="mono">{measure.key}</span>
          <TextField
            label={t('struct.label')}
            value={measure.name.zh}
            onCommit={(zh) => zh.trim() && put(index, { name: { ...measure.name, zh: zh.trim() } })}
          />
          <InputNumber
            aria-label={t('struct.floorOf', { name: wordsIn(measure.name, language) })}
            placeholder={t('struct.noFloor')}
            prefix="≥"
            value={measure.floor}
            onChange={(floor) => put(index, { floor: floor ?? null })}
          />
          <button
            type="button"
            className="act"
            aria-label={t('remove')}
            disabled={ledger.measures.length === 1}
            onClick={() => set(ledger.measures.filter((_, at) => at !== index))}
          >
            <Trash2 size={15} strokeWidth={1.75} />
          </button>
        </div>
      ))}
      <Button
        onClick={() => {
          let n = ledger.measures.length + 1;
          while (ledger.measures.some(({ key }) => key === `measure${n}`)) n++;
          set([...ledger.measures, { key: `measure${n}`, name: { zh: t('struct.newMeasure') }, floor: 0 }]);
        }}
      >
        <Plus size={15} strokeWidth={1.75} /> {t('struct.addMeasure')}
      </Button>
    </section>
  );
}
