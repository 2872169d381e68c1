// A call must name the process that it runs, and a version that can be meant; so must a step that begins many.
import { calledProcess } from '../compile.ts';
import type { Element } from '../definition.ts';
import { workerOf } from './connector-input.ts';
import { type Finding, type Rule, tell } from './survey.ts';

const START_MANY = 'case.startMany';
const named = ({ zf }: Element, input: string): boolean => zf?.input?.some(({ target }) => target === input) ?? false;

export const callProcess: Rule = ({ model, process, elements, context, called }) =>
  elements
    .filter((one) => one.type === 'callActivity' || workerOf(one) === START_MANY)
    .flatMap((one): Finding[] => {
      const isCall = one.type === 'callActivity';
      const key = isCall ? calledProcess(one) : one.zf?.header?.find(({ name }) => name === 'process')?.value;
      const step = called(one);
      // That a step which begins many names one at all is asked for by connector-input.
      if (!key && !isCall) return [];
      const each =
        isCall || one.zf?.header?.some(({ name, value }) => name === 'register' && value) || named(one, 'items');
      if (!each) return [{ element: one.id, message: tell('call-process.each', { step }) }];
      if (!key) return [{ element: one.id, message: tell('call-process', { step }) }];
      const known = [...(context.processes ?? []), process.key, ...Object.keys(process.globalTasks ?? {})];
      if (context.processes === null || key.startsWith('=') || known.includes(key)) return [];
      // What comes with it is published in its turn.
      const beside = model.processes.some((other) => other.key === key);
      return [
        {
          element: one.id,
          message: tell('call-process.unpublished', { step, key }),
          ...(beside && { mild: 'warning' as const }),
        },
      ];
    });

const calls = (elements: Parameters<Rule>[0]['elements']) => elements.filter((one) => one.type === 'callActivity');

export const callVersion: Rule = ({ elements, called }) =>
  calls(elements).flatMap((one) => {
    const { binding = 'version', version } = one.zf ?? {};
    const needs = one.zf?.binding === 'version' || binding === 'versionTag';
    if (needs && !version)
      return [
        {
          element: one.id,
          message: tell('call-version', { step: called(one) }),
        },
      ];
    if (binding !== 'version' || !version || version.startsWith('=') || /^[1-9]\d*$/.test(version)) return [];
    return [
      {
        element: one.id,
        message: tell('call-version.number', { step: called(one), version }),
      },
    ];
  });

export const callBinding: Rule = ({ elements, called }) =>
  calls(elements)
    .filter((one) => one.zf?.binding === 'deployment' && calledProcess(one)?.startsWith('='))
    .map((one) => ({
      element: one.id,
      message: tell('call-binding', { step: called(one) }),
    }));
