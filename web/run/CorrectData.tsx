// Correcting the data of a case: only what is changed is sent, with a reason.
import { Modal } from 'antd';
import { type ReactNode, useState } from 'react';
import type { Field } from '../../forms/form.ts';
import { FormView, type Values } from '../forms/FormView.tsx';
import { Failed } from '../parts/Failed.tsx';
import { api, ask, intent } from '../reach/client.ts';
import type { CaseDetail } from '../reach/shapes.ts';
import { useWords } from '../words/useWords.ts';
import { ReasonField } from './ReasonField.tsx';
import { useCaseVerb } from './useCaseVerb.ts';

type Variable = CaseDetail['variables'][number];

export function CorrectData({ detail, onClose }: { detail: CaseDetail; onClose: () => void }): ReactNode {
  const { t } = useWords();
  const fields = detail.variables.flatMap((variable) => fieldOf(variable) ?? []);
  const [changed, setChanged] = useState<Values>({});
  const [reason, setReason] = useState('');
  const before = Object.fromEntries(detail.variables.map(({ name, value }) => [name, value])) as Values;
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
        <p className="quiet">{t('case.correctHint')}</p>
        {fields.length === 0 ? (
          <p className="quiet">{t('case.noData')}</p>
        ) : (
          <FormView
            form={{ key: 'correct', title: { zh: '' }, fields }}
            values={{ ...before, ...changed }}
            errors={[]}
            onChange={(id, value) => setChanged((so) => ({ ...so, [id]: value ?? null }))}
          />
        )}
        <ReasonField value={reason} required onChange={setReason} />
        {correct.isError && <Failed error={correct.error} />}
      </div>
    </Modal>
  );
}

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
function fieldOf({ name, label, texts, type, field }: Variable): Field | undefined {
  if (field) return field.type === 'file' ? undefined : { ...field, id: name, readOnly: false, required: false };
  const kind = TYPES[type];
  return kind && ({ id: name, type: kind, label: { zh: label ?? name, en: texts?.en?.name ?? name } } as Field);
}
