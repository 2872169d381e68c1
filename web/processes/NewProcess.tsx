// A blank process: only its name is asked.
import { Input, Modal } from 'antd';
import type { ReactNode } from 'react';
import { Failed } from '../parts/Failed.tsx';
import { useKeptText } from '../typed/useKept.ts';
import { useWords } from '../words/useWords.ts';
import { useCreate } from './useCreate.ts';

export function NewProcess({ open, onClose }: { open: boolean; onClose: () => void }): ReactNode {
  const { t } = useWords();
  const [name, setName, forget] = useKeptText('new:process');
  const create = useCreate(() => {
    forget();
    onClose();
  });
  const ok = (): void => {
    if (name.trim()) create.mutate({ name: name.trim() });
  };
  return (
    <Modal
      open={open}
      title={t('processes.new')}
      okText={t('processes.create')}
      cancelText={t('cancel')}
      okButtonProps={{ disabled: !name.trim() }}
      confirmLoading={create.isPending}
      onOk={ok}
      onCancel={onClose}
      afterClose={create.reset}
      destroyOnHidden
    >
      <div className="field">
        <label className="field-label" htmlFor="process-name">
          {t('processes.name')}
        </label>
        <Input
          id="process-name"
          value={name}
          maxLength={80}
          autoFocus
          placeholder={t('processes.namePlaceholder')}
          onChange={(event) => setName(event.target.value)}
          onPressEnter={ok}
        />
      </div>
      {create.isError && <Failed error={create.error} />}
    </Modal>
  );
}
