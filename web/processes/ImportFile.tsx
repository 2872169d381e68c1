// A BPMN file from another tool becomes a draft; what was understood and what was not is said first.
import { useMutation } from '@tanstack/react-query';
import { Button, Modal } from 'antd';
import { FileUp } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import { Failed } from '../parts/Failed.tsx';
import { ask, Refusal } from '../reach/client.ts';
import { useWords } from '../words/useWords.ts';
import { ImportReport, type Read } from './ImportReport.tsx';
import { freeKey, useCreate, withKey } from './useCreate.ts';

type Props = { open: boolean; taken: string[]; onClose: () => void };

/** A BPMN file, and the DMN files that its rule steps ask. */
export async function readFiles(files: File[]): Promise<Read> {
  const body = new FormData();
  for (const file of files) body.append('file', file);
  const answer = fetch('/api/bpmn/import', {
    method: 'POST',
    headers: { 'accept-language': document.documentElement.lang },
    body,
  });
  return (await ask(answer)) as Read;
}

export function ImportFile({ open, taken, onClose }: Props): ReactNode {
  const { t } = useWords();
  const chooser = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const create = useCreate(onClose);
  const read = useMutation({ mutationFn: readFiles });
  const model = read.data?.model;
  const process = model && (model.processes.find((one) => one.isExecutable) ?? model.processes[0]);
  const reset = (): void => {
    read.reset();
    create.reset();
  };
  const take = (files: FileList | null): void => {
    const chosen = [...(files ?? [])];
    reset();
    if (chosen.length) read.mutate(chosen);
    if (chooser.current) chooser.current.value = '';
  };
  const ok = (): void => {
    if (!model || !process) return;
    const key = freeKey(process.key, taken);
    create.mutate({ name: process.name || key, key, model: withKey(model, process.key, key) });
  };
  return (
    <Modal
      open={open}
      width={600}
      title={t('processes.import')}
      okText={t('processes.create')}
      cancelText={t('cancel')}
      okButtonProps={{ disabled: !process }}
      confirmLoading={create.isPending}
      onOk={ok}
      onCancel={onClose}
      afterClose={reset}
      destroyOnHidden
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a short cut of the button */}
      <div
        className={`drop ${over ? 'is-over' : ''} ${process ? 'is-done' : ''}`}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          take(event.dataTransfer.files);
        }}
      >
        <FileUp size={20} strokeWidth={1.75} aria-hidden="true" />
        <p>{t('import.drop')}</p>
        <Button loading={read.isPending} onClick={() => chooser.current?.click()}>
          {t('import.choose')}
        </Button>
        <input
          ref={chooser}
          type="file"
          hidden
          multiple
          accept=".bpmn,.xml,.dmn"
          onChange={(event) => take(event.target.files)}
        />
      </div>
      {process && read.data && <ImportReport read={read.data} process={process} />}
      {model && !process && <Failed error={new Refusal({ code: 'empty', title: t('import.empty'), detail: '' })} />}
      {(read.isError || create.isError) && <Failed error={read.error ?? create.error} />}
    </Modal>
  );
}
