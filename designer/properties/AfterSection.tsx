// 之后: where it goes from here. At a decision the condition of each way is edited in place.
import { Select } from 'antd';
import { ArrowRight, Split, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Definition, Element, Flow } from '../../bpmn/definition.ts';
import { useProcess, useShop, useWords } from '../context.ts';
import { calledIn, nameIn } from '../words.ts';
import { ConditionEditor } from './ConditionEditor.tsx';
import { Section } from './Section.tsx';

const outgoing = (process: Definition, id: string): Flow[] =>
  Object.values(process.flows)
    .filter(({ source }) => source === id)
    .sort((a, b) => a.order - b.order);

const decides = (element: Element | undefined): boolean =>
  element?.type === 'exclusiveGateway' || element?.type === 'inclusiveGateway';

export function AfterSection({ element }: { element: Element }): ReactNode {
  const { t } = useWords();
  const process = useProcess(element.id);
  const direct = outgoing(process, element.id);
  // a decision that comes straight after belongs to the step: its ways are shown here
  const next = direct.length === 1 ? process.elements[direct[0]!.target] : undefined;
  const chooser = decides(element) ? element : decides(next) ? next! : undefined;
  const flows = chooser ? outgoing(process, chooser.id) : direct;
  if (element.type === 'endEvent') return null;
  const byDefault = chooser && 'default' in chooser ? chooser.default : undefined;
  // The way of all else is chosen from a list of its own.
  const asksDefault = chooser !== undefined && flows.length > 1;
  return (
    <Section icon={Split} title={t('after.title')}>
      {flows.length === 0 && <p className="zf-hint">{t('after.nothing')}</p>}
      {flows
        .filter(({ id }) => !asksDefault || id !== byDefault)
        .map((flow) => (
          <Way key={flow.id} flow={flow} process={process} isDefault={flow.id === byDefault} />
        ))}
      {asksDefault && <Default chooser={chooser} flows={flows} process={process} />}
      {decides(element) &&
        flows
          .filter((flow) => !('default' in element && element.default === flow.id))
          .map((flow) => <WayCondition key={flow.id} flow={flow} process={process} />)}
    </Section>
  );
}

function Way({ flow, process, isDefault }: { flow: Flow; process: Definition; isDefault: boolean }): ReactNode {
  const { store, language } = useShop();
  const { t } = useWords();
  const target = process.elements[flow.target];
  return (
    <button type="button" className="zf-way" onClick={() => store.getState().select([flow.id])}>
      <span className="zf-way-name">
        {nameIn(flow, language) ||
          t(isDefault ? 'after.otherwise' : flow.condition === undefined ? 'after.next' : 'after.ifSo')}
      </span>
      <ArrowRight size={14} />
      <span className="zf-way-target">{target ? calledIn(target, language, t) : ''}</span>
    </button>
  );
}

function Default({ chooser, flows, process }: { chooser: Element; flows: Flow[]; process: Definition }): ReactNode {
  const { store, language } = useShop();
  const { t } = useWords();
  const chosen = 'default' in chooser ? chooser.default : undefined;
  return (
    <div className={`zf-way ${chosen ? '' : 'is-amber'}`}>
      <span className="zf-way-name">{t('after.otherwise')}</span>
      <ArrowRight size={14} />
      <span className="zf-way-target">
        <Select
          aria-label={t('after.otherwise')}
          size="small"
          variant="borderless"
          className="zf-full"
          value={chosen ?? null}
          allowClear
          placeholder={
            <span className="zf-amber">
              <TriangleAlert size={13} /> {t('after.noDefault')}
            </span>
          }
          options={flows.map((flow) => ({
            value: flow.id,
            label:
              nameIn(flow, language) ||
              (process.elements[flow.target] && calledIn(process.elements[flow.target]!, language, t)),
          }))}
          onChange={(flow?: string | null) =>
            store.getState().run({ edit: 'setDefault', id: chooser.id, flow: flow ?? undefined })
          }
        />
      </span>
    </div>
  );
}

function WayCondition({ flow, process }: { flow: Flow; process: Definition }): ReactNode {
  const { store, language } = useShop();
  const { t } = useWords();
  const target = process.elements[flow.target];
  return (
    <div className="zf-card">
      <strong>
        {t('after.when', { name: nameIn(flow, language) || (target ? calledIn(target, language, t) : '') })}
      </strong>
      <ConditionEditor
        of={flow.id}
        value={flow.condition}
        onChange={(condition) => store.getState().run({ edit: 'setCondition', flow: flow.id, condition })}
      />
    </div>
  );
}
