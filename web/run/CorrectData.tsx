// Correcting the data of a case: one says what is wrong, sees what it was, and only what is changed is sent, with a reason.
import { Modal, Select } from 'antd';
import { type ReactNode, useMemo, useState } from 'react';
import type { Field } from '../../forms/form.ts';
import { FieldInput } from '../forms/FieldInput.tsx';
import { labelIn } from '../forms/label.ts';
import { Failed } from '../parts/Failed.tsx';
import { api, ask, intent } from '../reach/client.ts';
import type { CaseDetail } from '../reach/shapes.ts';
import { useTime } from '../time/ShopTime.tsx';
import { valueWords } from '../values/value-words.ts';
import { useWords } from '../words/useWords.ts';
import { ReasonField } from './ReasonField.tsx';
import { useCaseVerb } from './useCaseVerb.ts';

type Variable = CaseDetail['variables'][number];

export function CorrectData({ detail, onClose }: { detail: CaseDetail; onClose: () => void }): ReactNode {
  const { t, language } = useWords();
  const { zone } = useTime();
  const [picked, setPicked] = useState<string[]>([]);
  const [given, setGiven] = useState<Record<string, unknown>>({});
  const [reason, setReason] = useState('');
  const data = useMemo(
    () => new Map(detail.variables.flatMap((variable) => entryOf(variable) ?? [])),
    [detail.variables],
  );
  const changed = Object.fromEntries(
    picked
      .filter((name) => name in given && !same(given[name], data.get(name)?.variable.value))
      .map((name) => [name, given[name] ?? null]),
  );
  const correct = useCaseVerb(
    detail.id,
    () =>
      ask(
        api.cases[':id'].variables.$post({
          param: { id: detail.id },
          header: intent(),
          json: { variables: changed, reason: reason.trim() },
        }),
      ),
    onClose,
  );
  const before = ({ value, type, field }: Variable): string =>
    valueWords(value, { type, field }, { language, zone }) || t('case.correctEmpty');
  return (
    <Modal
      open
      title={t('case.correct')}
      okText={t('save')}
      cancelText={t('cancel')}
      okButtonProps={{ disabled: Object.keys(changed).length === 0 || !reason.trim() }}
      confirmLoading={correct.isPending}
      onOk={() => correct.mutate(undefined)}
      onCancel={onClose}
    >
      <div className="verb-form">
        <p className="quiet">{data.size === 0 ? t('case.noData') : t('case.correctHint')}</p>
        {data.size > 0 && (
          <div className="field">
            <label className="field-label" htmlFor="correct-what">
              {t('case.correctWhat')}
              <span className="field-star">*</span>
            </label>
            <Select
              id="correct-what"
              mode="multiple"
              autoFocus
              showSearch={{ optionFilterProp: 'label' }}
              value={picked}
              placeholder={t('case.correctPick')}
              options={[...data].map(([name, { field }]) => ({ value: name, label: labelIn(field, language) }))}
              notFoundContent={<span className="quiet">{t('case.correctNone')}</span>}
              onChange={setPicked}
            />
          </div>
        )}
        {picked.map((name) => {
          const entry = data.get(name);
          if (!entry) return null;
          const { field, variable } = entry;
          return (
            <div key={name}>
              <FieldInput
                field={field}
                value={name in given ? given[name] : variable.value}
                errors={[]}
                disabled={false}
                language={language}
                onChange={(value) => setGiven((so) => ({ ...so, [name]: value }))}
              />
              {name in changed && field.type !== 'table' && (
                <p className="field-help">{t('case.correctBefore', { value: before(variable) })}</p>
              )}
            </div>
          );
        })}
        <ReasonField value={reason} required onChange={setReason} />
        {correct.isError && <Failed error={correct.error} />}
      </div>
    </Modal>
  );
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

const TYPES: Record<string, Field['type']> = {
  string: 'text',
  text: 'text',
  integer: 'integer',
  number: 'number',
  money: 'money',
  boolean: 'yesNo',
  date: 'date',
  dateTime: 'dateTime',
};

/** As a form shows it, else by its declared type. Files and what has neither are not corrected here. */
function entryOf(variable: Variable): [string, { field: Field; variable: Variable }][] | undefined {
  const { name, label, texts, type, field } = variable;
  const words = { zh: label ?? field?.label.zh ?? name, en: texts?.en?.name ?? field?.label.en ?? label ?? name };
  const plain = { id: name, label: words, readOnly: false, required: false, help: undefined, half: false };
  if (field) return field.type === 'file' ? undefined : [[name, { field: { ...field, ...plain } as Field, variable }]];
  const kind = TYPES[type];
  return kind && [[name, { field: { ...plain, type: kind } as Field, variable }]];
}
