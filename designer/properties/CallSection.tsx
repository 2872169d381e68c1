// Which process a step runs, and what data goes in and comes back.
import { AutoComplete, Checkbox, Select } from 'antd';
import { Workflow } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ElementOf } from '../../bpmn/definition.ts';
import { useShop, useWords } from '../context.ts';
import { useNames } from './ConditionEditor.tsx';
import { Field, Section, TextField } from './Section.tsx';
import { Mappings } from './ServiceSection.tsx';

const BINDINGS = ['latest', 'deployment', 'version', 'versionTag'] as const;
type Binding = (typeof BINDINGS)[number];

export function CallSection({ element }: { element: ElementOf<'callActivity'> }): ReactNode {
  const { processes, store, readOnly } = useShop();
  const { t } = useWords();
  const names = useNames(element.id);
  const { run } = store.getState();
  const { binding = element.zf?.version ? 'version' : 'latest' } = element.zf ?? {};
  const set = (zf: object): void => void run({ edit: 'setExtension', id: element.id, zf });
  return (
    <Section icon={Workflow} title={t('call.title')}>
      <AutoComplete
        className="zf-full"
        aria-label={t('call.title')}
        value={element.calledElement ?? ''}
        options={processes.map(({ id, name }) => ({ value: id, label: name }))}
        placeholder={t('call.choose')}
        onChange={(calledElement: string) =>
          run({ edit: 'setAttribute', id: element.id, values: { calledElement: calledElement || undefined } })
        }
      />
      <Field label={t('call.version')}>
        <Select
          className="zf-full"
          aria-label={t('call.version')}
          value={binding}
          options={BINDINGS.map((value) => ({ value, label: t(`call.versions.${value}`) }))}
          onChange={(value: Binding) => set({ binding: value === 'latest' ? undefined : value, version: undefined })}
        />
      </Field>
      {(binding === 'version' || binding === 'versionTag') && (
        <Field label={t(binding === 'version' ? 'call.number' : 'call.tag')}>
          <TextField
            value={element.zf?.version ?? ''}
            onCommit={(version) => set({ version: version.trim() || undefined })}
          />
        </Field>
      )}
      <Checkbox
        checked={element.zf?.returnAcrossCall === true}
        disabled={readOnly}
        onChange={({ target }) => set({ returnAcrossCall: target.checked || undefined })}
      >
        {t('call.returnAcross')}
      </Checkbox>
      <p className="zf-hint">{t('call.returnAcrossHint')}</p>
      <h3 className="zf-sub-title">{t('service.input')}</h3>
      <Mappings names={names} list={element.zf?.input ?? []} labels={{}} onChange={(input) => set({ input })} into />
      <h3 className="zf-sub-title">{t('service.output')}</h3>
      <Mappings list={element.zf?.output ?? []} labels={{}} onChange={(output) => set({ output })} />
    </Section>
  );
}
