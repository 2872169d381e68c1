// A call must name the process that it runs, and a version that can be meant.
import { calledProcess } from '../compile.ts';
import type { Rule } from './survey.ts';

export const callProcess: Rule = ({ elements, called }) =>
  elements
    .filter((one) => one.type === 'callActivity' && !calledProcess(one))
    .map((one) => ({
      element: one.id,
      zh: `${called(one).zh}没选要调用哪个流程`,
      en: `${called(one).en} does not say which process to run`,
    }));

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
