// What an event waits for or says: a time, a message, an error.
import { Radio, Segmented } from 'antd';
import { Mail, Timer, Zap } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Element, EventDefinition } from '../../bpmn/definition.ts';
import { useProcess, useShop, useWords } from '../context.ts';
import { ConditionEditor } from './ConditionEditor.tsx';
import { DurationInput } from './DurationInput.tsx';
import { Field, Section, TextField } from './Section.tsx';

type EventElement = Extract<Element, { eventDefinitions: EventDefinition[] }>;
type Timer_ = Extract<EventDefinition, { type: 'timerEventDefinition' }>;

export function EventSection({ element }: { element: EventElement }): ReactNode {
  const { store } = useShop();
  const { t } = useWords();
  const { run } = store.getState();
  const definition = element.eventDefinitions[0];
  const replace = (next: EventDefinition): void =>
    void run({
      edit: 'setAttribute',
      id: element.id,
      values: { eventDefinitions: [next, ...element.eventDefinitions.slice(1)] },
    });
  const interrupts =
    element.type === 'boundaryEvent'
      ? { key: 'cancelActivity', on: element.cancelActivity }
      : element.type === 'startEvent' && definition
        ? { key: 'isInterrupting', on: element.isInterrupting }
        : undefined;
  return (
    <>
      {definition?.type === 'timerEventDefinition' && (
        <Section icon={Timer} title={t('event.when')}>
          <TimerFields element={element} definition={definition} onChange={replace} />
        </Section>
      )}
      {definition?.type === 'messageEventDefinition' && <NameSection element={element} kind="messages" />}
      {definition?.type === 'signalEventDefinition' && <NameSection element={element} kind="signals" />}
      {definition?.type === 'errorEventDefinition' && <NameSection element={element} kind="errors" />}
      {definition?.type === 'escalationEventDefinition' && <NameSection element={element} kind="escalations" />}
      {definition?.type === 'conditionalEventDefinition' && (
        <Section icon={Zap} title={t('event.condition')}>
          <ConditionEditor
            of={element.id}
            value={definition.condition}
            onChange={(condition) =>
              replace(condition === undefined ? { type: definition.type } : { ...definition, condition })
            }
          />
        </Section>
      )}
      {interrupts && (element.type === 'boundaryEvent' || isInEventSub(element, store.getState().model.processes)) && (
        <Section icon={Zap} title={t('event.effect')}>
          <Radio.Group
            aria-label={t('event.effect')}
            vertical
            value={interrupts.on}
            options={[
              { value: true, label: t('event.interrupts') },
              { value: false, label: t('event.alongside') },
            ]}
            onChange={({ target }) =>
              run({ edit: 'setAttribute', id: element.id, values: { [interrupts.key]: target.value } })
            }
          />
        </Section>
      )}
    </>
  );
}

const isInEventSub = (element: Element, processes: { elements: Record<string, Element> }[]): boolean => {
  const parent = processes.map(({ elements }) => elements[element.scope]).find(Boolean);
  return parent !== undefined && 'triggeredByEvent' in parent && parent.triggeredByEvent;
};

const TIMES = ['timeDuration', 'timeDate', 'timeCycle'] as const;

function TimerFields({
  element,
  definition,
  onChange,
}: {
  element: Element;
  definition: Timer_;
  onChange: (next: Timer_) => void;
}): ReactNode {
  const { t } = useWords();
  const kind = TIMES.find((one) => definition[one] !== undefined) ?? 'timeDuration';
  const text = definition[kind];
  const set = (value: string, as: (typeof TIMES)[number] = kind): void =>
    onChange({ type: 'timerEventDefinition', [as]: value });
  return (
    <>
      <Segmented
        aria-label={t('event.when')}
        block
        size="small"
        value={kind}
        options={TIMES.map((one) => ({ value: one, label: t(`event.${one}`) }))}
        onChange={(one) => set({ timeDuration: 'PT1H', timeDate: '', timeCycle: 'R/P1D' }[one], one)}
      />
      {kind === 'timeDuration' ? (
        <DurationInput
          parameter={{ of: element }}
          value={text}
          units={['second', 'minute', 'hour', 'day', 'week']}
          absent="PT1H"
          label={t('event.timeDuration')}
          onChange={(duration) => duration && set(duration)}
        />
      ) : (
        <TextField mono value={text} placeholder={t(`event.${kind}Hint`)} onCommit={(value) => set(value)} />
      )}
      <p className="zf-hint">{t(`event.${kind}Hint`)}</p>
    </>
  );
}

/** The name by which message, signal, error or escalation meet; names in use are offered. */
export function NameSection({
  element,
  kind,
}: {
  element: Element;
  kind: 'messages' | 'signals' | 'errors' | 'escalations';
}): ReactNode {
  const { store } = useShop();
  const { t } = useWords();
  const process = useProcess(element.id);
  const { run } = store.getState();
  const parts = process[kind] as Record<
    string,
    { id: string; name?: string; errorCode?: string; escalationCode?: string; zf?: { correlationKey?: string } }
  >;
  const reference = { messages: 'messageRef', signals: 'signalRef', errors: 'errorRef', escalations: 'escalationRef' }[
    kind
  ];
  const owner = (
    'eventDefinitions' in element
      ? element.eventDefinitions.find((one) => reference in one || one.type.startsWith(reference.slice(0, -3)))
      : element
  ) as Record<string, unknown> | undefined;
  const id = owner?.[reference] as string | undefined;
  const part = id ? parts[id] : undefined;
  const code = (one: (typeof parts)[string]): string => one.errorCode ?? one.escalationCode ?? one.name ?? '';
  const listId = `${element.id}-${kind}`;
  return (
    <Section icon={Mail} title={t(`event.${kind}`)}>
      <TextField
        key={id}
        value={part ? code(part) : ''}
        placeholder={t(`event.${kind}Hint`)}
        onCommit={(name) => run({ edit: 'setMessage', id: element.id, kind, name })}
      />
      <div className="zf-choices" id={listId}>
        {Object.values(parts)
          .filter((one) => one.id !== id && code(one))
          .slice(0, 8)
          .map((one) => (
            <button
              key={one.id}
              type="button"
              className="zf-choice"
              onClick={() => run({ edit: 'setMessage', id: element.id, kind, name: code(one) })}
            >
              {code(one)}
            </button>
          ))}
      </div>
      {kind === 'messages' && (
        <Field label={t('event.correlation')} hint={t('event.correlationHint')}>
          <TextField
            mono
            value={(element.zf?.correlationKey ?? part?.zf?.correlationKey)?.replace(/^=/, '')}
            onCommit={(text) =>
              run({
                edit: 'setExtension',
                id: element.id,
                zf: { correlationKey: text ? `=${text.replace(/^=/, '')}` : undefined },
              })
            }
          />
        </Field>
      )}
    </Section>
  );
}
