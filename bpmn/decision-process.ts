// A decision that came without a process: the smallest process that asks it, so that it can be published and tried.
import type { Decisions } from '../dmn/decision-files.ts';
import { inputNames, programFor } from '../dmn/link.ts';
import { readsOf } from '../feel/calls.ts';
import { Model } from './definition.ts';
import { layout } from './layout.ts';

export function decisionProcess({ decisions, decisionModels }: Decisions): Model | undefined {
  const all = (decisionModels ?? []).flatMap((model) => model.decisions);
  const required = new Set(all.flatMap(({ requires }) => requires.map((href) => href.slice(href.indexOf('#') + 1))));
  const top = all.find(({ id }) => !required.has(id)) ?? Object.values(decisions)[0];
  if (!top) return undefined;
  const { id, name = id } = top;
  const program = decisionModels && programFor(decisionModels, id);
  const inputs = program
    ? inputNames(program)
    : (decisions[id]?.inputs ?? []).flatMap(({ expression }) => readsOf(expression)?.variables ?? []);
  const key = id.replace(/[^\w.-]/g, '-').replace(/^[^A-Za-z_]+/, '') || 'decision';
  const process = {
    key,
    version: 0,
    sha256: '',
    name: name || id,
    processId: key,
    isExecutable: true,
    elements: {
      start: { id: 'start', type: 'startEvent', scope: key, name: '开始', zf: { text: { en: { name: 'Start' } } } },
      decide: {
        id: 'decide',
        type: 'businessRuleTask',
        scope: key,
        name: name || id,
        zf: { decision: id, resultVariable: 'decided' },
      },
      end: { id: 'end', type: 'endEvent', scope: key, name: '结束', zf: { text: { en: { name: 'End' } } } },
    },
    flows: {
      start_decide: { id: 'start_decide', source: 'start', target: 'decide', scope: key, order: 0 },
      decide_end: { id: 'decide_end', source: 'decide', target: 'end', scope: key, order: 1 },
    },
    zf: { variable: [...new Set(inputs), 'decided'].map((one) => ({ name: one, type: 'any' })) },
    decisions,
    ...(decisionModels && { decisionModels }),
  };
  const model = Model.parse({ id: `${key}-model`, processes: [process], diagram: {} });
  return { ...model, diagram: layout(model) };
}
