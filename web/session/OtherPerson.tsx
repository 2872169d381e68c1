// Somebody else has signed in with this browser: nothing more is done here in anybody's name until one says who goes on.
import { Button, Modal } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { onOtherPerson } from '../reach/client.ts';
import { useWords } from '../words/useWords.ts';

export function OtherPerson(): ReactNode {
  const { t } = useWords();
  const [name, setName] = useState<string>();
  useEffect(() => onOtherPerson(setName), []);
  return (
    <Modal
      open={name !== undefined}
      closable={false}
      keyboard={false}
      mask={{ closable: false }}
      title={t('otherPerson.title', { name: name ?? '' })}
      footer={
        <Button type="primary" onClick={() => location.assign('/work')}>
          {t('otherPerson.goOn', { name: name ?? '' })}
        </Button>
      }
    >
      {t('otherPerson.hint')}
    </Modal>
  );
}
