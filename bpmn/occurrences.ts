// What can happen to a case: each occurrence is checked against what stands open and puts work on the agenda, or is refused.
import { ok, refuse } from './answer.ts';
import { excludedFrom, leadsRound, mayNotDo, unknownTo } from './assignment.ts';
import { recallCase, reviveCase, voidCase } from './case-verbs.ts';
import { isTimed, recount, startCaseClocks, touch } from './clocks.ts';
import { calleeUndone, keepDone, noteCall, undoCallee, undoLate } from './compensation.ts';
import { lacksOpinion, type Node, verdictsAt } from './compile.ts';
import { convene } from './convene.ts';
import { byAge, calledNode, type Draft, tell } from './draft.ts';
import { endCase } from './end-case.ts';
import { answer, ask, copy } from './informing.ts';
import {
  type Answer,
  type Occurrence,
  type OccurrenceType,
  ROOT,
  type Token,
  type Variables,
  type Wait,
  type Why,
} from './instance.ts';
import { forceJoin } from './joins.ts';
import { changeDeadline, giveOn, ring } from './ladder.ts';
import { armStart, createToken, startScope } from './moves.ts';
import { notBegun, unread } from './not-begun.ts';
import { type Apply, keepForLater, move, resume, suspend, WHILE_HELD } from './operate.ts';
import { keepForParked, parkedAround } from './parking.ts';
import { receive } from './raise.ts';
import { returnBeforeCall, sendBack } from './returning.ts';
import { addSigners, agreeAndAsk, removeSigners } from './signers.ts';
import { takeBack } from './take-back.ts';
import { closeTask, delegate, handBack, transfer, urge } from './task-verbs.ts';
import { terminateRepetition, thrown } from './throwing.ts';
import { write } from './variables.ts';
import { bodyOf, castVote } from './voting.ts';
import { callKey, skipMissed } from './waits.ts';

type UserTask = Extract<Wait, { kind: 'userTask' }>;
type Of<T extends OccurrenceType> = Extract<Occurrence, { type: T }>;

/** @param apply lets an operation try itself on a copy first */
export function occur(d: Draft, occurrence: Occurrence, apply: Apply): Answer {
  if (d.meta.status === 'ended' && !AFTER_THE_END[occurrence.type]?.(d)) return refuse('ended');
  if (d.meta.status === 'suspended' && WHILE_HELD[occurrence.type] === 'refuse') return refuse('suspended');
  if (d.meta.status === 'suspended' && WHILE_HELD[occurrence.type] === 'keep') return keepForLater(d, occurrence);
  if (leadsRound(d, occurrence)) return refuse('excluded');
  const parked = parkedFor(d, occurrence);
  if (parked !== undefined) return holdBack(d, occurrence, parked);
  const act = table[occurrence.type] as (d: Draft, occurrence: Occurrence, apply: Apply) => Answer;
  return act(d, occurrence, apply);
}

/** What can still happen to a case that has ended. */
const AFTER_THE_END: { [T in OccurrenceType]?: (d: Draft) => boolean } = {
  undoAsked: ({ meta }) => meta.kept !== undefined,
  caseVoided: () => true,
  caseRevived: () => true,
};

/** The step that this is about, where it waits for a correction. */
function parkedFor(d: Draft, occurrence: Occurrence): string | undefined {
  if (d.parked.size === 0) return undefined;
  const id = 'wait' in occurrence ? occurrence.wait : 'task' in occurrence ? occurrence.task : undefined;
  const wait = id === undefined ? undefined : d.waits.get(id);
  return wait && parkedAround(d, wait);
}

/** What people do there is refused; what happens outside waits until the step goes on. */
function holdBack(d: Draft, occurrence: Occurrence, parked: string): Answer {
  if (WHILE_HELD[occurrence.type] !== 'keep') return refuse('parked');
  keepForParked(d, parked, { do: 'occurrence', occurrence, cause: d.meta.seq });
  d.row('kept', { data: { type: occurrence.type } });
  return ok;
}

