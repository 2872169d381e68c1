// Which process a step runs, and what data goes in and comes back.
import { AutoComplete } from 'antd';
import { Workflow } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ElementOf } from '../../bpmn/definition.ts';
import { useShop, useWords } from '../context.ts';
import { Section } from './Section.tsx';
import { Mappings } from './ServiceSection.tsx';

export function CallSection({ element }: { element: ElementOf<'callActivity'> }): ReactNode {
  const { processes, store } = useShop();
  const { t } = useWords();
  const { run } = store.getState();
  const set = (zf: object): void => void run({ edit: 'setExtension', id: element.id, zf });
  return (
    <Section icon={Workflow} title={t('call.title')}>
      <AutoComplete
        className="zf-full"
        value={element.calledElement ?? ''}
        options={processes.map(({ id, name }) => ({ value: id, label: name }))}
        placeholder={t('call.choose')}
        onChange={(calledElement: string) =>
          run({ edit: 'setAttribute', id: element.id, values: { calledElement: calledElement || undefined } })
        }
      />
      <h4 className="zf-sub-title">{t('service.input')}</h4>
      <Mappings list={element.zf?.input ?? []} labels={{}} onChange={(input) => set({ input })} into />
      <h4 className="zf-sub-title">{t('service.output')}</h4>
      <Mappings list={element.zf?.output ?? []} labels={{}} onChange={(output) => set({ output })} />
    </Section>
  );
}
