// What every rule looks at: a process with its flows by node, lanes by node, and words for its parts.

import { type Called, type Message, named, teller } from '../../words/message.ts';
import type { lint } from '../../words/zh/lint.ts';
import type { Definition, Element, Flow, Lane, Model, Problem } from '../definition.ts';
import type { LintContext } from '../lint-context.ts';

export type Survey = {
  model: Model;
  process: Definition;
  context: LintContext;
  elements: Element[];
  flows: Flow[];
  outgoing(id: string): Flow[];
  incoming(id: string): Flow[];
  laneOf(id: string): Lane | undefined;
  /** What a person calls it: its name, else what kind of thing it is. */
  called(element: Element): Called;
};

/** An edit of the designer, as data: its name and arguments. */
export type Fix = { label: Message; edit: unknown };
/** `mild`: where less is at stake than the rule's own severity says. */
export type Finding = { element?: string; message: Message; fix?: Fix; mild?: Problem['severity'] };
export type Rule = (survey: Survey) => Finding[];

export const tell = teller<typeof lint>();

const NONE: Flow[] = [];

export function survey(model: Model, process: Definition, context: LintContext): Survey {
  const elements = Object.values(process.elements);
  const flows = Object.values(process.flows).sort((a, b) => a.order - b.order);
  const bySource = group(flows, 'source');
  const byTarget = group(flows, 'target');
  const lanes = new Map<string, Lane>();
  for (const lane of Object.values(process.lanes)) for (const node of lane.nodes) lanes.set(node, lane);
  const laneOf = (id: string): Lane | undefined => {
    const own = lanes.get(id);
    if (own) return own;
    const scope = process.elements[id]?.scope;
    return scope && scope !== process.processId ? laneOf(scope) : undefined;
  };
  return {
    model,
    process,
    context,
    elements,
    flows,
    outgoing: (id) => bySource.get(id) ?? NONE,
    incoming: (id) => byTarget.get(id) ?? NONE,
    laneOf,
    called: (element) => {
      const name = element.name?.trim();
      return { kind: element.type, ...(name && { name }) };
    },
  };
}

/** What a way out is called: its own name, else where it leads. */
export function wayTo(flow: Flow, process: Definition, called: Survey['called']): Called | Message {
  if (flow.name?.trim()) return named(flow.name.trim());
  const target = process.elements[flow.target];
  return target ? called(target) : tell('next-step');
}

function group(flows: Flow[], end: 'source' | 'target'): Map<string, Flow[]> {
  const map = new Map<string, Flow[]>();
  for (const flow of flows) {
    const list = map.get(flow[end]);
    if (list) list.push(flow);
    else map.set(flow[end], [flow]);
  }
  return map;
}

/** Work that no connector does here can be done by a person; a message leaves without it. */
export const byPerson = ({ id, type }: Element): { fix?: Fix } =>
  /^(service|send|businessRule)Task$/.test(type)
    ? {
        fix: {
          label: tell('fix.byPerson'),
          edit: { edit: 'changeType', id, type: 'userTask' },
        },
      }
    : type === 'endEvent' || type === 'intermediateThrowEvent'
      ? {
          fix: {
            label: tell('fix.noProgram'),
            edit: { edit: 'setExtension', id, zf: { topic: null, connector: null, imported: null } },
          },
        }
      : {};
