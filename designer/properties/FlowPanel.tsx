// A line: its name, when it is taken, whether it is the default.
import { Switch } from 'antd';
import { Split, Tag } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Flow } from '../../bpmn/definition.ts';
import { useProcess, useShop, useWords } from '../context.ts';
import { calledIn } from '../words.ts';
import { ConditionEditor } from './ConditionEditor.tsx';
import { NameIn } from './NameIn.tsx';
import { Section } from './Section.tsx';

export function FlowPanel({ flow }: { flow: Flow }): ReactNode {
  const { store, language } = useShop();
  const { t } = useWords();
  const process = useProcess(flow.id);
  const { run } = store.getState();
  const source = process.elements[flow.source]!;
  const target = process.elements[flow.target]!;
  const isDefault = 'default' in source && source.default === flow.id;
  const siblings = Object.values(process.flows).filter((one) => one.source === flow.source).length;
  const chooses =
    source.type === 'exclusiveGateway' || source.type === 'inclusiveGateway' || source.type === 'complexGateway';
  return (
    <>
      <Section icon={Tag} title={t('flow.name')}>
        <NameIn id={flow.id} part={flow} placeholder={t('flow.nameHint')} />
        <p className="zf-hint">
          {calledIn(source, language, t)} → {calledIn(target, language, t)}
        </p>
      </Section>
      {(chooses || flow.condition !== undefined) && (
        <Section icon={Split} title={t('flow.when')}>
          {siblings > 1 && (
            <div className="zf-inline">
              <Switch
                size="small"
                aria-label={t('flow.isDefault')}
                checked={isDefault}
                onChange={(on) => run({ edit: 'setDefault', id: source.id, flow: on ? flow.id : undefined })}
              />
              {t('flow.isDefault')}
            </div>
          )}
          {!isDefault && (
            <ConditionEditor
              of={flow.id}
              value={flow.condition}
              onChange={(condition) => run({ edit: 'setCondition', flow: flow.id, condition })}
            />
          )}
        </Section>
      )}
    </>
  );
}
