// The two floating bars: tools above (choose, lasso, undo, tidy), zoom below.
import { useStore as useFlow, useReactFlow } from '@xyflow/react';
import {
  MapIcon,
  Maximize,
  Minus,
  MousePointer2,
  Plus,
  Redo2,
  SquareDashedMousePointer,
  Undo2,
  WandSparkles,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { useDesigner, useShop, useWords } from '../context.ts';
import { Action } from './ContextBar.tsx';

/** Room for the floating bars. */
export const FIT = { padding: { top: '64px', bottom: '72px', left: '24px', right: '24px' }, maxZoom: 1 } as const;

/** Below this, names cannot be read. */
export const READABLE = 0.4;

type ToolsProps = { lasso: boolean; onLasso: (on: boolean) => void };

export function Tools({ lasso, onLasso }: ToolsProps): ReactNode {
  const { store } = useShop();
  const { t } = useWords();
  const canUndo = useDesigner(({ past }) => past.length > 0);
  const canRedo = useDesigner(({ future }) => future.length > 0);
  const { run, undo, redo } = store.getState();
  return (
    <div className="zf-bar zf-tools">
      <Action
        label={t('tools.pointer')}
        icon={<MousePointer2 size={16} />}
        onClick={() => onLasso(false)}
        aria-pressed={!lasso}
      />
      <Action
        label={t('tools.lasso')}
        icon={<SquareDashedMousePointer size={16} />}
        onClick={() => onLasso(true)}
        aria-pressed={lasso}
      />
      <span className="zf-bar-line" />
      <Action label={t('tools.undo')} icon={<Undo2 size={16} />} onClick={undo} disabled={!canUndo} />
      <Action label={t('tools.redo')} icon={<Redo2 size={16} />} onClick={redo} disabled={!canRedo} />
      <span className="zf-bar-line" />
      <button type="button" className="zf-action is-wide" onClick={() => run({ edit: 'tidy' })}>
        <WandSparkles size={16} />
        {t('tools.tidy')}
      </button>
    </div>
  );
}

export function ZoomBar({ map, onMap }: { map?: boolean; onMap?: (on: boolean) => void }): ReactNode {
  const { t } = useWords();
  const { zoomIn, zoomOut, fitView, zoomTo } = useReactFlow();
  const zoom = useFlow(({ transform }) => transform[2]);
  return (
    <div className="zf-bar zf-zoom">
      <Action label={t('tools.zoomOut')} icon={<Minus size={16} />} onClick={() => zoomOut({ duration: 160 })} />
      <button
        type="button"
        className="zf-action is-number"
        onClick={() => zoomTo(1, { duration: 160 })}
        title={t('tools.zoomReal')}
      >
        {Math.round(zoom * 100)}%
      </button>
      <Action label={t('tools.zoomIn')} icon={<Plus size={16} />} onClick={() => zoomIn({ duration: 160 })} />
      <span className="zf-bar-line" />
      <Action label={t('tools.fit')} icon={<Maximize size={16} />} onClick={() => fitView({ ...FIT, duration: 160 })} />
      {onMap && (
        <Action label={t('tools.map')} icon={<MapIcon size={16} />} onClick={() => onMap(!map)} aria-pressed={map} />
      )}
    </div>
  );
}
