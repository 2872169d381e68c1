// Which line a point lies on: what is put there goes into it.
import type { Model, Point } from '../../bpmn/definition.ts';
import { flowOf } from './find.ts';

export function lineAt(model: Model, at: Point): string | undefined {
  for (const [id, { waypoints }] of Object.entries(model.diagram.edges)) {
    if (!flowOf(model, id)) continue;
    for (let i = 1; i < waypoints.length; i++) {
      const a = waypoints[i - 1]!;
      const b = waypoints[i]!;
      const along = Math.min(
        1,
        Math.max(
          0,
          ((at.x - a.x) * (b.x - a.x) + (at.y - a.y) * (b.y - a.y)) / ((b.x - a.x) ** 2 + (b.y - a.y) ** 2 || 1),
        ),
      );
      if (Math.hypot(at.x - a.x - along * (b.x - a.x), at.y - a.y - along * (b.y - a.y)) < 14) return id;
    }
  }
  return undefined;
}
