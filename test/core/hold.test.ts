// Clocks of a held case in working time.
import { expect, it } from 'vitest';
import type { Calendar } from '../../bpmn/calendar.ts';
import { advance, createPopulation } from '../../bpmn/population.ts';
import { draw } from '../draw.ts';

const office: Calendar = {
  id: 'office',
  version: 1,
  offset: 480,
  week: [[], [[540, 1080]], [[540, 1080]], [[540, 1080]], [[540, 1080]], [[540, 1080]], []],
  days: {},
};
const local = (text: string) => Date.parse(`${text}:00+08:00`);

it('gives back the working hours that were left, for a task and for a timer', () => {
  const zf = { calendar: 'office' };
  const definition = draw(
    'p',
    {
      s: { type: 'startEvent' },
      a: {
        type: 'userTask',
        zf: { deadline: [{ kind: 'resolution', target: 'PT4H', calendar: 'office', steps: [] }] },
      },
      late: {
        type: 'boundaryEvent',
        attachedToRef: 'a',
        cancelActivity: false,
        zf,
        eventDefinitions: [{ type: 'timerEventDefinition', timeDuration: 'PT5H' }],
      },
      b: { type: 'task' },
      e: { type: 'endEvent' },
    },
    ['s->a', 'a->e', 'late->b', 'b->e'],
  );
  const population = createPopulation(() => definition, { calendars: { office } });
  // Friday, three hours before closing.
  advance(population, { type: 'start', at: local('2026-01-09T15:00'), case: 'c', definition });
  const due = () =>
    [...(population.cases.get('c')?.waits.values() ?? [])].map((wait) =>
      wait.kind === 'userTask' ? wait.clocks?.[0]?.due : 'due' in wait && wait.due,
    );
  expect(due()).toEqual([local('2026-01-12T11:00'), local('2026-01-12T10:00')]);
  const occur = (type: 'suspended' | 'resumed', at: number) =>
    advance(population, { type: 'occurrence', at, case: 'c', occurrence: { type, at } });
  occur('suspended', local('2026-01-09T17:00'));
  // Tuesday: the task had two working hours left, the timer three.
  occur('resumed', local('2026-01-13T09:30'));
  expect(due()).toEqual([local('2026-01-13T12:30'), local('2026-01-13T11:30')]);
});