const table: { [T in OccurrenceType]: (d: Draft, occurrence: Of<T>, apply: Apply) => Answer } = {
  started(d, { element, variables, event }) {
    if (d.meta.seq > 0) return refuse('alreadyStarted');
    const { root } = d.model;
    const none = root.starts.filter((start) => start.triggers.length === 0);
    const chosen = element
      ? root.nodes.filter((node) => node.id === element)
      : none.length
        ? none.slice(0, 1)
        : root.starts.length === 1
          ? root.starts
          : root.starts.length
            ? []
            : root.entries;
    if (chosen.length === 0) return refuse(element ? 'noSuchElement' : 'noStartEvent', element);
    d.row('caseStarted', { data: { process: d.meta.definition.key, version: d.meta.definition.version } });
    const scope = d.scopes.must(ROOT);
    startScope(d, scope, variables ?? {});
    startCaseClocks(d);
    if (variables && Object.keys(variables).length) d.todo({ do: 'conditions', scope: ROOT, names: null });
    for (const node of chosen) {
      const happened = node.type === 'startEvent' || (element !== undefined && node.triggers.length > 0);
      const token = createToken(d, ROOT, node, { state: 'active' });
      receive(d, token, node, event);
      d.todo(happened ? { do: 'complete', token: token.id } : { do: 'enter', token: token.id });
      if (happened) armOthers(d, node);
    }
    return ok;
  },

  taskCompleted(d, { task, variables, verdict, comment, guest }) {
    const open = waitingToken(d, task, 'userTask');
    if (!open || (d.waits.must(task) as UserTask).held) return refuse('notOpen');
    const wait = d.waits.must(task);
    const { excluded } = wait as UserTask;
    const doers = [d.by, d.for].filter((one) => one !== undefined);
    if (doers.some((one) => mayNotDo(d, d.node(open.node), one, excluded))) return refuse('excluded');
    const node = d.node(open.node);
    if ((wait as UserTask).lent?.length) {
      receive(d, open, node, variables);
      handBack(d, wait as UserTask, open, comment);
      return ok;
    }
    if (verdict !== undefined && !verdictsAt(node.element).includes(verdict)) return refuse('notAllowed');
    if (guest === undefined && lacksOpinion(node.element, verdict, comment)) return refuse('opinionMissing');
    // Whom he has asked after himself have to agree before his own vote counts.
    const after = (verdict ?? 'agree') === 'agree' ? (wait as UserTask).after : undefined;
    if (!after && (node.voting || bodyOf(d, open)?.policy))
      castVote(d, open, verdict ?? 'agree', (wait as UserTask).person ?? '', comment === undefined ? {} : { comment });
    d.waits.delete(task);
    if (doers.length > 0 && d.model.remembered.has(open.node)) {
      const before = d.meta.doers ?? {};
      // Whose it was stands last: the next step that asks for the same one asks him.
      d.meta.doers = {
        ...before,
        [open.node]: [...(before[open.node] ?? []).filter((one) => !doers.includes(one)), ...doers],
      };
    }
    d.meta.lastTask = open.node;
    const said = verdict ?? (node.voting?.decides ? 'agree' : undefined);
    closeTask(d, task, open, said);
    receive(d, d.tokens.must(open.id), node, variables);
    const why: Extract<Why, { is: 'person' }> = {
      is: 'person',
      verb: said ?? 'submit',
      ...(comment !== undefined && { comment }),
      ...(guest !== undefined && { guest }),
    };
    if (after) agreeAndAsk(d, d.tokens.must(open.id), { ...(wait as UserTask), after }, why);
    else d.todo({ do: 'complete', token: open.id, why });
    return ok;
  },

  taskTransferred: transfer,
  taskDelegated: delegate,
  taskReturned: sendBack,
  calledReturned: returnBeforeCall,
  taskTakenBack: takeBack,
  taskUrged: urge,
  taskTouched: touch,
  copied: copy,
  asked: ask,
  answered: answer,
  deadlineChanged: changeDeadline,
  calendarChanged: recount,
  signersAdded: addSigners,
  signersRemoved: removeSigners,
  caseRecalled: recallCase,
  caseVoided: voidCase,
  caseRevived: reviveCase,

  serviceCompleted(d, { wait, variables }) {
    const open = waitingToken(d, wait, 'job');
    if (!open) return late(d, wait, false, variables);
    const { key } = d.waits.must(wait) as Extract<Wait, { kind: 'job' }>;
    d.waits.delete(wait);
    if (d.by !== undefined) closeTask(d, wait, open);
    noteCall(d, open, d.node(open.node), key);
    receive(d, d.tokens.must(open.id), d.node(open.node), variables);
    const why: Why = d.by === undefined ? { is: 'service', key } : { is: 'person', verb: 'submit' };
    d.todo({ do: 'complete', token: open.id, why });
    return ok;
  },

  serviceFailed(d, { wait, message, detail, because }) {
    const open = waitingToken(d, wait, 'job');
    if (!open) return late(d, wait, true);
    d.waits.delete(wait);
    if (d.by !== undefined) closeTask(d, wait, open);
    const node = d.node(open.node);
    if (because?.is === 'nobody' || because?.is === 'data') {
      notBegun(d, open, node, because);
      return ok;
    }
    const code = /^error:(.*)$/.exec(node.element.zf?.onExhausted ?? '')?.[1];
    if (code !== undefined) d.todo({ do: 'raise', token: open.id, kind: 'error', code, message, thrower: node.id });
    else if (because?.is === 'hopeless') d.openIncident(open, open.scope, node.id, 'jobHopeless', 'act', because.said);
    else if (because) {
      const said = tell('jobRefused.by', { step: calledNode(node), who: because.who, why: message });
      d.openIncident(open, open.scope, node.id, 'jobRefused', 'act', said);
    } else d.openIncident(open, open.scope, node.id, 'jobFailed', 'act', message, detail);
    return ok;
  },

  errorThrown(d, { wait, code, message, variables }) {
    const open = waitingToken(d, wait, 'job');
    if (!open) return late(d, wait, true);
    d.waits.delete(wait);
    d.todo({
      do: 'raise',
      token: open.id,
      kind: 'error',
      code,
      thrower: open.node,
      ...(message !== undefined && { message }),
      ...(variables && { variables }),
    });
    return ok;
  },

  timerFired(d, { wait, at }) {
    const timer = d.waits.get(wait);
    if (isTimed(timer)) return ring(d, timer) ? ok : refuse('notOpen');
    if (timer?.kind !== 'timer' || timer.due > at) return refuse('notOpen');
    if (skipMissed(d, timer)) return ok;
    d.todo({ do: 'fire', wait, why: { is: 'timer', spec: timer.spec, due: timer.due } });
    return ok;
  },

  messageReceived(d, { wait, message, variables }) {
    const open = d.waits.get(wait);
    if (open?.kind !== 'message' || open.name !== message) return refuse('notOpen');
    d.todo({
      do: 'fire',
      wait,
      ...(variables && { variables }),
      why: { is: 'message', name: message, ...(open.key !== undefined && { key: open.key }) },
    });
    return ok;
  },

  signalReceived(d, { signal, variables }) {
    const waits = byAge(d.waitsFor.of(`signal:${signal}`));
    if (waits.length === 0) return refuse('notOpen');
    d.todo({ do: 'signal', signal, waits, ...(variables && { variables }) });
    return ok;
  },

  triggered(d, { element, wait: id, variables }) {
    const open = byAge(d.waitsFor.of(`trigger:${element}`)).find((wait) => id === undefined || wait === id);
    if (!open) return refuse('notOpen');
    d.todo({ do: 'fire', wait: open, ...(variables && { variables }) });
    return ok;
  },

  variablesSet(d, { variables, scope, reason }) {
    if (scope && !d.scopes.get(scope)) return refuse('noSuchElement', scope);
    write(d, { scope: scope ?? ROOT }, variables, operator('correct', reason));
    return ok;
  },

  adHocActivated(d, { element, activity }) {
    const scope = [...d.scopes.values()].find(
      (each) => each.kind === 'adHoc' && each.element === element && each.state === 'active',
    );
    const holder = d.model.holders[element];
    const entry = holder?.entries.find((node) => node.id === activity);
    if (!scope || !entry) return refuse('notOpen');
    if (holder?.element?.type === 'adHocSubProcess' && holder.element.ordering === 'Sequential' && scope.live > 0)
      return refuse('adHocSequentialBusy');
    d.todo({ do: 'enter', token: createToken(d, scope.id, entry).id });
    return ok;
  },

  adHocCompleted(d, { element }) {
    const scope = [...d.scopes.values()].find((each) => each.kind === 'adHoc' && each.element === element);
    if (!scope?.owner) return refuse('notOpen');
    if (scope.live > 0) return refuse('notAllowed', 'work inside still runs');
    d.todo({ do: 'complete', token: scope.owner });
    return ok;
  },

  calledEnded(d, { case: callee, outcome, variables, undoable }) {
    const wait = callWait(d, callee);
    if (!wait) return refuse('notOpen');
    d.waits.delete(wait.id);
    const token = d.tokens.must((wait.owner as { token: string }).token);
    const node = d.node(token.node);
    if (outcome === 'cancelled') {
      d.openIncident(
        token,
        token.scope,
        node.id,
        'calledCaseCancelled',
        'act',
        tell('calledCaseCancelled.at', { step: calledNode(node) }),
        { case: callee },
      );
      return ok;
    }
    d.tokens.patch(token.id, { returned: variables, ...(undoable && { undoable: callee }) });
    d.todo({ do: 'complete', token: token.id });
    return ok;
  },

  calledRaised(d, { case: callee, token, kind, code, message, variables, returned }) {
    const wait = callWait(d, callee);
    if (!wait) return refuse('notOpen');
    const call = d.tokens.must((wait.owner as { token: string }).token);
    d.tokens.patch(call.id, { returned });
    d.todo({
      do: 'raise',
      token: call.id,
      kind,
      code,
      thrower: call.node,
      for: { case: callee, token },
      ...(message !== undefined && { message }),
      ...(variables && { variables }),
    });
    return ok;
  },

  repetitionEnded(d, { case: callee, token }) {
    if (!callWait(d, callee)) return refuse('notOpen');
    terminateRepetition(d, d.tokens.must(token));
    return ok;
  },

  raiseAnswered(d, { token: id, handled, interrupted }) {
    const token = d.tokens.get(id);
    if (!token?.raising) return refuse('notOpen');
    const { raising, ...rest } = token;
    const now = d.tokens.set({ ...rest, state: 'active' });
    if (raising.for) {
      d.emit({ type: 'answerRaise', ...raising.for, handled, interrupted });
      d.tokens.set({ ...rest, state: 'waiting' });
    } else if (handled && !interrupted) thrown(d, now.id);
    else if (!handled) d.todo({ do: 'raise', token: id, ...raising, asked: true });
    return ok;
  },

  callFailed(d, { token: id, message }) {
    const token = d.tokens.get(id);
    if (!token) return refuse('notOpen');
    for (const wait of [...d.waitsOf.of(id)]) if (d.waits.must(wait).kind === 'call') d.waits.delete(wait);
    d.openIncident(token, token.scope, token.node, 'missingDefinition', 'act', message);
    return ok;
  },

  caseCancelled(d, { reason, outcome, keep }) {
    // A called case that its caller withdraws was not cancelled by anybody.
    const asked = d.by !== undefined || reason !== undefined;
    if (keep) keepDone(d, ROOT);
    endCase(d, outcome ?? 'cancelled', asked ? operator('cancel', reason) : undefined, keep);
    return ok;
  },

  moved: move,
  suspended: suspend,
  resumed: resume,

  undoAsked: undoCallee,
  calleeUndone(d, { case: callee }) {
    return calleeUndone(d, callee) ? ok : refuse('notOpen');
  },

  peopleResolved(d, { task, people }) {
    const asking = d.waits.get(task);
    if (asking?.kind === 'people' && asking.gives !== undefined) {
      giveOn(d, asking, people);
      return ok;
    }
    const asker = waitingToken(d, task, 'people');
    if (asking?.kind === 'people' && asker) {
      convene(d, asking, asker, people);
      return ok;
    }
    const open = waitingToken(d, task, 'userTask');
    if (!open) return refuse('notOpen');
    if (people.length) return ok;
    const node = d.node(open.node);
    const asked = node.responsible.map(({ rule, value }) => (value ? `${rule} ${value}` : rule));
    d.waits.delete(task);
    d.emit({ type: 'withdrawTask', task, why: 'nobody', token: open.id });
    d.openIncident(open, open.scope, node.id, 'assignment', 'act', unknownTo(node, asked), { asked });
    return ok;
  },

  incidentResolved(d, { incident: id, action, variables, code, person, reason }) {
    const incident = d.incidents.get(id);
    if (!incident) return refuse('noSuchIncident');
    const token = incident.token ? d.tokens.get(incident.token) : undefined;
    if (token && person !== undefined && excludedFrom(d, token, d.node(token.node)).includes(person))
      return refuse('excluded');
    d.incidents.delete(id);
    d.row('resolved', {
      element: incident.element,
      ...(token && { token: token.id }),
      data: { incident: id, action },
      why: operator(action, reason),
    });
    d.emit({ type: 'closeIncident', incident: id, why: action, ...(token && { token: token.id }) });
    if (!token) {
      const node = d.model.nodes[incident.element];
      if (action === 'retry' && node?.type === 'startEvent' && d.scopes.get(incident.scope))
        armStart(d, incident.scope, node);
      return ok;
    }
    if (token.state === 'joining') {
      if (action === 'continue') forceJoin(d, token);
      else if (action === 'retry') {
        if (variables) write(d, { scope: token.scope }, variables);
        d.todo({ do: 'joins', scope: token.scope });
      } else return refuse('notAllowed', 'from a join only retry and continue lead on');
      return ok;
    }
    d.tokens.set({
      ...(action === 'retry' && incident.kind === 'mapping' && incident.phase === 'act' ? unread(d, token) : token),
      state: 'active',
      ...(person !== undefined && { assigned: person }),
    });
    switch (action) {
      case 'retry':
        // Whom the directory named then: it is asked again.
        d.tokens.patch(token.id, { found: undefined });
        if (variables) write(d, { scope: token.scope, token: d.tokens.must(token.id) }, variables);
        d.todo({
          do: ({ enter: 'enter', input: 'enter', act: 'act', output: 'complete', leave: 'leave' } as const)[
            incident.phase
          ],
          token: token.id,
        });
        return ok;
      case 'skip':
        // What a called case gave back and could not be mapped is left out; `variables` stand for it.
        d.tokens.set(withoutReturned(d.tokens.must(token.id)));
        receive(d, token, d.node(token.node), variables);
        d.todo({ do: 'complete', token: token.id });
        return ok;
      case 'throw':
        d.todo({
          do: 'raise',
          token: token.id,
          kind: 'error',
          code: code ?? '',
          thrower: token.node,
          ...(variables && { variables }),
        });
        return ok;
      case 'continue':
        return refuse('notAllowed', 'continue is for joins');
      default:
        return action satisfies never;
    }
  },

  continued: () => ok,
};

