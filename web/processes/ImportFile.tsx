// A BPMN file from another tool becomes a draft; what was understood and what was not is said first.
import { useMutation } from '@tanstack/react-query';
import { Button, Modal } from 'antd';
import { FileUp } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import type { Model, Problem } from '../../bpmn/definition.ts';
import { Failed } from '../parts/Failed.tsx';
import { ask, Refusal } from '../reach/client.ts';
import { useWords } from '../words/useWords.ts';
import { freeKey, useCreate, withKey } from './useCreate.ts';

type Props = { open: boolean; taken: string[]; onClose: () => void };
type Read = { model: Model; problems: Problem[]; imported: { state: 'mapped' | 'kept' | 'lost' }[] };

export async function readFile(file: File): Promise<Read> {
  const answer = fetch('/api/bpmn/import', {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream', 'accept-language': document.documentElement.lang },
    body: await file.arrayBuffer(),
  });
  return (await ask(answer)) as Read;
}

export function ImportFile({ open, taken, onClose }: Props): ReactNode {
  const { t, language } = useWords();
  const chooser = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const create = useCreate(onClose);
  const read = useMutation({ mutationFn: readFile });
  const model = read.data?.model;
  const process = model && (model.processes.find((one) => one.isExecutable) ?? model.processes[0]);
  const count = (state: string): number => read.data?.imported.filter((one) => one.state === state).length ?? 0;
  const reset = (): void => {
    read.reset();
    create.reset();
  };
  const take = (files: FileList | null): void => {
    const [file] = files ?? [];
    reset();
    if (file) read.mutate(file);
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
        className={`drop ${over ? 'is-over' : ''}`}
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
        <input ref={chooser} type="file" hidden accept=".bpmn,.xml" onChange={(event) => take(event.target.files)} />
      </div>
      {process && read.data && (
        <dl className="import-report">
          <div>
            <dt>{t('processes.process')}</dt>
            <dd>{process.name || process.key}</dd>
          </div>
          <div>
            <dt>{t('import.steps')}</dt>
            <dd>{Object.keys(process.elements).length}</dd>
          </div>
          {read.data.imported.length > 0 && (
            <div>
              <dt>{t('import.foreign')}</dt>
              <dd>{t('import.fates', { mapped: count('mapped'), kept: count('kept'), lost: count('lost') })}</dd>
            </div>
          )}
          {read.data.problems.slice(0, 5).map((problem) => (
            <p key={`${problem.rule} ${problem.element}`} className="quiet">
              {problem.message[language]}
            </p>
          ))}
        </dl>
      )}
      {model && !process && <Failed error={new Refusal({ code: 'empty', title: t('import.empty'), detail: '' })} />}
      {(read.isError || create.isError) && <Failed error={read.error ?? create.error} />}
    </Modal>
  );
}
