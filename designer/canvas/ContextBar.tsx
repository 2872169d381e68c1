// What can be done with the chosen node, 12 px above it: go on from it, connect, time it, change, colour, delete.
import { NodeToolbar, Position, useStore } from '@xyflow/react';
import { Dropdown, Tooltip } from 'antd';
import {
  AlarmClock,
  ArrowUpRight,
  Copy,
  Diamond,
  Maximize2,
  Palette as PaletteIcon,
  Replace,
  SquarePlus,
  Trash2,
  Type,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { useDesigner, useShop, useWords } from '../context.ts';
import type { Bounds, NodeSpec } from '../model/edit.ts';
import { elementOf } from '../model/find.ts';
import { isSubProcess } from '../model/geometry.ts';
import { KindIcon } from './KindIcon.tsx';
import { APPENDABLE, alternatives, type Kind } from './kinds.ts';

const COLORS = ['#3B9464', '#C27C00', '#C9382C', '#7C5CC4', '#2F8FA3'];

export function ContextBar({ dragging }: { dragging: boolean }): ReactNode {
  const { store } = useShop();
  const { t } = useWords();
  const id = useDesigner(({ selection }) => (selection.length === 1 ? selection[0] : undefined));
  const element = useDesigner(({ model }) => (id ? elementOf(model, id)?.element : undefined));
  const expanded = useDesigner(({ model }) => (id ? model.diagram.shapes[id]?.isExpanded === true : false));
  const shape = useDesigner(({ model }) => (id ? model.diagram.shapes[id] : undefined));
  const place = usePlace(shape);
  const isNode = useDesigner(({ model }) => Boolean(id && model.diagram.shapes[id]));
  if (!id || !isNode || dragging) return null;
  const { run, set, copy } = store.getState();
  const goesOn = element && element.type !== 'endEvent' && !('triggeredByEvent' in element && element.triggeredByEvent);
  const isTask = element && !element.type.endsWith('Event') && !element.type.endsWith('Gateway');
  const items = (kinds: Kind[]) =>
    kinds.map((kind) => ({
      key: kind.key,
      label: t(`palette.${kind.key}`),
      icon: <KindIcon icon={kind.icon} size={16} />,
    }));
  const chosen = (kinds: Kind[], key: string) => kinds.find((kind) => kind.key === key)?.spec;
  const others = element ? alternatives(element) : [];
  /** What comes next is named at once. */
  const goOn = (spec: NodeSpec): void => {
    const [made] = run({ edit: 'append', from: id, ...spec });
    if (made && spec.type !== 'endEvent') set({ editing: made });
  };
  return (
    <NodeToolbar
      nodeId={id}
      isVisible
      position={place.below ? Position.Bottom : Position.Top}
      align={place.align}
      offset={12}
      className="zf-bar zf-context nodrag nopan"
    >
      {goesOn && (
        <>
          <Dropdown
            trigger={['click']}
            menu={{
              items: items(APPENDABLE),
              onClick: ({ key }) => {
                const spec = chosen(APPENDABLE, key);
                if (spec && typeof spec !== 'string') goOn(spec);
              },
            }}
          >
            <Action label={t('context.append')} icon={<SquarePlus size={16} strokeWidth={1.75} />} />
          </Dropdown>
          {element.type !== 'exclusiveGateway' && (
            <Action
              label={t('context.choice')}
              icon={<Diamond size={16} strokeWidth={1.75} />}
              onClick={() => goOn({ type: 'exclusiveGateway' })}
            />
          )}
          <Action
            label={t('context.connect')}
            icon={<ArrowUpRight size={16} strokeWidth={1.75} />}
            onClick={() => set({ connecting: id })}
          />
        </>
      )}
      {isTask && (
        <Dropdown
          trigger={['click']}
          menu={{
            items: [
              { key: 'remind', label: t('context.timerAlongside') },
              { key: 'interrupt', label: t('context.timerInterrupts') },
              { key: 'message', label: t('context.messageInterrupts') },
              { key: 'error', label: t('context.error') },
              { key: 'compensate', label: t('context.compensate') },
            ],
            onClick: ({ key }) => {
              const definition = (
                {
                  remind: 'timerEventDefinition',
                  interrupt: 'timerEventDefinition',
                  message: 'messageEventDefinition',
                  error: 'errorEventDefinition',
                  compensate: 'compensateEventDefinition',
                } as const
              )[key as 'remind'];
              run({
                edit: 'addBoundary',
                host: id,
                definition,
                cancelActivity: key !== 'remind',
                ...(definition === 'timerEventDefinition' && { timer: 'PT1H' }),
              });
            },
          }}
        >
          <Action label={t('context.boundary')} icon={<AlarmClock size={16} strokeWidth={1.75} />} />
        </Dropdown>
      )}
      <span className="zf-bar-line" />
      {element && isSubProcess(element) && (
        <Action
          label={t(expanded ? 'context.fold' : 'context.open')}
          icon={<Maximize2 size={16} strokeWidth={1.75} />}
          onClick={() => run({ edit: 'fold', id, isExpanded: !expanded })}
        />
      )}
      {others.length > 0 && (
        <Dropdown
          trigger={['click']}
          menu={{
            items: items(others),
            onClick: ({ key }) => {
              const spec = chosen(others, key);
              if (spec && typeof spec !== 'string')
                run({ edit: 'changeType', id, definition: undefined, ...spec } as never);
            },
          }}
        >
          <Action label={t('context.change')} icon={<Replace size={16} strokeWidth={1.75} />} />
        </Dropdown>
      )}
      <Action
        label={t('context.rename')}
        icon={<Type size={16} strokeWidth={1.75} />}
        onClick={() => set({ editing: id })}
      />
      {isTask && (
        <Dropdown
          trigger={['click']}
          menu={{
            items: [
              { key: '', label: t('context.noColor') },
              ...COLORS.map((color) => ({
                key: color,
                label: <span className="zf-swatch" style={{ background: color }} />,
              })),
            ],
            onClick: ({ key }) => run({ edit: 'setExtension', id, zf: { color: key || undefined } }),
          }}
        >
          <Action label={t('context.color')} icon={<PaletteIcon size={16} strokeWidth={1.75} />} />
        </Dropdown>
      )}
      {element && (
        <Action label={t('context.copy')} icon={<Copy size={16} strokeWidth={1.75} />} onClick={() => copy()} />
      )}
      <Action
        label={t('context.delete')}
        icon={<Trash2 size={16} strokeWidth={1.75} />}
        onClick={() => run({ edit: 'remove', ids: [id] })}
      />
    </NodeToolbar>
  );
}

/** The bar stays inside of the canvas: below a node at the upper edge, flush with one at a side. */
function usePlace(shape: Bounds | undefined): { below: boolean; align: 'start' | 'center' | 'end' } {
  const spot = useStore(({ transform: [x, y, zoom], width }) => {
    if (!shape) return 'top center';
    const middle = (shape.x + shape.width / 2) * zoom + x;
    const align = middle < BAR / 2 ? 'start' : middle > width - BAR / 2 ? 'end' : 'center';
    return `${shape.y * zoom + y < 64 ? 'below' : 'top'} ${align}`;
  });
  const [where, align] = spot.split(' ') as ['top' | 'below', 'start' | 'center' | 'end'];
  return { below: where === 'below', align };
}
/** About as wide as it gets. */
const BAR = 320;

type ActionProps = { label: string; icon: ReactNode; onClick?: () => void };
/** antd's Dropdown hands its own props to its child; they go on to the button. */
export function Action({ label, icon, onClick, className, ...rest }: ActionProps & Record<string, unknown>): ReactNode {
  return (
    <Tooltip title={label} mouseEnterDelay={0.4}>
      <button type="button" className={`zf-action ${className ?? ''}`} aria-label={label} onClick={onClick} {...rest}>
        {icon}
      </button>
    </Tooltip>
  );
}
