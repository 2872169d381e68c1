// A step that asks a connector or a worker which nobody runs stops its case.
import { meantConnector, workerOf } from './connector-input.ts';
import { byPerson, type Rule } from './survey.ts';

export const connectorInstalled: Rule = (seen) =>
  seen.elements.flatMap((one) => {
    const worker = workerOf(one);
    if (
      one.type === 'userTask' ||
      worker === undefined ||
      worker.startsWith('=') ||
      !seen.context.connectors ||
      meantConnector(seen, one)
    )
      return [];
    const { zh, en } = seen.called(one);
    return [
      {
        element: one.id,
        zh: `${zh}要用「${worker}」，这里没有装；换一个连接器，或先装上它`,
        en: `${en} uses “${worker}”, which is not installed here; choose another connector, or install it first`,
        ...byPerson(one),
      },
    ];
  });
