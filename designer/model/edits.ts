// Carries an edit out on a copy of the model. Each case leaves model and picture whole; ids are the smallest free ones.
import type { Model } from '../../bpmn/definition.ts';
import { layout } from '../../bpmn/layout.ts';
import { addNode, append, insertInto } from './add.ts';
import { addAnnotation } from './annotations.ts';
import { addBoundary, attach } from './boundary.ts';
import { changeType } from './change-type.ts';
import { paste } from './clipboard.ts';
import { fold } from './containers.ts';
import type { Edit } from './edit.ts';
import { processOf } from './geometry.ts';
import { type Change, edited } from './history.ts';
import { addLane, resize } from './lanes.ts';
import { connect, reconnect } from './lines.ts';
import { move } from './move.ts';
import { rename } from './names.ts';
import { remove } from './remove.ts';
import { setAttribute, setCondition, setDefault, setExtension, setMessage } from './settings.ts';
import { drawStore, takeStoreAway } from './stores.ts';

export type Outcome = { changes: Change[]; select?: string[] };

export function outcomeOf(model: Model, edit: Edit): Outcome {
  let select: string[] | undefined;
  const changes = edited(model, (copy) => {
    select = mutate(copy, edit);
  });
  return { changes, ...(select && { select }) };
}

/** Mutates the copy; returns what should be selected afterwards. */
function mutate(model: Model, edit: Edit): string[] | undefined {
  switch (edit.edit) {
    case 'add': {
      const element = addNode(model, edit, edit.at);
      return [element.id];
    }
    case 'append':
      return append(model, edit.from, edit);
    case 'insert':
      return insertInto(model, edit.flow, edit, edit.at);
    case 'connect': {
      const id = connect(model, edit.source, edit.target);
      return id ? [id] : undefined;
    }
    case 'reconnect':
      return reconnect(model, edit);
    case 'rename':
      rename(model, edit.id, edit.name, edit.language);
      return undefined;
    case 'changeType':
      changeType(model, edit.id, edit);
      return [edit.id];
    case 'move':
      move(model, edit.ids, edit.by);
      return undefined;
    case 'resize': {
      const shape = model.diagram.shapes[edit.id];
      if (!shape) return undefined;
      resize(model, edit.id, edit.bounds);
      return undefined;
    }
    case 'attach':
      attach(model, edit.id, edit.host, edit.at);
      return [edit.id];
    case 'addBoundary': {
      const id = addBoundary(model, edit);
      return id ? [id] : undefined;
    }
    case 'remove':
      remove(model, edit.ids);
      return [];
    case 'setExtension':
      setExtension(model, edit);
      return undefined;
    case 'setAttribute':
      setAttribute(model, edit);
      return undefined;
    case 'setCondition':
      setCondition(model, edit);
      return undefined;
    case 'setDefault':
      setDefault(model, edit);
      return undefined;
    case 'setMessage':
      setMessage(model, edit);
      return undefined;
    case 'addLane':
      return addLane(model, edit.process, edit.name);
    case 'addAnnotation':
      return addAnnotation(model, edit);
    case 'drawStore':
      if (edit.name !== undefined) return drawStore(model, edit.id, edit.name);
      takeStoreAway(model, edit.id);
      return undefined;
    case 'setText': {
      const artifact = model.artifacts[edit.id];
      if (artifact) artifact.text = edit.text;
      return undefined;
    }
    case 'setWaypoints': {
      const edge = model.diagram.edges[edit.id];
      if (edge) model.diagram.edges[edit.id] = { waypoints: edit.waypoints };
      return undefined;
    }
    case 'fold': {
      const shape = model.diagram.shapes[edit.id];
      if (shape) fold(model, edit.id, edit.isExpanded);
      return undefined;
    }
    case 'tidy':
      model.diagram = layout(model);
      return undefined;
    case 'paste':
      return paste(model, edit);
    case 'setDecision':
      for (const process of model.processes)
        if (process.decisions[edit.table.id] || process === processOf(model))
          process.decisions[edit.table.id] = edit.table;
      return undefined;
    case 'declareVariable': {
      const process = model.processes.find(({ processId }) => processId === edit.process);
      if (!process || process.zf.variable?.some(({ name }) => name === edit.name)) return undefined;
      process.zf.variable = [...(process.zf.variable ?? []), { name: edit.name, type: 'any' }];
      return undefined;
    }
    default: {
      const never: never = edit;
      return never;
    }
  }
}
