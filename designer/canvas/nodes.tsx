// Node components of canvas and viewer: memoised, of the size the picture says.
import { Handle, type NodeProps, Position, useStore } from '@xyflow/react';
import { Tooltip } from 'antd';
import { Check, CircleAlert, Clock, Database, SquarePlus } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import type { Artifact, Element } from '../../bpmn/definition.ts';
import { stepsAtStore, storeOf } from '../../bpmn/stores.ts';
import { listed } from '../../words/say.ts';
import { useDesigner, useShop, useStoreNames, useWords } from '../context.ts';
import { calledIn, durationWords, nameIn, roleWords } from '../words.ts';
import type { ArtifactNode, FaceData, FaceNode, FrameNode, NodeState } from './faces.ts';
import { eventGlyph, gatewayGlyph, Markers, SEVERAL, taskIcon } from './glyphs.tsx';
import { NameEditor } from './NameEditor.tsx';

type Detail = 'all' | 'names' | 'shapes';
/** Under 60 % only names, grown to stay readable; under 35 % shapes and colours. */
const useDetail = (): Detail =>
  useStore(({ transform }) => (transform[2] >= 0.595 ? 'all' : transform[2] >= 0.35 ? 'names' : 'shapes'));
const useNameSize = (): number =>
  useStore(({ transform }) => (transform[2] >= 0.595 ? 14 : Math.min(24, Math.ceil(11 / transform[2]))));

function Ports({ isConnectable = true }: { isConnectable?: boolean }): ReactNode {
  return (
    <>
      <Handle type="source" id="right" position={Position.Right} isConnectable={isConnectable} />
      <Handle type="source" id="bottom" position={Position.Bottom} isConnectable={isConnectable} />
      <Handle type="source" id="top" position={Position.Top} isConnectable={isConnectable} />
      <Handle type="source" id="left" position={Position.Left} isConnectable={isConnectable} />
    </>
  );
}

const className = (base: string, { state, live }: FaceData, selected: boolean | undefined, more = ''): string =>
  ['zf-node', base, selected && 'is-selected', live && state && `is-${state.state}`, more].filter(Boolean).join(' ');

function Badges({ data, detail }: { data: FaceData; detail: Detail }): ReactNode {
  const { problem, state } = data;
  return (
    <>
      {state && <Pill state={state} detail={detail} />}
      {state?.state === 'done' && (
        <span className="zf-badge is-done">
          <Check size={12} strokeWidth={2.5} />
        </span>
      )}
      {problem && problem !== 'info' && <span className={`zf-badge is-${problem}`}>!</span>}
    </>
  );
}

function Pill({ state, detail }: { state: NodeState; detail: Detail }): ReactNode {
  const text = state.pill ?? (state.count && state.count > 1 ? String(state.count) : undefined);
  if (!text || detail === 'shapes') return null;
  const bad = state.state === 'late' || state.state === 'stuck';
  return (
    <span className={`zf-pill ${bad ? 'is-bad' : ''}`}>
      {bad && <CircleAlert size={13} strokeWidth={2} />}
      {text}
    </span>
  );
}

