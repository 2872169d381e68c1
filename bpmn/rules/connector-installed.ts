// A step that asks a connector or a worker which nobody runs stops its case.
import { meantConnector, workerOf } from './connector-input.ts';
import { byPerson, type Rule, tell } from './survey.ts';

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
    const step = seen.called(one);
    return [
      {
        element: one.id,
        message: tell('connector-installed', { step, worker }),
        ...byPerson(one),
      },
    ];
  });
