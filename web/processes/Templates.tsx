// The SOPs that come with the product, each a start for an own process.
import { useMutation } from '@tanstack/react-query';
import { Button, Modal } from 'antd';
import { Workflow } from 'lucide-react';
import type { ReactNode } from 'react';
import { renamed } from '../../bpmn/xml/rename.ts';
import { Failed } from '../parts/Failed.tsx';
import { useWords } from '../words/useWords.ts';
import { freeKey, useCreate } from './useCreate.ts';

type Props = { open: boolean; taken: string[]; onClose: () => void };

/** Named here so that the list shows before anything is loaded. */
const SHIPPED = [{ folder: 'order-fulfilment', word: 'orderFulfilment' }] as const;

export function Templates({ open, taken, onClose }: Props): ReactNode {
  const { t, language } = useWords();
  const create = useCreate(onClose);
  const use = useMutation({
    mutationFn: async (folder: string) => {
      const { readSop } = await import('./read-sop.ts');
      const { model, forms } = await readSop(folder);
      const process = model.processes[0]!;
      const key = freeKey(process.key, taken);
      const name = (language === 'en' && process.zf.text?.en?.name) || process.name || key;
      return create.mutateAsync({ name: process.name ?? name, key, model: renamed(model, process.key, key), forms });
    },
  });
  return (
    <Modal open={open} title={t('processes.template')} footer={null} onCancel={onClose} destroyOnHidden>
      <p className="quiet">{t('templates.hint')}</p>
      <ul className="templates">
        {SHIPPED.map(({ folder, word }) => (
          <li key={folder}>
            <span className="process-icon">
              <Workflow size={16} strokeWidth={1.75} aria-hidden="true" />
            </span>
            <div>
              <strong>{t(`templates.${word}.name`)}</strong>
              <p>{t(`templates.${word}.text`)}</p>
            </div>
            <Button loading={use.isPending} onClick={() => use.mutate(folder)}>
              {t('templates.use')}
            </Button>
          </li>
        ))}
      </ul>
      {use.isError && <Failed error={use.error} />}
    </Modal>
  );
}
