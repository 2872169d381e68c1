// The end of a case, whatever brought it about.
import type { Draft } from './draft.ts';
import { type Outcome, ROOT, type Variables, type Why } from './instance.ts';
import { closeScope, emptyScope } from './moves.ts';
import { disarmAll } from './waits.ts';

/** All is over: what still waits is stopped, the root's variables are the result. `keep`: who has called it undoes what it has done. */
export function endCase(d: Draft, outcome: Outcome, why?: Why, keep = false) {
  emptyScope(d, ROOT, outcome);
  const root = d.scopes.must(ROOT);
  const { parent } = d.meta;
  const undone = d.meta.kept === 'undoing';
  // A called one can be undone by its caller, one that stands for itself can be made void.
  const undoable = keep || (outcome === 'completed' && root.compensation.length > 0 && !undone);
  if (!undoable) for (const child of [...d.scopesIn.of(ROOT)]) closeScope(d, child);
  for (const incident of [...d.incidents.values()]) {
    d.incidents.delete(incident.id);
    d.emit({ type: 'closeIncident', incident: incident.id, why: outcome });
  }
  d.meta.status = 'ended';
  // With what runs the limits of the case end as well.
  disarmAll(d, ROOT);
  d.meta.outcome = outcome;
  d.meta.done = undefined;
  d.meta.kept = undoable ? 'ended' : undefined;
  for (const queue of d.agenda) queue.length = 0;
  d.scopes.set({ ...root, state: 'active', live: 0, compensation: undoable ? root.compensation : [] });
  d.row('caseEnded', {
    ...(why && { why }),
    data: { outcome, ...(d.meta.outcomeCode && { code: d.meta.outcomeCode }) },
  });
  if (undone && parent) {
    d.emit({ type: 'undone', parent });
    return;
  }
  const variables: Variables = root.variables;
  d.emit({
    type: 'end',
    outcome,
    ...(d.meta.outcomeCode && { code: d.meta.outcomeCode }),
    variables,
    ...(parent && { parent }),
    ...(parent && undoable && { undoable }),
  });
}
