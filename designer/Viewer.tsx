// The same picture, read only, with where a case stands: done, active, late, stuck, and the way it went.
import '@xyflow/react/dist/style.css';
import './designer.css';
import {
  Background,
  BackgroundVariant,
  ConnectionMode,
  ReactFlow,
  type ReactFlowInstance,
  ReactFlowProvider,
} from '@xyflow/react';
import { Check } from 'lucide-react';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import type { Model } from '../bpmn/definition.ts';
import { pictured } from '../bpmn/layout.ts';
import type { Language } from '../words/message.ts';
import { type AnyNode, type LineEdge, type NodeState, type Scene, sceneOf } from './canvas/faces.ts';
import { edgeTypes } from './canvas/LineView.tsx';
import { nodeTypes } from './canvas/nodes.tsx';
import { FIT, READABLE, ZoomBar } from './canvas/Tools.tsx';
import { useCalled } from './canvas/useCalled.ts';
import { DesignerProvider, type Named, useWords } from './context.ts';
import { elementOf } from './model/find.ts';
import { createDesignerStore } from './model/store.ts';
import { calledIn } from './words.ts';

export type ViewerProps = {
  model: Model;
  /** By element id; elements that are not named count as not reached. */
  states: Record<string, NodeState>;
  /** Ids of flows that were walked. */
  takenFlows: string[];
  language: Language;
  roles?: Named[];
  people?: Named[];
  /** False hides the key to colours and shapes. */
  legend?: boolean;
  onSelect?: (id: string | undefined) => void;
};

const NOTHING: never[] = [];
const NONE = new Map<string, never>();

export function Viewer({
  model,
  states,
  takenFlows,
  language,
  roles = NOTHING,
  people = NOTHING,
  legend = true,
  onSelect,
}: ViewerProps): ReactNode {
  const drawn = useMemo(() => pictured(model), [model]);
  const [store] = useState(() => createDesignerStore(drawn));
  const context = useMemo(
    () => ({
      store,
      language,
      roles,
      people,
      forms: {},
      facts: null,
      processKey: undefined,
      calendars: NOTHING,
      connectors: NOTHING,
      processes: NOTHING,
      readOnly: true,
    }),
    [store, language, roles, people],
  );
  return (
    <DesignerProvider value={context}>
      <ReactFlowProvider>
        <Picture
          model={drawn}
          states={states}
          takenFlows={takenFlows}
          language={language}
          legend={legend}
          onSelect={onSelect}
        />
      </ReactFlowProvider>
    </DesignerProvider>
  );
}

/** Too small to be read: rather a part, around where it stands. */

async function showWhereItIs(flow: ReactFlowInstance<AnyNode, LineEdge>, states: ViewerProps['states']): Promise<void> {
  await flow.fitView(FIT);
  if (flow.getZoom() >= READABLE) return;
  const here = flow
    .getNodes()
    .filter(({ id, type }) => type !== 'subProcess' && /^(active|late|stuck)$/.test(states[id]?.state ?? ''));
  const way = flow.getNodes().filter(({ id, type }) => type !== 'subProcess' && states[id]);
  await flow.fitView({ nodes: way, padding: 0.15, maxZoom: 0.8 });
  if (flow.getZoom() < READABLE && here.length)
    await flow.fitView({ nodes: here, padding: 0.4, minZoom: 0.45, maxZoom: 0.7 });
}

type PictureProps = Pick<ViewerProps, 'model' | 'states' | 'takenFlows' | 'language'> & {
  legend: boolean;
  onSelect: ViewerProps['onSelect'];
};

function Picture({ model, states, takenFlows, language, legend, onSelect }: PictureProps): ReactNode {
  const { t } = useWords();
  const last = useRef<Scene | undefined>(undefined);
  const scene = useMemo(() => {
    last.current = sceneOf(
      model,
      { language, problems: NONE, states, taken: new Set(takenFlows), live: true },
      last.current,
    );
    return last.current;
  }, [model, states, takenFlows, language]);
  const lines = useCalled(scene.edges, (id) => {
    const element = elementOf(model, id)?.element;
    return element ? calledIn(element, language, t) : '';
  });
  return (
    <div className="zf-canvas zf-viewer">
      <ReactFlow<AnyNode, LineEdge>
        nodes={scene.nodes}
        edges={lines}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodeClick={(_event, node) => onSelect?.(node.id)}
        onPaneClick={() => onSelect?.(undefined)}
        connectionMode={ConnectionMode.Loose}
        nodesDraggable={false}
        nodesConnectable={false}
        elementsSelectable={false}
        zoomOnDoubleClick={false}
        disableKeyboardA11y
        onlyRenderVisibleElements={scene.nodes.length > 300}
        minZoom={0.15}
        maxZoom={2.5}
        fitView
        fitViewOptions={FIT}
        onInit={(flow) => void showWhereItIs(flow, states)}
        proOptions={{ hideAttribution: true }}
      >
        <Background variant={BackgroundVariant.Dots} gap={16} size={1.4} color="var(--dot)" />
      </ReactFlow>
      <ZoomBar />
      {legend && (
        <div className="zf-bar zf-legend">
          <span>
            <i className="is-done">
              <Check size={10} strokeWidth={3} />
            </i>
            {t('live.done')}
          </span>
          <span>
            <i className="is-active" />
            {t('live.active')}
          </span>
          <span>
            <i className="is-late" />
            {t('live.late')}
          </span>
          <span>
            <i className="is-waiting" />
            {t('live.notReached')}
          </span>
        </div>
      )}
    </div>
  );
}
