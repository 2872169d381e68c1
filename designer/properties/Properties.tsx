// The panel at the right: questions about what is chosen, in the order a shop asks them.
import { ConfigProvider } from 'antd';
import { Database, Diamond, FileText, MoveRight, PanelRightClose, Rows3, Split, StickyNote } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Element } from '../../bpmn/definition.ts';
import { eventGlyph, taskIcon } from '../canvas/glyphs.tsx';
import { useDesigner, useProcess, useShop, useWords } from '../context.ts';
import { elementOf, flowOf } from '../model/find.ts';
import { calledIn, kindKey, nameIn } from '../words.ts';
import { AfterSection } from './AfterSection.tsx';
import { CallSection } from './CallSection.tsx';
import { CopySection } from './CopySection.tsx';
import { DeadlineSection, takesLimits, takesPauses } from './DeadlineSection.tsx';
import { DecideSection } from './DecideSection.tsx';
import { DecisionSection } from './DecisionSection.tsx';
import { EventSection, NameSection } from './EventSection.tsx';
import { FlowPanel } from './FlowPanel.tsx';
import { NameIn } from './NameIn.tsx';
import { ProcessPanel } from './ProcessPanel.tsx';
import { RepeatSection } from './RepeatSection.tsx';
import { RightsSection } from './RightsSection.tsx';
import { Section, TextField } from './Section.tsx';
import { ServiceSection } from './ServiceSection.tsx';
import { StorePanel, tiedTo } from './StorePanel.tsx';
import { Technical } from './Technical.tsx';
import { VerbsSection } from './VerbsSection.tsx';
import { WhatSection } from './WhatSection.tsx';
import { WhoSection } from './WhoSection.tsx';

export function Properties({ onClose }: { onClose: () => void }): ReactNode {
  const { language, readOnly } = useShop();
  const { t } = useWords();
  const id = useDesigner(({ selection }) => (selection.length === 1 ? selection[0] : undefined));
  const many = useDesigner(({ selection }) => selection.length);
  const element = useDesigner(({ model }) => (id ? elementOf(model, id)?.element : undefined));
  const flow = useDesigner(({ model }) => (id ? flowOf(model, id)?.flow : undefined));
  const lane = useDesigner(({ model }) =>
    id ? model.processes.map(({ lanes }) => lanes[id]).find(Boolean) : undefined,
  );
  const artifact = useDesigner(({ model }) => (id ? model.artifacts[id] : undefined));
  const isStore = useDesigner(({ model }) => id !== undefined && tiedTo(model, id).length > 0);
  const process = useProcess();
  const { store } = useShop();

  let icon: ReactNode = <FileText size={16} />;
  let title = nameIn(process, language);
  let kind = t('panel.process');
  let body: ReactNode = <ProcessPanel />;
  if (many > 1) {
    title = t('panel.many', { count: many });
    kind = '';
    body = <p className="zf-section zf-hint">{t('panel.manyHint')}</p>;
  } else if (element) {
    icon = <ElementIcon element={element} />;
    title = calledIn(element, language, t);
    kind = t(`kind.${kindKey(element)}`);
    body = <ElementPanel key={element.id} element={element} />;
  } else if (flow) {
    icon = <MoveRight size={16} />;
    title = nameIn(flow, language) || t('panel.flow');
    kind = t('panel.flow');
    body = <FlowPanel key={flow.id} flow={flow} />;
  } else if (lane) {
    icon = <Rows3 size={16} />;
    title = nameIn(lane, language);
    kind = t('panel.lane');
    body = (
      <Section icon={Rows3} title={t('panel.laneName')}>
        <NameIn key={lane.id} id={lane.id} part={lane} />
        <p className="zf-hint">{t('panel.laneHint')}</p>
      </Section>
    );
  } else if (artifact && isStore) {
    icon = <Database size={16} />;
    title = t('store.title');
    kind = t('store.kind');
    body = <StorePanel key={artifact.id} id={artifact.id} />;
  } else if (artifact) {
    icon = <StickyNote size={16} />;
    title = t('panel.note');
    kind = '';
    body = (
      <Section icon={StickyNote} title={t('panel.note')}>
        <TextField
          rows={4}
          key={artifact.id}
          value={artifact.text ?? artifact.name}
          onCommit={(name) => store.getState().run({ edit: 'rename', id: artifact.id, name })}
        />
      </Section>
    );
  }
  return (
    <aside className="zf-properties" aria-label={t('panel.title')}>
      <header>
        <span className={`zf-panel-icon ${element?.type === 'userTask' ? 'is-user' : ''}`}>{icon}</span>
        <div>
          <strong title={title}>{title}</strong>
          <small>{kind}</small>
        </div>
        <button type="button" className="zf-action" aria-label={t('panel.close')} onClick={onClose}>
          <PanelRightClose size={16} />
        </button>
      </header>
      <ConfigProvider componentDisabled={readOnly}>
        <fieldset className="zf-properties-body" disabled={readOnly}>
          {body}
        </fieldset>
      </ConfigProvider>
    </aside>
  );
}

function ElementIcon({ element }: { element: Element }): ReactNode {
  if (element.type.endsWith('Gateway')) return <Diamond size={16} />;
  if ('eventDefinitions' in element)
    return (
      <svg width="18" height="18" viewBox="0 0 24 24" aria-hidden="true">
        <circle
          cx="12"
          cy="12"
          r="10.5"
          fill="none"
          stroke="currentColor"
          strokeWidth={element.type === 'endEvent' ? 3 : 1.5}
        />
        <g transform="translate(5.6 5.6) scale(.8)">{eventGlyph(element.eventDefinitions[0]?.type)}</g>
      </svg>
    );
  const Icon = taskIcon(element.type);
  return <Icon size={16} strokeWidth={1.75} />;
}

function ElementPanel({ element }: { element: Element }): ReactNode {
  const isWork = element.type === 'serviceTask' || element.type === 'sendTask';
  const isActivity = !/Event$|Gateway$/.test(element.type);
  return (
    <>
      {!isActivity && <NameField element={element} />}
      {element.type === 'userTask' && <WhoSection element={element} />}
      {element.type === 'userTask' && <DecideSection element={element} />}
      {element.type === 'userTask' && <VerbsSection element={element} />}
      {element.type === 'userTask' && <WhatSection element={element} />}
      {element.type === 'userTask' && <RightsSection element={element} />}
      {isWork && !element.zf?.decision && <ServiceSection element={element} />}
      {(element.type === 'businessRuleTask' || element.zf?.decision) && <DecisionSection element={element} />}
      {element.type === 'callActivity' && <CallSection element={element} />}
      {element.type === 'receiveTask' && <NameSection element={element} kind="messages" />}
      {'eventDefinitions' in element && <EventSection element={element} />}
      {element.type === 'startEvent' && element.eventDefinitions.length === 0 && <WhatSection element={element} />}
      {(takesLimits(element) || takesPauses(element)) && <DeadlineSection element={element} />}
      {element.type === 'userTask' && <CopySection element={element} />}
      <AfterSection element={element} />
      {isActivity && (
        <RepeatSection element={element as Extract<Element, { isForCompensation?: boolean | undefined }>} />
      )}
      <Technical element={element} />
    </>
  );
}

function NameField({ element }: { element: Element }): ReactNode {
  const { t } = useWords();
  return (
    <Section icon={Split} title={t('panel.name')}>
      <NameIn id={element.id} part={element} placeholder={t('panel.nameHint')} />
    </Section>
  );
}
