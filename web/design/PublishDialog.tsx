// Publishing: what stands in the way, a note, and then the next version.

import { useMutation } from '@tanstack/react-query';
import { Input, Modal } from 'antd';
import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react';
import { type ReactNode, type RefObject, useState } from 'react';
import type { Problem } from '../../bpmn/definition.ts';
import { sayOfModel } from '../../words/model.ts';
import { Failed } from '../parts/Failed.tsx';
import { attempts } from '../reach/attempts.ts';
import { ask, asRefusal, draftApi, Refusal } from '../reach/client.ts';
import { useKeptText } from '../typed/useKept.ts';
import { useWords } from '../words/useWords.ts';

type Props = {
  open: boolean;
  processKey: string;
  name: string;
  next: number;
  problems: Problem[];
  flush: () => Promise<boolean>;
  revision: RefObject<number>;
  onClose: () => void;
  onRefused: (problems: Problem[]) => void;
  /** Somebody has saved since: what they did is met first. */
  onBehind: (refusal: Refusal) => void;
  onPublished: (done: { version: number; unchanged: boolean }) => void;
};

export function PublishDialog({
  open,
  processKey,
  name,
  next,
  problems,
  flush,
  revision,
  onClose,
  onRefused,
  onBehind,
  onPublished,
}: Props): ReactNode {
  const { t, language } = useWords();
  const [note, setNote, forget] = useKeptText(`publish:${processKey}`);
  const [send] = useState(attempts);
  const publish = useMutation({
    mutationFn: async () => {
      if (!(await flush())) throw new Refusal({ code: 'offline' });
      return send({ revision: revision.current, ...(note.trim() && { note: note.trim() }) }, (sent) =>
        ask(draftApi.processes[':key'].publish.$post({ param: { key: processKey }, ...sent })),
      );
    },
    onSuccess: (done) => {
      revision.current = done.revision;
      forget();
      onPublished(done);
    },
    onError: (error) => {
      if (asRefusal(error).code === 'draftConflict') onBehind(asRefusal(error));
      if (asRefusal(error).code === 'lintErrors') onRefused(asRefusal(error).problems);
    },
  });
  const errors = problems.filter(({ severity }) => severity === 'error');
  const warnings = problems.filter(({ severity }) => severity === 'warning');
  return (
    <Modal
      open={open}
      title={t('publish.title', { name })}
      okText={t('publish.ok', { n: next })}
      cancelText={t('cancel')}
      okButtonProps={{ disabled: errors.length > 0 }}
      confirmLoading={publish.isPending}
      onOk={() => publish.mutate()}
      onCancel={onClose}
      afterClose={publish.reset}
      destroyOnHidden
    >
      {errors.length > 0 ? (
        <>
          <p>{t('publish.errors', { count: errors.length })}</p>
          <ul className="problem-list">
            {errors.slice(0, 8).map((problem) => (
              <li key={`${problem.rule} ${problem.element} ${sayOfModel(problem.message, language)}`}>
                <CircleAlert size={16} strokeWidth={1.75} aria-hidden="true" /> {sayOfModel(problem.message, language)}
              </li>
            ))}
          </ul>
        </>
      ) : (
        <>
          <p className="publish-good">
            {warnings.length > 0 ? (
              <>
                <TriangleAlert size={16} strokeWidth={1.75} aria-hidden="true" />{' '}
                {t('publish.warnings', { count: warnings.length })}
              </>
            ) : (
              <>
                <CircleCheck size={16} strokeWidth={1.75} aria-hidden="true" /> {t('publish.clean')}
              </>
            )}
          </p>
          <p className="quiet">{t('publish.hint')}</p>
          <div className="field">
            <label className="field-label" htmlFor="publish-note">
              {t('publish.note')}
            </label>
            <Input.TextArea
              id="publish-note"
              value={note}
              maxLength={500}
              autoSize={{ minRows: 2, maxRows: 5 }}
              placeholder={t('publish.notePlaceholder')}
              onChange={(event) => setNote(event.target.value)}
            />
          </div>
        </>
      )}
      {publish.isError && asRefusal(publish.error).code !== 'lintErrors' && <Failed error={publish.error} />}
    </Modal>
  );
}
