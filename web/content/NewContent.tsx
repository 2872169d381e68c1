// Something new under the life cycle: its name and key, and a draft that its editor opens.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Input, Modal } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { Failed } from '../parts/Failed.tsx';
import { ask, contentApi } from '../reach/client.ts';
import { useWords } from '../words/useWords.ts';

type Props = { kind: 'register'; open: boolean; onClose: () => void };

export function NewContent({ kind, open, onClose }: Props): ReactNode {
  const { t } = useWords();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const id = useId();
  const [name, setName] = useState('');
  const [key, setKey] = useState('');
  const right = /^[a-z][a-z0-9-]{0,58}$/.test(key);
  const make = useMutation({
    mutationFn: () =>
      ask(
        contentApi.content[':kind'][':key'].draft.$put({
          param: { kind, key },
          json: { revision: 0, body: firstRegister(key, name.trim(), t('struct.code'), t('struct.nameField')) },
        }),
      ),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['content', kind] });
      onClose();
      void navigate({ to: '/registers/$register/structure', params: { register: key } });
    },
  });
  return (
    <Modal open={open} onCancel={onClose} footer={null} title={t('reg.newRegister')} destroyOnHidden>
      <form
        className="new-content"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() && right) make.mutate();
        }}
      >
        <label htmlFor={`${id}-name`}>
          <span>{t('struct.registerName')}</span>
          <Input
            id={`${id}-name`}
            value={name}
            maxLength={40}
            placeholder={t('struct.registerNameHint')}
            onChange={({ target }) => setName(target.value)}
          />
        </label>
        <label htmlFor={`${id}-key`}>
          <span>{t('struct.key')}</span>
          <Input
            id={`${id}-key`}
            value={key}
            maxLength={59}
            placeholder="supplier"
            status={key && !right ? 'error' : ''}
            onChange={({ target }) => setKey(target.value.trim().toLowerCase())}
          />
          <small className={key && !right ? 'is-red' : 'quiet'}>{t('struct.keyRule')}</small>
        </label>
        {make.isError && <Failed error={make.error} />}
        <Button type="primary" htmlType="submit" loading={make.isPending} disabled={!name.trim() || !right}>
          {t('processes.create')}
        </Button>
      </form>
    </Modal>
  );
}

/** A code that names a record, and what it is called: the least that publishes. */
const firstRegister = (key: string, name: string, code: string, title: string) => ({
  key,
  name: { zh: name },
  keyField: 'code',
  title: '=name',
  fields: [
    { type: 'text', id: 'code', label: { zh: code }, required: true, find: 'text' },
    { type: 'text', id: 'name', label: { zh: title }, required: true },
  ],
});
