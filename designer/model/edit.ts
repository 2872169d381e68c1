// The edits of the designer as data: what a gesture, a key, a one-click cure or a script may ask of a model.
import type { Diagram, ElementType, EventDefinition, Extension, Model, Point } from '../../bpmn/definition.ts';
import type { DecisionTable } from '../../dmn/schema.ts';

export type EventKind = EventDefinition['type'];
/** A thing to draw: a type, and for events what they wait for or throw. */
export type NodeSpec = {
  type: ElementType;
  definition?: EventKind;
  name?: string;
  /** Boundary events only: false = the step goes on. */
  cancelActivity?: boolean;
  triggeredByEvent?: boolean;
};
export type Bounds = Diagram['shapes'][string];
/** A cut-out of a model: what was copied, with its picture. */
export type Clip = Pick<Model, 'diagram'> & {
  elements: Model['processes'][0]['elements'];
  flows: Model['processes'][0]['flows'];
};

export type Edit =
  /** `at` is the middle of the new node. */
  | ({ edit: 'add'; at: Point } & NodeSpec)
  | ({ edit: 'append'; from: string } & NodeSpec)
  | ({ edit: 'insert'; flow: string; at: Point } & NodeSpec)
  | { edit: 'connect'; source: string; target: string }
  | { edit: 'reconnect'; flow: string; source?: string; target?: string }
  | { edit: 'rename'; id: string; name: string; language?: string }
  | ({ edit: 'changeType'; id: string } & NodeSpec)
  | { edit: 'move'; ids: string[]; by: Point }
  | { edit: 'resize'; id: string; bounds: { x: number; y: number; width: number; height: number } }
  | { edit: 'attach'; id: string; host: string; at: Point }
  | { edit: 'addBoundary'; host: string; definition: EventKind; cancelActivity: boolean; at?: Point; timer?: string }
  | { edit: 'remove'; ids: string[] }
  /** Fields of our extension on an element, flow, lane, process, or a loop; `undefined` clears one. */
  | { edit: 'setExtension'; id: string; zf: Partial<Extension>; part?: 'loop' }
  /** Attributes of an element, flow or process, by their names in the schema. */
  | { edit: 'setAttribute'; id: string; values: Record<string, unknown> }
  | { edit: 'setCondition'; flow: string; condition: string | undefined }
  | { edit: 'setDefault'; id: string; flow: string | undefined }
  | {
      edit: 'setMessage';
      id: string;
      kind: 'messages' | 'signals' | 'errors' | 'escalations';
      name: string;
      zf?: Partial<Extension>;
    }
  | { edit: 'addLane'; process?: string; name: string }
  | { edit: 'addAnnotation'; at: Point; text: string; about?: string }
  /** Whether the register or ledger that a step works on is drawn beside it; `name` as the shop calls it. */
  | { edit: 'drawStore'; id: string; name: string | undefined }
  | { edit: 'setText'; id: string; text: string }
  | { edit: 'setWaypoints'; id: string; waypoints: Point[] }
  | { edit: 'fold'; id: string; isExpanded: boolean }
  | { edit: 'tidy' }
  | { edit: 'paste'; clip: Clip; at: Point }
  | { edit: 'setDecision'; table: DecisionTable }
  | { edit: 'declareVariable'; process: string; name: string };
