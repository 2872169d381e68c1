// Choosing something in the drawing and bringing it into sight.
import { useReactFlow } from '@xyflow/react';
import { useCallback } from 'react';
import { useShop } from '../context.ts';

export function useJump(): (id: string) => void {
  const { store } = useShop();
  const flow = useReactFlow();
  return useCallback(
    (id) => {
      const { model, select } = store.getState();
      select([id]);
      const shape = model.diagram.shapes[id];
      const line = model.diagram.edges[id]?.waypoints;
      const at = shape
        ? { x: shape.x + shape.width / 2, y: shape.y + shape.height / 2 }
        : line?.[Math.floor(line.length / 2)];
      if (at) flow.setCenter(at.x, at.y, { zoom: Math.max(flow.getZoom(), 0.8), duration: 200 });
    },
    [store, flow],
  );
}
