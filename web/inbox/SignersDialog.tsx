// 加签: whom, before, after or beside me, and how many of them are needed.
import { useMutation } from '@tanstack/react-query';
import { Input, Modal, Radio } from 'antd';
import { type ReactNode, useState } from 'react';
import { Failed } from '../parts/Failed.tsx';
import { PeoplePick } from '../people/PeoplePick.tsx';
import { attempts } from '../reach/attempts.ts';
import { ask, taskVerbApi } from '../reach/client.ts';
import type { TaskDetail } from '../reach/shapes.ts';
import { Phrases } from '../typed/Phrases.tsx';
import { useKeptText } from '../typed/useKept.ts';
import { useWords } from '../words/useWords.ts';

type Props = { task: TaskDetail; onClose: () => void; onDone: () => void };
const WHERE = ['before', 'after', 'beside'] as const;
const MODES = ['all', 'any', 'order'] as const;

export function SignersDialog({ task: { id, votes }, onClose, onDone }: Props): ReactNode {
  const { t } = useWords();
  // Where one is asked after the other, nobody stands beside.
  const places = WHERE.filter((one) => one !== 'beside' || votes?.mode !== 'order');
  const [where, setWhere] = useState<(typeof WHERE)[number]>();
  const [mode, setMode] = useState<(typeof MODES)[number]>('all');
  const [people, setPeople] = useState<string[]>([]);
  const [comment, setComment, forget] = useKeptText(`signers:${id}`);
  const [send] = useState(attempts);
  const add = useMutation({
    mutationFn: () =>
      send(
        {
          where: where as 'before',
          people,
          ...(asksMode && { mode }),
          ...(comment.trim() && { comment: comment.trim() }),
        },
        (sent) => ask(taskVerbApi.tasks[':id']['add-signers'].$post({ param: { id }, ...sent })),
      ),
    onSuccess: () => {
      forget();
      onDone();
    },
  });
  // Of those who are one of several already, the step says what is needed.
  const asksMode = people.length > 1 && votes?.mode !== 'order' && !(where === 'beside' && votes !== null);
  return (
    <Modal
      open
      title={t('verb.addSigners')}
      okText={t('verb.addSigners')}
      cancelText={t('cancel')}
      okButtonProps={{ disabled: people.length === 0 || where === undefined, loading: add.isPending }}
      onOk={() => add.mutate()}
      onCancel={onClose}
    >
      {add.isError && <Failed error={add.error} onAgain={() => add.mutate()} />}
      <label className="field-label" htmlFor="signers-who">
        {t('signers.who')}
      </label>
      <PeoplePick id="signers-who" value={people} onChange={setPeople} />
      <p className="field-label" id="signers-where">
        {t('signers.where')}
      </p>
      <Radio.Group
        className="return-choice"
        aria-labelledby="signers-where"
        value={where}
        onChange={({ target: { value } }) => setWhere(value as 'before')}
      >
        {places.map((one) => (
          <Radio key={one} value={one}>
            <b>{t(`signers.places.${one}`)}</b>
            <small>{t(`signers.does.${one}`)}</small>
          </Radio>
        ))}
      </Radio.Group>
      {asksMode && (
        <>
          <p className="field-label" id="signers-mode">
            {t('signers.mode')}
          </p>
          <Radio.Group
            aria-labelledby="signers-mode"
            value={mode}
            onChange={({ target: { value } }) => setMode(value as 'all')}
            options={MODES.map((value) => ({ value, label: t(`signers.modes.${value}`) }))}
          />
        </>
      )}
      <Input.TextArea
        value={comment}
        maxLength={2_000}
        className="signers-why"
        aria-label={t('task.comment')}
        placeholder={t('task.comment')}
        autoSize={{ minRows: 2, maxRows: 6 }}
        onChange={(event) => setComment(event.target.value)}
      />
      <Phrases text={comment} onText={setComment} />
    </Modal>
  );
}