export const TaskNode = memo(function TaskNode({ data, selected, width }: NodeProps<FaceNode>) {
  const { element, process } = data;
  const shop = useShop();
  const { t } = useWords();
  const detail = useDetail();
  const size = useNameSize();
  const Icon = taskIcon(element.type);
  const eventSub = 'triggeredByEvent' in element && element.triggeredByEvent;
  const start = eventSub
    ? Object.values(process.elements).find((one) => one.scope === element.id && one.type === 'startEvent')
    : undefined;
  const name = calledIn(element, shop.language, t);
  const role = roleWords(element, process, shop, t);
  const target = element.zf?.deadline?.[0]?.target;
  const collapsed = element.type === 'callActivity' || eventSub;
  return (
    <div
      className={className(
        'zf-task',
        data,
        selected,
        `${element.type === 'callActivity' ? 'is-call' : ''} ${eventSub ? 'is-event-sub' : ''} ${(width ?? 144) < 130 ? 'is-small' : ''}`,
      )}
      style={data.color ? { borderColor: data.color } : undefined}
    >
      <Ports />
      {detail !== 'shapes' && (
        <div className="zf-task-row1" style={detail === 'names' ? { fontSize: size, lineHeight: 1.25 } : undefined}>
          {detail === 'all' &&
            (start?.type === 'startEvent' ? (
              <svg className="zf-icon" width="16" height="16" viewBox="0 0 20 20" aria-hidden="true">
                <circle
                  cx="10"
                  cy="10"
                  r="9"
                  fill="none"
                  stroke="currentColor"
                  strokeWidth="1.4"
                  strokeDasharray={start.isInterrupting ? undefined : '3 2'}
                />
                <g transform="translate(4.4 4.4) scale(.7)">{eventGlyph(start.eventDefinitions[0]?.type)}</g>
              </svg>
            ) : (
              <Icon
                className={`zf-icon ${element.type === 'userTask' ? 'is-user' : ''}`}
                size={16}
                strokeWidth={1.75}
                aria-hidden="true"
              />
            ))}
          <NameEditor id={element.id} name={nameIn(element, shop.language)}>
            <Tooltip title={name.length > 8 ? name : undefined} mouseEnterDelay={0.6}>
              <span className="zf-name">{name}</span>
            </Tooltip>
          </NameEditor>
        </div>
      )}
      {detail === 'all' && (
        <div className="zf-task-row2">
          <span className="zf-role">{role}</span>
          <Store element={element} />
          <Markers element={element} />
          {collapsed && !eventSub && <SquarePlus size={14} strokeWidth={1.5} />}
          <span className="zf-spacer" />
          {element.type === 'userTask' && !target ? (
            <span className="zf-chip is-missing">
              <Clock size={11} />
              {t('face.noDeadline')}
            </span>
          ) : (
            target && (
              <span className="zf-chip">
                <Clock size={11} />
                {durationWords(target, t)}
              </span>
            )
          )}
          {eventSub && <SquarePlus size={14} strokeWidth={1.5} />}
        </div>
      )}
      <Badges data={data} detail={detail} />
    </div>
  );
});

/** Which register or ledger of the shop a step reads, writes or books on. */
function Store({ element }: { element: Element }): ReactNode {
  const nameOf = useStoreNames();
  const store = storeOf(element);
  if (!store) return null;
  return (
    <span className="zf-chip is-store">
      <Database size={11} aria-hidden="true" />
      {nameOf(store.key)}
    </span>
  );
}

/** A data store tied to steps is called as what they work on is called now; another has the name of its file. */
function StoreName({ artifact }: { artifact: Artifact }): ReactNode {
  const { language } = useShop();
  const nameOf = useStoreNames();
  const keys = useDesigner(({ model }) =>
    [...new Set(stepsAtStore(model, artifact.id).map(({ store }) => store.key))].join('\n'),
  );
  return (
    <div className="zf-label is-bottom">{keys ? listed(keys.split('\n').map(nameOf), language) : artifact.name}</div>
  );
}

export const SubProcessNode = memo(function SubProcessNode({ data, selected }: NodeProps<FaceNode>) {
  const { element } = data;
  const { language } = useShop();
  const { t } = useWords();
  const detail = useDetail();
  return (
    <div
      className={className(
        'zf-sub',
        data,
        selected,
        'triggeredByEvent' in element && element.triggeredByEvent ? 'is-event-sub' : '',
      )}
      style={data.color ? { borderColor: data.color } : undefined}
    >
      <Ports />
      <div className="zf-sub-head">
        <NameEditor id={element.id} name={nameIn(element, language)}>
          <span className="zf-name">{calledIn(element, language, t)}</span>
        </NameEditor>
        <Markers element={element} />
      </div>
      <Badges data={data} detail={detail} />
    </div>
  );
});

export const EventNode = memo(function EventNode({ data, selected, width, height }: NodeProps<FaceNode>) {
  const { element } = data;
  if (!('eventDefinitions' in element)) return null;
  const boundary = element.type === 'boundaryEvent';
  const size = Math.min(width ?? 36, height ?? 36);
  const kind = element.eventDefinitions.length > 1 ? SEVERAL : element.eventDefinitions[0]?.type;
  const throws = element.type === 'intermediateThrowEvent' || element.type === 'endEvent';
  const dashed =
    (boundary && !element.cancelActivity) || (element.type === 'startEvent' && !element.isInterrupting)
      ? '4.5 2.6'
      : undefined;
  const outer = element.type === 'endEvent' ? 3.2 : 1.5;
  const r = size / 2 - outer / 2;
  const double = boundary || element.type.startsWith('intermediate');
  const icon = boundary ? 14 : 17;
  return (
    <div className={className('zf-event', data, selected, boundary ? 'is-boundary' : '')}>
      <Ports />
      <svg width={size} height={size} aria-hidden="true">
        <circle className="zf-ring" cx={size / 2} cy={size / 2} r={r} strokeWidth={outer} strokeDasharray={dashed} />
        {double && (
          <circle
            className="zf-ring is-inner"
            cx={size / 2}
            cy={size / 2}
            r={r - 3.2}
            strokeWidth={1.2}
            strokeDasharray={dashed && '3.6 2.2'}
          />
        )}
        <svg
          x={(size - icon) / 2}
          y={(size - icon) / 2}
          width={icon}
          height={icon}
          viewBox="0 0 16 16"
          aria-hidden="true"
        >
          {eventGlyph(kind, throws, element.parallelMultiple)}
        </svg>
      </svg>
      <Label data={data} />
      <Badges data={data} detail="all" />
    </div>
  );
});

