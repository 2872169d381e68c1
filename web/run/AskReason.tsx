// A verb that needs a reason: what it does, why, and only then the button.
import { Modal } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { useWords } from '../words/useWords.ts';
import { focusField } from './focus-field.ts';
import { ReasonField } from './ReasonField.tsx';

type Props = {
  open: boolean;
  title: string;
  hint: string;
  verb: string;
  danger?: boolean;
  required?: boolean;
  busy: boolean;
  failed: ReactNode;
  onOk: (reason: string) => void;
  onCancel: () => void;
};

export function AskReason({
  open,
  title,
  hint,
  verb,
  danger = false,
  required = false,
  busy,
  failed,
  onOk,
  onCancel,
}: Props): ReactNode {
  const { t } = useWords();
  const [reason, setReason] = useState('');
  const field = useId();
  const close = (): void => {
    setReason('');
    onCancel();
  };
  return (
    <Modal
      open={open}
      title={title}
      okText={verb}
      cancelText={t('cancel')}
      okButtonProps={{ danger, ghost: danger, disabled: required && !reason.trim() }}
      confirmLoading={busy}
      onOk={() => onOk(reason.trim())}
      onCancel={close}
      afterClose={() => setReason('')}
      afterOpenChange={focusField(field)}
      destroyOnHidden
    >
      <div className="verb-form">
        <p className="quiet">{hint}</p>
        <ReasonField id={field} value={reason} required={required} onChange={setReason} />
        {failed}
      </div>
    </Modal>
  );
}
