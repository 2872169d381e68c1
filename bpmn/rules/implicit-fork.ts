// Several lines without a condition out of one step run all at once (BPMN 2.0.2 10.4.1): seldom what was meant.
import type { Rule } from './survey.ts';

export const implicitFork: Rule = ({ process, elements, outgoing, called }) =>
  elements
    .filter((one) => !one.type.endsWith('Gateway') && one.type !== 'boundaryEvent')
    .flatMap((one) => {
      const open = outgoing(one.id).filter(
        (flow) => flow.condition === undefined && !('default' in one && one.default === flow.id),
      );
      if (open.length < 2) return [];
      const names = open.map(({ target }) => process.elements[target]).flatMap((next) => (next ? [called(next)] : []));
      return [
        {
          element: one.id,
          zh: `${called(one).zh}后面有 ${open.length} 条路，会同时走：${names.map(({ zh }) => zh).join('、')}；要先后做就改成一条，要同时做就画一个「同时」`,
          en: `${open.length} ways leave ${called(one).en} and are all taken at once: ${names.map(({ en }) => en).join(', ')}; keep one for one after the other, or draw a parallel split`,
        },
      ];
    });
