// A verb that needs a reason: what it does, why, and only then the button. Whoever asks keeps the reason until it is done.
import { Modal } from 'antd';
import { type ReactNode, useId } from 'react';
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
  reason: string;
  onReason: (reason: string) => void;
  onOk: () => void;
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
  reason,
  onReason,
  onOk,
  onCancel,
}: Props): ReactNode {
  const { t } = useWords();
  const field = useId();
  return (
    <Modal
      open={open}
      title={title}
      okText={verb}
      cancelText={t('cancel')}
      okButtonProps={{ danger, ghost: danger, disabled: required && !reason.trim() }}
      confirmLoading={busy}
      onOk={onOk}
      onCancel={onCancel}
      afterOpenChange={focusField(field)}
      destroyOnHidden
    >
      <div className="verb-form">
        <p className="quiet">{hint}</p>
        <ReasonField id={field} value={reason} required={required} onChange={onReason} />
        {failed}
      </div>
    </Modal>
  );
}
