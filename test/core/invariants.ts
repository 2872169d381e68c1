// What must hold of every instance after every step (core-semantics §1); gives what does not.
import { compile } from '../../bpmn/compile.ts';
import type { Definition } from '../../bpmn/definition.ts';
import type { Command, Instance, Wait } from '../../bpmn/instance.ts';

export function violations(definition: Definition, instance: Instance): string[] {
  const found: string[] = [];
  const { nodes } = compile(definition);
  const say = (holds: boolean, what: string) => {
    if (!holds) found.push(what);
  };
  const tokens = Object.values(instance.tokens);
  const scopes = Object.values(instance.scopes);
  for (const token of tokens) {
    const scope = instance.scopes[token.scope];
    say(scope !== undefined, `token ${token.id} in no scope`);
    const holder =
      scope?.kind === 'body'
        ? nodes[scope.element]?.id === token.node
        : nodes[token.node]?.holder.id === scope?.element;
    say(holder === true, `token ${token.id} at ${token.node} outside of ${scope?.element}`);
    if (token.child)
      say(instance.scopes[token.child]?.owner === token.id, `token ${token.id} has a child that it does not own`);
    const waits = Object.values(instance.waits).filter(
      (wait) => 'token' in wait.owner && wait.owner.token === token.id,
    );
    if ((token.state === 'active' || token.state === 'waiting') && !isParked(instance, token.id)) {
      const agenda = instance.agenda.some((work) => 'token' in work && work.token === token.id);
      say(
        waits.length > 0 || token.child !== undefined || agenda,
        `token ${token.id} at ${token.node} is ${token.state} and nothing can move it`,
      );
    }
  }
  for (const scope of scopes) {
    if (scope.kind === 'snapshot') continue;
    const live =
      tokens.filter((token) => token.scope === scope.id).length +
      scopes.filter((child) => child.parent === scope.id && child.kind !== 'snapshot').length;
    say(live === scope.live, `scope ${scope.id} (${scope.kind} ${scope.element}) counts ${scope.live}, holds ${live}`);
    if (scope.body) {
      const { started, completed, terminated, total } = scope.body;
      const open = tokens.filter((token) => token.scope === scope.id).length;
      say(
        completed + terminated + open === started,
        `body ${scope.id}: ${completed}+${terminated}+${open} ≠ ${started}`,
      );
      say(total < 0 || started <= total, `body ${scope.id} started ${started} of ${total}`);
      if (scope.body.sequential) say(open <= 1, `body ${scope.id} is sequential and has ${open} open`);
    }
  }
  for (const wait of Object.values(instance.waits)) {
    const alive = 'token' in wait.owner ? instance.tokens[wait.owner.token] : instance.scopes[wait.owner.scope];
    say(alive !== undefined, `wait ${wait.id} of a dead owner`);
  }
  for (const incident of Object.values(instance.incidents))
    say(!incident.token || instance.tokens[incident.token] !== undefined, `incident ${incident.id} of a dead token`);
  for (const [key, slots] of Object.entries(instance.joins)) {
    const [scope, gateway] = key.split('/');
    const all = Object.values(slots).flat();
    say(new Set(all).size === all.length, `join ${key} holds a token twice`);
    for (const id of all)
      say(
        instance.tokens[id]?.scope === scope && instance.tokens[id]?.node === gateway,
        `join ${key} holds ${id} that is not there`,
      );
  }
  if (instance.status === 'ended') {
    say(
      tokens.length === 0 && Object.keys(instance.waits).length === 0 && Object.keys(instance.incidents).length === 0,
      'an ended case still holds something',
    );
    say(
      scopes.every((scope) => scope.kind === 'process' || (instance.kept !== undefined && scope.kind === 'snapshot')),
      'an ended case has scopes left',
    );
  }
  return found;
}

/** Stands still, with all inside, until something is put right elsewhere: its timers are put away. */
function isParked({ tokens, scopes }: Instance, id: string): boolean {
  const token = tokens[id];
  if (!token || token.parked) return token !== undefined;
  let scope: Instance['scopes'][string] | undefined = scopes[token.scope];
  while (scope && scope.owner === undefined) scope = scope.parent === undefined ? undefined : scopes[scope.parent];
  return scope?.owner !== undefined && isParked({ tokens, scopes } as Instance, scope.owner);
}

/** Every wait that a command started is stopped or happens exactly once (invariant 5). */
/** Nobody outside knows of a call, a clock or who was asked for, nor of the timers of a case that is held. */
const isUntold = ({ kind }: Wait, { status }: Instance): boolean =>
  kind === 'call' || kind === 'clock' || kind === 'people' || (kind === 'timer' && status === 'suspended');

export function createLedger() {
  const open = new Map<string, string>();
  const wrong: string[] = [];
  return {
    wrong,
    open,
    book(commands: Command[], instance: Instance) {
      for (const command of commands) {
        const start = (id: string, type: string) => {
          if (open.has(id) && type !== 'startTimer') wrong.push(`${type} ${id} twice`);
          open.set(id, type);
        };
        const stop = (id: string, type: string) => {
          if (!open.delete(id)) wrong.push(`${type} ${id} was never started`);
        };
        if (command.type === 'createTask' || command.type === 'reopenTask') start(command.task, command.type);
        else if (command.type === 'invokeService' || command.type === 'startTimer' || command.type === 'subscribe')
          start(command.wait, command.type);
        else if (command.type === 'withdrawTask' || command.type === 'closeTask') stop(command.task, command.type);
        else if (command.type === 'cancelService' || command.type === 'stopTimer' || command.type === 'unsubscribe')
          stop(command.wait, command.type);
      }
      // What has happened needs no stop: its wait is gone.
      for (const [id, type] of open) if (!instance.waits[id] && type !== 'createTask') open.delete(id);
      for (const wait of Object.values(instance.waits))
        if (!open.has(wait.id) && !isUntold(wait, instance))
          wrong.push(`wait ${wait.id} (${wait.kind}) without a command`);
    },
  };
}
