// BPMN glyphs of our own, drawn in a 16-px box with currentColor, and the lucide icons of task types.
import {
  Braces,
  Cog,
  CornerDownRight,
  Hand,
  type LucideIcon,
  MailOpen,
  Send,
  Square,
  SquarePlus,
  Table2,
  User,
} from 'lucide-react';
import type { ReactNode } from 'react';
import type { Element, ElementType } from '../../bpmn/definition.ts';
import type { EventKind } from '../model/edit.ts';

const TASK_ICONS: Partial<Record<ElementType, LucideIcon>> = {
  userTask: User,
  manualTask: Hand,
  serviceTask: Cog,
  businessRuleTask: Table2,
  sendTask: Send,
  receiveTask: MailOpen,
  scriptTask: Braces,
  callActivity: CornerDownRight,
  subProcess: SquarePlus,
  transaction: SquarePlus,
  adHocSubProcess: SquarePlus,
};
export const taskIcon = (type: ElementType): LucideIcon => TASK_ICONS[type] ?? Square;

const stroke = {
  fill: 'none',
  stroke: 'currentColor',
  strokeWidth: 1.4,
  strokeLinecap: 'round',
  strokeLinejoin: 'round',
} as const;

/** An event that has several definitions. */
export const SEVERAL = 'several';

/** What an event waits for or throws; `filled` = it throws; `all` = it waits until all of several have come. */
export function eventGlyph(kind: EventKind | typeof SEVERAL | undefined, filled = false, all = false): ReactNode {
  const ink = filled ? { ...stroke, fill: 'currentColor' } : stroke;
  switch (kind) {
    case 'timerEventDefinition':
      return (
        <g {...stroke}>
          <circle cx="8" cy="8" r="6" />
          <path d="M8 4.4V8l2.4 1.6" />
        </g>
      );
    case 'messageEventDefinition':
      return filled ? (
        <g>
          <rect x="1.8" y="3.4" width="12.4" height="9.2" rx="1.2" fill="currentColor" />
          <path d="M2.4 4.4 8 8.6l5.6-4.2" fill="none" stroke="var(--node)" strokeWidth="1.3" />
        </g>
      ) : (
        <g {...stroke}>
          <rect x="1.8" y="3.4" width="12.4" height="9.2" rx="1.2" />
          <path d="M2.2 4.4 8 8.6l5.8-4.2" />
        </g>
      );
    case 'signalEventDefinition':
      return <path {...ink} d="M8 2.4 14 13H2z" />;
    case 'errorEventDefinition':
      return <path {...ink} d="M2.6 13.2 5.8 4.6l3.9 5.2 3.7-7-2.6 9.4-3.8-5z" />;
    case 'escalationEventDefinition':
      return <path {...ink} d="M8 2.4 12.6 13 8 9.2 3.4 13z" />;
    case 'conditionalEventDefinition':
      return (
        <g {...stroke}>
          <rect x="3" y="2" width="10" height="12" rx="1" />
          <path d="M5 5h6M5 8h6M5 11h6" />
        </g>
      );
    case 'linkEventDefinition':
      return <path {...ink} d="M2.4 6h6V3.4L13.6 8l-5.2 4.6V10h-6z" />;
    case 'compensateEventDefinition':
      return <path {...ink} d="M8 3.6v8.8L2.4 8zM13.8 3.6v8.8L8.2 8z" />;
    case 'cancelEventDefinition':
      return <path {...stroke} strokeWidth={2.2} d="m4 4 8 8M12 4l-8 8" />;
    case SEVERAL:
      return all ? (
        <path {...stroke} d="M6.4 2h3.2v4.4H14v3.2H9.6V14H6.4V9.6H2V6.4h4.4z" />
      ) : (
        <path {...ink} d="m8 2 6 4.4-2.3 7H4.3L2 6.4z" />
      );
    case 'terminateEventDefinition':
      return <circle cx="8" cy="8" r="5.4" fill="currentColor" />;
    default:
      return null;
  }
}

/** The sign inside a diamond, in a 44-px box. */
export function gatewayGlyph(type: ElementType): ReactNode {
  const ink = { fill: 'none', stroke: 'currentColor', strokeWidth: 2.2, strokeLinecap: 'round' } as const;
  switch (type) {
    case 'exclusiveGateway':
      return <path {...ink} d="m17 17 10 10M27 17 17 27" />;
    case 'parallelGateway':
      return <path {...ink} d="M22 14v16M14 22h16" />;
    case 'inclusiveGateway':
      return <circle {...ink} cx="22" cy="22" r="7.4" />;
    case 'complexGateway':
      return <path {...ink} d="M22 14v16M14 22h16m-13.6-5.6 11.2 11.2m0-11.2L16.4 27.6" />;
    default:
      return (
        <g fill="none" stroke="currentColor" strokeWidth="1.3" strokeLinejoin="round">
          <circle cx="22" cy="22" r="9.6" />
          <circle cx="22" cy="22" r="7.4" />
          <path d="m22 17.6 4.3 3.1-1.6 5h-5.4l-1.6-5z" />
        </g>
      );
  }
}

/** What BPMN draws at the foot of a step: that it repeats, undoes, has no order. */
export function Markers({ element }: { element: Element }): ReactNode {
  const undoes = 'isForCompensation' in element && element.isForCompensation;
  return (
    <>
      <LoopMarker element={element} />
      {undoes && (
        <svg className="zf-marker is-undoing" width="12" height="12" viewBox="0 0 16 16" aria-hidden="true">
          {eventGlyph('compensateEventDefinition')}
        </svg>
      )}
      {element.type === 'adHocSubProcess' && (
        <svg className="zf-marker is-ad-hoc" width="14" height="10" viewBox="0 0 14 10" aria-hidden="true">
          <path d="M1 7c1.6-5 4.4-5 6-2s4.4 3 6-2" fill="none" stroke="currentColor" strokeWidth="1.8" />
        </svg>
      )}
    </>
  );
}

function LoopMarker({ element }: { element: Element }): ReactNode {
  const loop = 'loopCharacteristics' in element ? element.loopCharacteristics : undefined;
  if (!loop) return null;
  if (loop.type === 'standardLoopCharacteristics')
    return (
      <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
        <path d="M9.8 7.6A4.2 4.2 0 1 1 9.6 4M10 1.6V4.2H7.4" fill="none" stroke="currentColor" strokeWidth="1.3" />
      </svg>
    );
  return (
    <svg width="12" height="10" viewBox="0 0 12 10" aria-hidden="true">
      <path
        d={loop.isSequential ? 'M1 1.5h10M1 5h10M1 8.5h10' : 'M2 0v10M6 0v10M10 0v10'}
        stroke="currentColor"
        strokeWidth="1.6"
      />
    </svg>
  );
}
