// A BPMN file from another tool becomes drafts; what was understood, who its people are here, and what is left to do is said first.
import { Modal } from 'antd';
import type { ReactNode } from 'react';
import { Drop } from '../parts/Drop.tsx';
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
  const { read, create, facts, choice, set, found, heal, reset } = useImport(taken, onClose);
  const isDone = found !== undefined && found.candidates.length > 0;
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
      <Drop
        text={t('import.drop')}
        choose={t('import.choose')}
        label={t('processes.import')}
        accept={ACCEPTED}
        busy={read.isPending}
        done={isDone}
        multiple
        onFiles={(files) => {
          create.reset();
          read.mutate(files);
        }}
      />
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
