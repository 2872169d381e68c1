// A call must name the process that it runs, and a version that can be meant.
import { calledProcess } from '../compile.ts';
import { type Finding, type Rule, tell } from './survey.ts';

export const callProcess: Rule = ({ model, process, elements, context, called }) =>
  elements
    .filter((one) => one.type === 'callActivity')
    .flatMap((one): Finding[] => {
      const key = calledProcess(one);
      const step = called(one);
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
