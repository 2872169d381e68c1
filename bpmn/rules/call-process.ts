// A call must name the process that it runs, and a version that can be meant.
import { calledProcess } from '../compile.ts';
import type { Finding, Rule } from './survey.ts';

export const callProcess: Rule = ({ model, process, elements, context, called }) =>
  elements
    .filter((one) => one.type === 'callActivity')
    .flatMap((one): Finding[] => {
      const key = calledProcess(one);
      const { zh, en } = called(one);
      if (!key)
        return [{ element: one.id, zh: `${zh}没选要调用哪个流程`, en: `${en} does not say which process to run` }];
      const known = [...(context.processes ?? []), process.key, ...Object.keys(process.globalTasks ?? {})];
      if (context.processes === null || key.startsWith('=') || known.includes(key)) return [];
      // What comes with it is published in its turn.
      const beside = model.processes.some((other) => other.key === key);
      return [
        {
          element: one.id,
          zh: `${zh}要调用流程「${key}」，它还没有发布；先发布它，或换一个`,
          en: `${en} runs the process “${key}”, which is not published; publish it first, or choose another`,
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
          zh: `${called(one).zh}没写要调用哪个版本`,
          en: `${called(one).en} does not say which version to call`,
        },
      ];
    if (binding !== 'version' || !version || version.startsWith('=') || /^[1-9]\d*$/.test(version)) return [];
    return [
      {
        element: one.id,
        zh: `${called(one).zh}要的版本“${version}”不是编号；版本编号从 1 数起`,
        en: `${called(one).en} asks for version "${version}"; a version is a number from 1`,
      },
    ];
  });

export const callBinding: Rule = ({ elements, called }) =>
  calls(elements)
    .filter((one) => one.zf?.binding === 'deployment' && calledProcess(one)?.startsWith('='))
    .map((one) => ({
      element: one.id,
      zh: `${called(one).zh}调用的流程是算出来的，发布时不知道是哪个；会用调用时的最新版`,
      en: `${called(one).en} computes which process to call, so publishing cannot fix its version; the newest is called`,
    }));