export const GatewayNode = memo(function GatewayNode({ data, selected, width, height }: NodeProps<FaceNode>) {
  const { element } = data;
  const size = Math.min(width ?? 44, height ?? 44);
  return (
    <div className={className('zf-gateway', data, selected)}>
      <Ports />
      <svg width={size} height={size} viewBox="0 0 44 44" aria-hidden="true">
        <rect
          className="zf-ring"
          x="7"
          y="7"
          width="30"
          height="30"
          rx="4"
          transform="rotate(45 22 22)"
          strokeWidth={1.5}
        />
        {gatewayGlyph(element.type)}
      </svg>
      <Label data={data} />
      <Badges data={data} detail="all" />
    </div>
  );
});

function Label({ data: { element, label } }: { data: FaceData }): ReactNode {
  const { language } = useShop();
  const detail = useDetail();
  const isEdited = useDesigner((state) => state.editing === element.id);
  const name = nameIn(element, language);
  if (detail === 'shapes' || (!name && !isEdited)) return null;
  // One without a name has no place yet: it is written below.
  const { x, y, width, align } = label ?? UNNAMED;
  return (
    <div className="zf-label" style={{ left: x, top: y, width, textAlign: align }}>
      <NameEditor id={element.id} name={name}>
        <span>{name}</span>
      </NameEditor>
    </div>
  );
}
const UNNAMED = { x: -26, y: 44, width: 88, align: 'center' } as const;

export const FrameView = memo(function FrameView({ id, data, selected }: NodeProps<FrameNode>) {
  const { pool, shut, upright, alternate, last, name } = data;
  return (
    <div
      className={`zf-frame ${pool ? 'is-pool' : 'is-lane'} ${alternate ? 'is-alternate' : ''} ${last ? 'is-last' : ''} ${upright ? 'is-upright' : ''} ${shut ? 'is-shut' : ''} ${selected ? 'is-selected' : ''}`}
    >
      {/* Message flows may lead to a pool as a whole. */}
      {pool && <Ports isConnectable={false} />}
      <div className="zf-frame-head">
        <NameEditor id={id} name={name}>
          <span>{name}</span>
        </NameEditor>
      </div>
    </div>
  );
});

export const ArtifactView = memo(function ArtifactView({ id, data: { artifact }, selected }: NodeProps<ArtifactNode>) {
  switch (artifact.type) {
    case 'textAnnotation':
      return (
        <div className={`zf-note ${selected ? 'is-selected' : ''}`}>
          <Ports />
          <NameEditor id={id} name={artifact.text ?? ''}>
            <span>{artifact.text}</span>
          </NameEditor>
        </div>
      );
    case 'group':
      return (
        <div className={`zf-group ${selected ? 'is-selected' : ''}`}>
          <span>{artifact.name}</span>
        </div>
      );
    default:
      return (
        <div className={`zf-data ${selected ? 'is-selected' : ''}`}>
          <Ports />
          <svg viewBox="0 0 36 44" width="100%" height="100%" preserveAspectRatio="none" aria-hidden="true">
            <path
              d={
                artifact.type === 'dataStoreReference'
                  ? 'M2 8c0-8 32-8 32 0v28c0 8-32 8-32 0zM2 8c0 8 32 8 32 0'
                  : 'M3 2h20l10 10v30H3zM23 2v10h10'
              }
              fill="var(--node)"
              stroke="var(--edge)"
              strokeWidth="1.4"
            />
          </svg>
          <StoreName artifact={artifact} />
        </div>
      );
  }
});

export const nodeTypes = {
  task: TaskNode,
  event: EventNode,
  gateway: GatewayNode,
  subProcess: SubProcessNode,
  frame: FrameView,
  artifact: ArtifactView,
};
