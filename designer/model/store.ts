// The designer's state: the model, what can be undone, what is selected. Every edit goes through `run`.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Model } from '../../bpmn/definition.ts';
import type { Clip, Edit } from './edit.ts';
import { outcomeOf } from './edits.ts';
import { withDependents } from './geometry.ts';
import { apply, type Change, diff, invert } from './history.ts';

type Entry = { changes: Change[]; before: string[]; after: string[] };

export type DesignerState = {
  model: Model;
  /** Shown instead of the model while something is dragged. */
  preview: Model | undefined;
  past: Entry[];
  future: Entry[];
  selection: string[];
  /** A node from which the next click draws a line. */
  connecting: string | undefined;
  editing: string | undefined;
  clip: Clip | undefined;
  run(edit: Edit): string[];
  /** Takes over a model that was changed in one go; undone in one go. */
  adopt(model: Model): void;
  undo(): void;
  redo(): void;
  select(ids: string[]): void;
  set(values: Partial<Pick<DesignerState, 'preview' | 'connecting' | 'editing'>>): void;
  copy(): void;
};

export type DesignerStore = StoreApi<DesignerState>;

export const createDesignerStore = (model: Model): DesignerStore =>
  createStore<DesignerState>((set, get) => ({
    model,
    preview: undefined,
    past: [],
    future: [],
    selection: [],
    connecting: undefined,
    editing: undefined,
    clip: undefined,
    run(edit) {
      const state = get();
      const { changes, select } = outcomeOf(state.model, edit);
      const selection = select ?? state.selection;
      if (changes.length === 0) {
        set({ preview: undefined });
        return selection;
      }
      const entry: Entry = { changes, before: state.selection, after: selection };
      set({
        model: apply(state.model, changes),
        preview: undefined,
        past: [...state.past, entry],
        future: [],
        selection,
      });
      return selection;
    },
    adopt(next) {
      const { model: now, past, selection } = get();
      const changes = diff(now, next);
      if (changes.length === 0) return;
      const entry: Entry = { changes, before: selection, after: selection };
      set({ model: apply(now, changes), preview: undefined, past: [...past, entry], future: [] });
    },
    undo() {
      const { past, future, model: now } = get();
      const entry = past.at(-1);
      if (!entry) return;
      set({
        model: apply(now, invert(entry.changes)),
        preview: undefined,
        past: past.slice(0, -1),
        future: [entry, ...future],
        selection: entry.before,
      });
    },
    redo() {
      const { past, future, model: now } = get();
      const [entry, ...rest] = future;
      if (!entry) return;
      set({
        model: apply(now, entry.changes),
        preview: undefined,
        past: [...past, entry],
        future: rest,
        selection: entry.after,
      });
    },
    select: (selection) => set({ selection, connecting: undefined }),
    set: (values) => set(values),
    copy() {
      const { model: now, selection } = get();
      const clip = cut(now, selection);
      if (Object.keys(clip.elements).length > 0) set({ clip });
    },
  }));

/** The chosen nodes with what depends on them, and the flows between them. */
function cut(model: Model, ids: string[]): Clip {
  const clip: Clip = { elements: {}, flows: {}, diagram: { shapes: {}, edges: {} } };
  for (const process of model.processes) {
    const nodes = withDependents(
      model,
      ids.filter((id) => process.elements[id]),
    );
    for (const id of nodes) {
      const element = process.elements[id];
      if (!element) continue;
      clip.elements[id] = element;
      if (model.diagram.shapes[id]) clip.diagram.shapes[id] = model.diagram.shapes[id];
    }
    for (const flow of Object.values(process.flows))
      if (clip.elements[flow.source] && clip.elements[flow.target]) {
        clip.flows[flow.id] = flow;
        if (model.diagram.edges[flow.id]) clip.diagram.edges[flow.id] = model.diagram.edges[flow.id]!;
      }
  }
  return clip;
}
