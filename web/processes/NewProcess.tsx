// A blank process: only its name is asked.
import { Input, Modal } from 'antd';
import { type ReactNode, useState } from 'react';
import { Failed } from '../parts/Failed.tsx';
import { useWords } from '../words/useWords.ts';
import { useCreate } from './useCreate.ts';

export function NewProcess({ open, onClose }: { open: boolean; onClose: () => void }): ReactNode {
  const { t } = useWords();
  const [name, setName] = useState('');
  const create = useCreate(onClose);
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
      afterClose={() => {
        setName('');
        create.reset();
      }}
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
