// Another date for an open task, as a manager sets it.
import { useMutation } from '@tanstack/react-query';
import { App, Input, Modal } from 'antd';
import { type ReactNode, useState } from 'react';
import { dateTime } from '../fields/written.tsx';
import { Failed } from '../parts/Failed.tsx';
import { attempts } from '../reach/attempts.ts';
import { ask, informingApi } from '../reach/client.ts';
import type { TaskDetail } from '../reach/shapes.ts';
import { useTime } from '../time/ShopTime.tsx';
import { useKeptText } from '../typed/useKept.ts';
import { useWords } from '../words/useWords.ts';

type Props = { task: TaskDetail; onClose: () => void; onDone: () => void };

export function DueDialog({ task: { id }, onClose, onDone }: Props): ReactNode {
  const { t, language } = useWords();
  const { now } = useTime();
  const { message } = App.useApp();
  const [moment, setMoment] = useState<unknown>(null);
  const [reason, setReason, forget] = useKeptText(`due:${id}`);
  const [send] = useState(attempts);
  const due = typeof moment === 'string' ? Date.parse(moment) : Number.NaN;
  const change = useMutation({
    mutationFn: () =>
      send({ due, ...(reason.trim() && { reason: reason.trim() }) }, (sent) =>
        ask(informingApi.tasks[':id'].due.$post({ param: { id }, ...sent })),
      ),
    onSuccess: () => {
      forget();
      void message.success(t('due.done'));
      onDone();
    },
  });
  return (
    <Modal
      open
      title={t('verb.due')}
      okText={t('verb.due')}
      cancelText={t('cancel')}
      okButtonProps={{ disabled: Number.isNaN(due), loading: change.isPending }}
      onOk={() => change.mutate()}
      onCancel={onClose}
    >
      {change.isError && <Failed error={change.error} onAgain={() => change.mutate()} />}
      <label className="field-label" htmlFor="due-when">
        {t('due.when')}
      </label>
      <dateTime.Input
        id="due-when"
        field={{ id: 'due', type: 'dateTime', label: { zh: t('due.when') }, required: true, readOnly: false }}
        value={moment}
        wrong={false}
        disabled={change.isPending}
        language={language}
        onChange={setMoment}
      />
      {due <= now && <p className="quiet">{t('due.past')}</p>}
      <Input.TextArea
        value={reason}
        maxLength={2_000}
        className="signers-why"
        aria-label={t('due.reason')}
        placeholder={t('due.reason')}
        autoSize={{ minRows: 2, maxRows: 6 }}
        onChange={(event) => setReason(event.target.value)}
      />
    </Modal>
  );
}
