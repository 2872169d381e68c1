// A verb that needs a reason: what it does, why, and only then the button.
import { Input, Modal } from 'antd';
import { type ReactNode, useState } from 'react';
import { useWords } from '../words/useWords.ts';

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
      destroyOnHidden
    >
      <p className="quiet">{hint}</p>
      <div className="field">
        <label className="field-label" htmlFor="reason">
          {t('case.reason')}
          {required && <span className="field-star">*</span>}
        </label>
        <Input.TextArea
          id="reason"
          value={reason}
          maxLength={500}
          autoSize={{ minRows: 2, maxRows: 5 }}
          autoFocus
          onChange={(event) => setReason(event.target.value)}
        />
      </div>
      {failed}
    </Modal>
  );
}
