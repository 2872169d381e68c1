// Correcting the data of a case: only what is changed is sent, with a reason.
import { Modal } from 'antd';
import type { ReactNode } from 'react';
import { Failed } from '../parts/Failed.tsx';
import { ask, caseOperationApi } from '../reach/client.ts';
import type { CaseDetail } from '../reach/shapes.ts';
import { useKeptText } from '../typed/useKept.ts';
import { useWords } from '../words/useWords.ts';
import { CorrectionFields } from './CorrectionFields.tsx';
import { focusField } from './focus-field.ts';
import { ReasonField } from './ReasonField.tsx';
import { useCaseVerb } from './useCaseVerb.ts';
import { useCorrection } from './useCorrection.ts';

type Props = { detail: CaseDetail; first?: string[]; onClose: () => void };

export function CorrectData({ detail, first, onClose }: Props): ReactNode {
  const { t } = useWords();
  const correction = useCorrection(detail, first);
  const { data, changed, unread } = correction;
  const [reason, setReason, forget] = useKeptText(`case:${detail.id}:correct`);
  const correct = useCaseVerb(
    detail.id,
    (send) =>
      send({ variables: changed, reason: reason.trim() }, (sent) =>
        ask(caseOperationApi.cases[':id'].variables.$post({ param: { id: detail.id }, ...sent })),
      ),
    () => {
      correction.forget();
      forget();
      onClose();
    },
  );
  return (
    <Modal
      open
      title={t('case.correct')}
      okText={t('save')}
      cancelText={t('cancel')}
      okButtonProps={{ disabled: unread.size > 0 || Object.keys(changed).length === 0 || !reason.trim() }}
      confirmLoading={correct.isPending}
      onOk={() => correct.mutate(undefined)}
      onCancel={onClose}
      afterOpenChange={focusField('correct-what')}
    >
      <div className="verb-form">
        {data.size > 0 && <p className="quiet">{t('case.correctHint')}</p>}
        <CorrectionFields correction={correction} required />
        <ReasonField value={reason} required onChange={setReason} />
        {correct.isError && <Failed error={correct.error} />}
      </div>
    </Modal>
  );
}
