// 抄送 and 沟通: whom, and what is said. Neither moves anything.
import { useMutation } from '@tanstack/react-query';
import { App, Input, Modal } from 'antd';
import { type ReactNode, useState } from 'react';
import { Failed } from '../parts/Failed.tsx';
import { PeoplePick } from '../people/PeoplePick.tsx';
import { attempts } from '../reach/attempts.ts';
import { ask, informingApi } from '../reach/client.ts';
import type { TaskDetail } from '../reach/shapes.ts';
import { useKeptText } from '../typed/useKept.ts';
import { useWords } from '../words/useWords.ts';

type Props = { task: TaskDetail; verb: 'copy' | 'ask'; onClose: () => void; onDone: () => void };

export function TellDialog({ task: { id }, verb, onClose, onDone }: Props): ReactNode {
  const { t } = useWords();
  const { message } = App.useApp();
  const [people, setPeople] = useState<string[]>([]);
  const [text, setText, forget] = useKeptText(`${verb}:${id}`);
  const [send] = useState(attempts);
  const said = text.trim();
  const tell = useMutation({
    mutationFn: () =>
      verb === 'ask'
        ? send({ to: people[0] as string, text: said }, (sent) =>
            ask(informingApi.tasks[':id'].ask.$post({ param: { id }, ...sent })),
          )
        : send({ people, ...(said && { comment: said }) }, (sent) =>
            ask(informingApi.tasks[':id'].copy.$post({ param: { id }, ...sent })),
          ),
    onSuccess: () => {
      forget();
      void message.success(t(`tell.${verb}.done`));
      onDone();
    },
  });
  return (
    <Modal
      open
      title={t(`verb.${verb}`)}
      okText={t(`verb.${verb}`)}
      cancelText={t('cancel')}
      okButtonProps={{ disabled: people.length === 0 || (verb === 'ask' && !said), loading: tell.isPending }}
      onOk={() => tell.mutate()}
      onCancel={onClose}
    >
      {tell.isError && <Failed error={tell.error} onAgain={() => tell.mutate()} />}
      <p className="quiet">{t(`tell.${verb}.hint`)}</p>
      <label className="field-label" htmlFor="tell-whom">
        {t(`tell.${verb}.to`)}
      </label>
      <PeoplePick id="tell-whom" value={people} most={verb === 'ask' ? 1 : 20} onChange={setPeople} />
      <Input.TextArea
        value={text}
        maxLength={2_000}
        className="signers-why"
        aria-label={t(`tell.${verb}.text`)}
        placeholder={t(`tell.${verb}.text`)}
        autoSize={{ minRows: 3, maxRows: 8 }}
        onChange={(event) => setText(event.target.value)}
      />
    </Modal>
  );
}
