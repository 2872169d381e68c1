// Plays a process in words and writes down what it did: the text of a golden trace. After every act all invariants are looked at.
import type { Definition } from '../../bpmn/definition.ts';
import { applyDefinition } from '../../bpmn/deploy.ts';
import { addDuration, parseDuration } from '../../bpmn/duration.ts';
import type { Command, Occurrence, Row, Variables, Wait } from '../../bpmn/instance.ts';
import { type Advanced, advance, createPopulation, type Input, startByMessage, timers } from '../../bpmn/population.ts';
import { begin, commit } from '../../bpmn/step.ts';
import { violations } from './invariants.ts';

/** `start`, `start p {"x":1}`, `do a {"ok":true}`, `job v`, `late k3`, `fail v`, `error v CODE`, `message m`, `signal s`, `wait PT1H`, `set {…}`, `trigger r`,
 * `activate sub a`, `finish sub`, `resolve retry|skip|continue|throw CODE`, `cancel`, `suspend`, `resume`, `move a before b`, `evaluate {…}`, `begin m`. */
export type Play = { name: string; definitions: Definition[]; acts: string[] };

const NOON = Date.UTC(2026, 0, 5, 12);

export function play({ definitions, acts }: Play): string {
  const byKey = new Map(definitions.map((definition) => [definition.key, definition]));
  const population = createPopulation((key) => byKey.get(key));
  for (const definition of definitions) applyDefinition(population, definition, NOON);
  let now = NOON;
  const lines: string[] = [];
  const say = (outcome: Advanced) => {
    if (!outcome.answer.ok)
      lines.push(`  refused: ${outcome.answer.code}${outcome.answer.detail ? ` (${outcome.answer.detail})` : ''}`);
    for (const effect of outcome.effects) lines.push(...told(effect.case, effect.command));
    for (const [id, draft] of population.cases) {
      const wrong = violations(draft.model.definition, commit(draft));
      if (wrong.length) throw new Error(`${lines.join('\n')}\n${id}: ${wrong.join('; ')}`);
      // What is stored and loaded again is the same case.
      const stored = JSON.parse(JSON.stringify(commit(draft)));
      const again = JSON.parse(JSON.stringify(commit(begin(draft.model.definition, stored))));
      if (JSON.stringify(again) !== JSON.stringify(stored)) throw new Error(`${id} changes when it is loaded`);
    }
  };
  const feed = (input: Input) => say(advance(population, input));
  const find = (kind: Wait['kind'], element: string) => {
    for (const [id, draft] of population.cases)
      for (const wait of draft.waits.values())
        if (wait.kind === kind && wait.element === element) return { case: id, wait: wait.id };
    throw new Error(`${lines.join('\n')}\nno ${kind} waits at ${element}`);
  };
  const occur = (id: string, occurrence: Occurrence) => feed({ type: 'occurrence', at: now, case: id, occurrence });
  const first = () => [...population.cases.keys()][0] ?? '';
  let started = 0;
  for (const act of acts) {
    lines.push(`> ${act}`);
    const brace = act.indexOf('{');
    const variables: Variables = brace < 0 ? {} : JSON.parse(act.slice(brace));
    const [verb = '', ...args] = (brace < 0 ? act : act.slice(0, brace)).trim().split(/\s+/);
    const [one = '', two = '', three = ''] = args;
    const at = now;
    switch (verb) {
      case 'start':
        feed({
          type: 'start',
          at,
          case: `c${++started}`,
          definition: (one ? byKey.get(one) : definitions[0]) as Definition,
          variables,
        });
        break;
      case 'begin':
        say(startByMessage(population, at, one, variables));
        break;
      case 'evaluate':
        feed({ type: 'evaluate', at, variables });
        break;
      case 'do': {
        const { case: id, wait } = find('userTask', one);
        occur(id, { type: 'taskCompleted', at, task: wait, variables });
        break;
      }
      case 'job': {
        const { case: id, wait } = find('job', one);
        occur(id, { type: 'serviceCompleted', at, wait, variables });
        break;
      }
      case 'fail': {
        const { case: id, wait } = find('job', one);
        occur(id, { type: 'serviceFailed', at, wait, message: 'no answer' });
        break;
      }
      case 'late':
        occur(first(), { type: 'serviceCompleted', at, wait: one, variables });
        break;
      case 'error': {
        const { case: id, wait } = find('job', one);
        occur(id, { type: 'errorThrown', at, wait, code: two });
        break;
      }
      case 'trigger': {
        const { case: id, wait } = find('trigger', one);
        occur(id, { type: 'triggered', at, element: one, wait });
        break;
      }
      case 'message':
        feed({ type: 'publish', at, message: one, variables });
        break;
      case 'signal':
        feed({ type: 'broadcast', at, signal: one, variables });
        break;
      case 'wait': {
        now = addDuration(now, parseDuration(one) ?? { sign: 1, months: 0, days: 0, ms: 0 });
        for (let due = timers(population, now)[0]; due; due = timers(population, now)[0])
          occur(due.case, { type: 'timerFired', at: now, wait: due.wait });
        break;
      }
      case 'set':
        occur(first(), { type: 'variablesSet', at, variables });
        break;
      case 'activate':
        occur(first(), { type: 'adHocActivated', at, element: one, activity: two });
        break;
      case 'finish':
        occur(first(), { type: 'adHocCompleted', at, element: one });
        break;
      case 'resolve': {
        const stuck = [...population.cases].find(([, draft]) => draft.incidents.size > 0);
        const incident = stuck && [...stuck[1].incidents.values()][0];
        if (!stuck || !incident) throw new Error('nothing is stuck');
        const action = one as 'retry';
        occur(stuck[0], {
          type: 'incidentResolved',
          at,
          incident: incident.id,
          action,
          variables,
          ...(two && { code: two }),
        });
        break;
      }
      case 'cancel':
        occur(one || first(), { type: 'caseCancelled', at });
        break;
      case 'suspend':
        occur(first(), { type: 'suspended', at });
        break;
      case 'resume':
        occur(first(), { type: 'resumed', at });
        break;
      case 'move':
      case 'force': {
        const [, , , flow] = args;
        const move = { from: one, where: two as 'before', to: three, ...(flow && { flow }) };
        occur(first(), { type: 'moved', at, moves: [move], variables, ...(verb === 'force' && { force: true }) });
        break;
      }
      default:
        throw new Error(`no act "${verb}"`);
    }
  }
  for (const [id, draft] of population.cases) {
    const at = [...draft.tokens.values()].map((token) => `${token.node}:${token.state}`).sort();
    const outcome = draft.meta.outcome ?? '';
    lines.push(
      `= ${id} ${draft.meta.status} ${outcome} ${at.join(' ')} ${JSON.stringify(draft.scopes.get('k0')?.variables)}`,
    );
  }
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

const SHOWN = new Set(['createTask', 'withdrawTask', 'invokeService', 'cancelService', 'startTimer', 'stopTimer']);

/** History rows as they come, and the commands that people or the world would notice. */
function told(id: string, command: Command): string[] {
  if (command.type === 'record') return command.rows.map((row) => `  ${id} ${rowText(row)}`);
  if (command.type === 'clockTask') {
    const { due, left } = command.clock;
    const when = due === undefined ? `stands ${left ?? ''}` : new Date(due).toISOString().slice(5, 16);
    return [`  ${id}   ${command.type} ${command.task} ${when}`];
  }
  if (command.type === 'startTimer')
    return [`  ${id}   ${command.type} ${command.element} ${new Date(command.due).toISOString().slice(5, 16)}`];
  if (command.type === 'invokeService') return [`  ${id}   ${command.type} ${command.key}`];
  return SHOWN.has(command.type)
    ? [`  ${id}   ${command.type} ${'task' in command ? command.task : 'wait' in command ? command.wait : ''}`]
    : [];
}

function rowText({ seq, cause, kind, element = '', why, data }: Row): string {
  const because = why ? ` ${JSON.stringify(why)}` : '';
  const more = data !== undefined && kind !== 'caseStarted' ? ` ${JSON.stringify(data)}` : '';
  return `${seq}←${cause} ${kind} ${element}${because}${more}`.trimEnd();
}
