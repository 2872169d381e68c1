// Taking an import back: asked first, for it undoes many at once.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Modal } from 'antd';
import { Undo2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Failed } from '../../parts/Failed.tsx';
import type { ImportItem, RegisterDetail } from '../../reach/shapes.ts';
import { useWords } from '../../words/useWords.ts';
import { reread, takeBack } from './queries.ts';

type Props = { register: RegisterDetail; job: ImportItem; onBegun?: () => void };
export function TakeBack({ register, job, onBegun }: Props): ReactNode {
  const { t } = useWords();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const { counts, status } = job;
  const undo = useMutation({
    mutationFn: () => takeBack(job.id),
    onSuccess: async () => {
      await reread(queries, job.id, register.key);
      setAsking(false);
      onBegun?.();
    },
  });
  if ((status !== 'done' && status !== 'failed') || counts.new + counts.changed === 0) return null;
  const n = (count: number): string => count.toLocaleString('en-US');
  return (
    <>
      <Button onClick={() => setAsking(true)}>
        <Undo2 size={15} strokeWidth={1.75} /> {t('reg.import.undo')}
      </Button>
      <Modal
        open={asking}
        centered
        width={440}
        title={t('reg.import.undoAsk', { file: job.file })}
        okText={t('reg.import.undoThis')}
        okButtonProps={{ danger: true }}
        confirmLoading={undo.isPending}
        onOk={() => undo.mutate()}
        onCancel={() => setAsking(false)}
      >
        <p>{t('reg.import.undoHint', { new: n(counts.new), changed: n(counts.changed) })}</p>
        {undo.isError && <Failed error={undo.error} />}
      </Modal>
    </>
  );
}
