// What a new process begins with: start and end, and a line between them.
import { Model } from '../bpmn/definition.ts';

export function blankModel(key: string, name: string): Model {
  const process = {
    key,
    version: 0,
    sha256: '',
    name,
    processId: key,
    isExecutable: true,
    elements: {
      start: { id: 'start', type: 'startEvent', scope: key, name: '开始', zf: { text: { en: { name: 'Start' } } } },
      end: { id: 'end', type: 'endEvent', scope: key, name: '结束', zf: { text: { en: { name: 'End' } } } },
    },
    flows: { start_end: { id: 'start_end', source: 'start', target: 'end', scope: key, order: 0 } },
  };
  const diagram = {
    shapes: { start: { x: 120, y: 182, width: 36, height: 36 }, end: { x: 360, y: 182, width: 36, height: 36 } },
    edges: {
      start_end: {
        waypoints: [
          { x: 156, y: 200 },
          { x: 360, y: 200 },
        ],
      },
    },
  };
  return Model.parse({ id: `${key}-model`, name, processes: [process], diagram });
}