/** Behind an instantiating gateway of type Parallel the other events stay awaited in the new case (13.4.4). */
function armOthers(d: Draft, first: Node) {
  const gateway = first.in.map((link) => link.source).find((node) => node.type === 'eventBasedGateway');
  if (gateway?.element.type !== 'eventBasedGateway') return;
  d.row('completed', { element: gateway.id, scope: ROOT });
  if (gateway.element.eventGatewayType !== 'Parallel') return;
  for (const { target } of gateway.out)
    if (target !== first) d.todo({ do: 'enter', token: createToken(d, ROOT, target).id });
}

const operator = (verb: string, reason: string | undefined): Why => ({
  is: 'operator',
  verb,
  ...(reason !== undefined && { reason }),
});

/** The token that stands at an open wait of this kind. */
function waitingToken(d: Draft, id: string, kind: Wait['kind']): Token | undefined {
  const wait = d.waits.get(id);
  return wait?.kind === kind && 'token' in wait.owner ? d.tokens.get(wait.owner.token) : undefined;
}

const callWait = (d: Draft, callee: string): Wait | undefined => {
  const [id] = d.waitsFor.of(`call:${callee}`);
  return id === undefined ? undefined : d.waits.get(id);
};

/** Late is not wrong: a cancelled call that could be undone and now has an effect must be undone by someone. */
function late(d: Draft, wait: string, failed = false, variables: Variables = {}): Answer {
  const element = d.meta.cancelled?.[wait];
  if (element === undefined) return refuse('notOpen');
  const { [wait]: _now, ...others } = d.meta.cancelled ?? {};
  d.meta.cancelled = others;
  d.row('late', { element, data: { wait, failed } });
  const node = d.node(element);
  const name = node.element.name ?? element;
  if (!failed && node.element.zf?.compensateLate) undoLate(d, node, callKey(d, element, wait), variables);
  else if (!failed)
    d.openIncident(
      undefined,
      ROOT,
      element,
      'undoLateResult',
      'act',
      `"${name}" was cancelled, and has been carried out all the same; undo it by hand, then mark this as solved`,
      { wait },
    );
  return ok;
}

const withoutReturned = ({ returned: _returned, ...token }: Token): Token => token;
