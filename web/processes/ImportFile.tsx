// A BPMN file from another tool becomes drafts; what was understood, who its people are here, and what is left to do is said first.
import { Button, Modal } from 'antd';
import { FileUp } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import { Failed } from '../parts/Failed.tsx';
import { Refusal } from '../reach/client.ts';
import { useWords } from '../words/useWords.ts';
import { ImportPeople } from './ImportPeople.tsx';
import { ImportProcesses } from './ImportProcesses.tsx';
import { ImportReport } from './ImportReport.tsx';
import { ACCEPTED } from './read-files.ts';
import { useImport } from './useImport.ts';

type Props = { open: boolean; taken: string[]; onClose: () => void };

export function ImportFile({ open, taken, onClose }: Props): ReactNode {
  const { t } = useWords();
  const chooser = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const { read, create, facts, choice, set, found, heal, reset } = useImport(taken, onClose);
  const isDone = found !== undefined && found.candidates.length > 0;
  const take = (files: FileList | null): void => {
    const chosen = [...(files ?? [])];
    create.reset();
    if (chosen.length) read.mutate(chosen);
    if (chooser.current) chooser.current.value = '';
  };
  return (
    <Modal
      open={open}
      width={640}
      title={t('processes.import')}
      okText={
        found && found.keys.length > 1 ? t('import.createAll', { count: found.keys.length }) : t('processes.create')
      }
      cancelText={t('cancel')}
      okButtonProps={{ disabled: !found?.keys.length }}
      confirmLoading={create.isPending}
      onOk={() => create.mutate()}
      onCancel={onClose}
      afterClose={reset}
      destroyOnHidden
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a short cut of the button */}
      <div
        className={`drop ${over ? 'is-over' : ''} ${isDone ? 'is-done' : ''}`}
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
          accept={ACCEPTED}
          onChange={(event) => take(event.target.files)}
        />
      </div>
      {isDone && read.data && (
        <div className="import-report">
          <ImportProcesses
            model={found.content.model}
            candidates={found.candidates}
            keys={found.keys}
            taken={taken}
            over={choice.over}
            onKeys={(keys) => set({ keys })}
            onOver={(value) => set({ over: value })}
          />
          {facts && found.people.length > 0 && (
            <ImportPeople
              people={found.people}
              facts={facts}
              who={choice.who}
              onChange={(id, by) => set({ who: { ...choice.who, [id]: by } })}
            />
          )}
          <ImportReport read={read.data} model={found.model} before={found.before} keys={found.keys} onHeal={heal} />
        </div>
      )}
      {found && !isDone && <Failed error={new Refusal({ code: 'empty', title: t('import.empty'), detail: '' })} />}
      {(read.isError || create.isError) && <Failed error={read.error ?? create.error} />}
    </Modal>
  );
}
