// The register or ledger of a step, drawn as a data store beside it: one for all steps near by that work on the same.
import type { Bounds, Definition, Model, Point } from '../../bpmn/definition.ts';
import { ARTIFACT_SIZE } from '../../bpmn/layout.ts';
import { stepsAtStore, storeDrawnFor, storeOf } from '../../bpmn/stores.ts';
import { redrawArtifact } from './annotations.ts';
import { elementOf } from './find.ts';
import { freeId, freeSpot, snap } from './geometry.ts';

/** Farther away, a second picture of the same store is easier to read than a line across the process. */
const NEAR = 480;

/** Draws the store of a step, with the line that says which way its data go; `name` as the shop calls it. */
export function drawStore(model: Model, step: string, name: string): string[] | undefined {
  const found = elementOf(model, step);
  const store = found && storeOf(found.element);
  const box = model.diagram.shapes[step];
  if (!store || !box) return undefined;
  takeStoreAway(model, step);
  const { scope } = found.element;
  const near = Object.values(model.artifacts).find((one) => {
    const shape = model.diagram.shapes[one.id];
    if (one.type !== 'dataStoreReference' || one.scope !== scope || !shape) return false;
    const steps = stepsAtStore(model, one.id);
    return (
      steps.length > 0 &&
      steps.every((other) => other.store.key === store.key) &&
      Math.hypot(shape.x - box.x, shape.y - box.y) < NEAR
    );
  });
  const id = near?.id ?? freeId(model, 'store');
  if (!near) {
    model.artifacts[id] = { id, type: 'dataStoreReference', scope, name };
    model.diagram.shapes[id] = placeBeside(model, found.process, scope, box);
  }
  const association = freeId(model, 'association');
  const [source, target] = store.reads ? [id, step] : [step, id];
  model.artifacts[association] = {
    id: association,
    type: 'association',
    scope,
    source,
    target,
    associationDirection: 'One',
  };
  redrawArtifact(model, association);
  return [step];
}

/** Over or under the step where nothing else stands, not even a name or a line; else the nearest free place. */
function placeBeside(model: Model, process: Definition, scope: string, box: Bounds): Bounds {
  const { width, height } = ARTIFACT_SIZE.dataStoreReference;
  const middle = snap(box.x + box.width / 2 - width / 2);
  const taken = [
    ...Object.entries(model.diagram.shapes).flatMap(([id, shape]) =>
      id === scope || process.lanes[id] || model.participants[id] ? [] : { ...shape, height: shape.height + NAME },
    ),
    ...Object.values(model.diagram.edges).flatMap(({ waypoints }) =>
      waypoints.slice(1).map((to, n) => boxOf(waypoints[n]!, to)),
    ),
  ];
  const places = [box.y - height - 48, box.y + box.height + 40].flatMap((y) =>
    [0, -56, 56].map((by) => ({ x: middle + by, y: snap(y), width, height })),
  );
  const free = places.find((place) => !taken.some((other) => overlap({ ...place, height: height + NAME }, other)));
  return free ?? { ...freeSpot(model, process, scope, places[3]!), width, height };
}

/** What a name under a shape needs. */
const NAME = 22;
const boxOf = (a: Point, b: Point): Bounds => ({
  x: Math.min(a.x, b.x),
  y: Math.min(a.y, b.y),
  width: Math.abs(a.x - b.x),
  height: Math.abs(a.y - b.y),
});
const overlap = (a: Bounds, b: Bounds): boolean =>
  a.x < b.x + b.width + 4 && b.x < a.x + a.width + 4 && a.y < b.y + b.height + 4 && b.y < a.y + a.height + 4;

export function takeStoreAway(model: Model, step: string): void {
  const drawn = storeDrawnFor(model, step);
  if (!drawn) return;
  drop(model, drawn.association);
  const isTied = Object.values(model.artifacts).some(
    ({ source, target }) => source === drawn.store || target === drawn.store,
  );
  if (!isTied) drop(model, drawn.store);
}

/** After a setting of a step has changed: what is drawn for it follows. */
export function followStore(model: Model, step: string): void {
  const drawn = storeDrawnFor(model, step);
  const found = drawn && elementOf(model, step);
  if (!found) return;
  const store = storeOf(found.element);
  if (!store) {
    takeStoreAway(model, step);
    return;
  }
  const line = model.artifacts[drawn.association];
  const others = stepsAtStore(model, drawn.store).filter(({ element }) => element.id !== step);
  const isSame = others.every((other) => other.store.key === store.key);
  if (isSame && line?.source === (store.reads ? drawn.store : step)) return;
  drawStore(model, step, isSame ? (model.artifacts[drawn.store]?.name ?? store.key) : store.key);
}

function drop(model: Model, id: string): void {
  delete model.artifacts[id];
  delete model.diagram.shapes[id];
  delete model.diagram.edges[id];
}
