// 转办 and 委派: to whom, and a word with it. Whoever gets it stands in one's place, or gives an opinion and it comes back.
import { useMutation } from '@tanstack/react-query';
import { App, Input, Modal } from 'antd';
import { type ReactNode, useState } from 'react';
import { person as personField } from '../fields/person.tsx';
import { Failed } from '../parts/Failed.tsx';
import { attempts } from '../reach/attempts.ts';
import { ask, taskVerbApi } from '../reach/client.ts';
import type { TaskDetail } from '../reach/shapes.ts';
import { Phrases } from '../typed/Phrases.tsx';
import { useWords } from '../words/useWords.ts';

type Props = { task: TaskDetail; verb: 'transfer' | 'delegate'; onClose: () => void; onDone: () => void };

export function TransferDialog({ task: { id }, verb, onClose, onDone }: Props): ReactNode {
  const { t, language } = useWords();
  const { message } = App.useApp();
  const [person, setPerson] = useState<string>();
  const [comment, setComment] = useState('');
  const [send] = useState(attempts);
  const give = useMutation({
    mutationFn: () =>
      send({ person: person as string, ...(comment.trim() && { comment: comment.trim() }) }, (sent) =>
        ask(taskVerbApi.tasks[':id'][verb].$post({ param: { id }, ...sent })),
      ),
    onSuccess: () => {
      void message.success(t(`${verb}.done`));
      onDone();
    },
  });
  return (
    <Modal
      open
      title={t(`verb.${verb}`)}
      okText={t(`verb.${verb}`)}
      cancelText={t('cancel')}
      okButtonProps={{ disabled: person === undefined, loading: give.isPending }}
      onOk={() => give.mutate()}
      onCancel={onClose}
    >
      {give.isError && <Failed error={give.error} onAgain={() => give.mutate()} />}
      <p className="quiet">{t(`${verb}.hint`)}</p>
      <label className="field-label" htmlFor="transfer-to">
        {t(`${verb}.to`)}
      </label>
      <personField.Input
        id="transfer-to"
        field={{ id: 'to', type: 'person', label: { zh: t(`${verb}.to`) }, required: true, readOnly: false }}
        value={person}
        wrong={false}
        disabled={give.isPending}
        language={language}
        onChange={(id) => setPerson(typeof id === 'string' ? id : undefined)}
      />
      <Input.TextArea
        value={comment}
        maxLength={2_000}
        aria-label={t('task.comment')}
        placeholder={t('task.comment')}
        autoSize={{ minRows: 2, maxRows: 6 }}
        onChange={(event) => setComment(event.target.value)}
      />
      <Phrases text={comment} onText={setComment} />
    </Modal>
  );
}
