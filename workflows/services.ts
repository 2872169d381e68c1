// Service calls of dedicated hosts: activities with the step's retry policy; their results come back into the inbox.
import {
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  isCancellation,
  proxyActivities,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import type { Served, ServiceActivities } from '../activities/contract.ts';
import { undoneCalls } from '../bpmn/compensation.ts';
import { compile } from '../bpmn/compile.ts';
import type { Definition } from '../bpmn/definition.ts';
import type { Draft } from '../bpmn/draft.ts';
import { parseDuration } from '../bpmn/duration.ts';
import type { Because, Command, Instance, Occurrence, Variables } from '../bpmn/instance.ts';
import { begin } from '../bpmn/step.ts';
import { serviceQueue } from './messages.ts';

type Invoke = Extract<Command, { type: 'invokeService' }>;
type Tell = (family: string, id: string, occurrence: Occurrence) => void;

export function createServices(tell: Tell) {
  const running = new Map<string, CancellationScope>();
  let issued = 0;

  function start(d: Draft, command: Invoke) {
    const id = `${d.meta.case}/${command.wait}`;
    if (running.has(id)) return;
    const node = d.node(command.element);
    const zf = node.element.zf;
    const undoes = undoneCalls(d, command.wait);
    const scope = new CancellationScope();
    running.set(id, scope);
    const { callService } = proxyActivities<ServiceActivities>({
      taskQueue: serviceQueue(workflowInfo().taskQueue),
      // Never used twice, also across a re-issue: an id seen again freezes the workflow task.
      activityId: `${d.meta.case}:${command.element}:${command.wait}:${issued++}`,
      startToCloseTimeout: milliseconds(zf?.timeout, 30_000),
      // A worker that is killed is noticed by its silence, long before the call's own time limit.
      heartbeatTimeout: '6s',
      retry: {
        initialInterval: milliseconds(zf?.backoff, 1_000),
        backoffCoefficient: 2,
        maximumInterval: '5 minutes',
        maximumAttempts: (command.retries ?? 3) + 1,
      },
    });
    const back = (occurrence: Occurrence) => {
      if (running.get(id) !== scope) return;
      running.delete(id);
      tell(d.meta.root, d.meta.case, occurrence);
    };
    scope
      .run(() =>
        callService({
          case: d.meta.case,
          businessKey: d.meta.businessKey ?? null,
          ...(d.meta.store !== undefined && { store: d.meta.store }),
          wait: command.wait,
          element: command.element,
          name: node.element.name ?? node.id,
          key: command.key,
          topic: command.topic,
          input: command.input,
          ...(undoes && { undoes }),
          ...(command.person !== undefined && { person: command.person }),
          headers: Object.fromEntries((zf?.header ?? []).map(({ name, value }) => [name, value])),
          retries: command.retries ?? 3,
        }),
      )
      .then(
        (served: Served) => {
          if ('zf:handedOver' in served) {
            if (running.get(id) === scope) running.delete(id);
          } else back({ type: 'serviceCompleted', at: 0, wait: command.wait, variables: served });
        },
        (error: unknown) => {
          if (isCancellation(error)) return;
          const cause = error instanceof ActivityFailure ? error.cause : error;
          if (cause instanceof ApplicationFailure && cause.type === 'StorageAway') {
            // Our own storage was away: the step has not been tried.
            scope
              .run(() => sleep('1s'))
              .then(
                () => {
                  if (running.get(id) !== scope) return;
                  running.delete(id);
                  start(d, command);
                },
                () => {},
              );
            return;
          }
          if (cause instanceof ApplicationFailure && cause.type === 'BpmnError') {
            const [code, variables] = (cause.details ?? []) as [string, Variables | undefined];
            back({
              type: 'errorThrown',
              at: 0,
              wait: command.wait,
              code,
              message: cause.message,
              ...(variables && { variables }),
            });
          } else
            back({
              type: 'serviceFailed',
              at: 0,
              wait: command.wait,
              message: cause instanceof Error ? cause.message : String(cause),
              ...(cause instanceof ApplicationFailure &&
                (cause.type === 'NotBegun' || cause.type === 'Hopeless') &&
                cause.details?.[0] !== undefined && { because: cause.details[0] as Because }),
            });
        },
      );
  }

  return {
    call(d: Draft, commands: Command[]) {
      for (const command of commands) {
        if (command.type === 'invokeService' && d.waits.get(command.wait)) start(d, command);
        else if (command.type === 'cancelService') {
          // One that could be undone is left to finish, so that its late result is known.
          if (d.meta.cancelled?.[command.wait]) continue;
          const id = `${d.meta.case}/${command.wait}`;
          running.get(id)?.cancel();
          running.delete(id);
        }
      }
    },
    /** A case comes into memory: calls that stand open and do not run here are made again, under their own keys. */
    resume(instance: Instance, definition: Definition) {
      const answered = new Set(
        instance.suspended?.buffer.flatMap((kept) => ('wait' in kept && kept.wait ? [kept.wait] : [])),
      );
      const waiting = Object.values(instance.waits).filter((wait) => wait.kind === 'job' && !answered.has(wait.id));
      if (waiting.length === 0) return;
      const d = begin(definition, instance);
      for (const wait of waiting) {
        if (wait.kind !== 'job' || !('token' in wait.owner)) continue;
        const token = instance.tokens[wait.owner.token];
        const node = compile(definition).nodes[wait.element];
        if (!token || !node) continue;
        const input = node.input.length
          ? (token.locals ?? {})
          : { ...instance.scopes[token.scope]?.variables, ...token.locals };
        start(d, {
          type: 'invokeService',
          wait: wait.id,
          element: wait.element,
          key: wait.key,
          topic: wait.topic,
          input,
          seq: instance.seq,
          ...(token.assigned !== undefined && { person: token.assigned }),
          ...(node.element.zf?.retries !== undefined && { retries: node.element.zf.retries }),
        });
      }
    },
    forget(id: string) {
      for (const [name, scope] of running) {
        if (!name.startsWith(`${id}/`)) continue;
        scope.cancel();
        running.delete(name);
      }
    },
    /** Before continue-as-new: what still runs is asked again by the next run. */
    abandon() {
      for (const scope of running.values()) scope.cancel();
      running.clear();
    },
    pending: () => running.size,
  };
}

const milliseconds = (text: string | undefined, otherwise: number): number =>
  text ? (parseDuration(text)?.ms ?? otherwise) : otherwise;
