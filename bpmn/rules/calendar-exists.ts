// A calendar that the shop does not have counts round the clock, which nobody meant. One that does not know the holidays of a year counts
// them as working days.
import type { Element } from '../definition.ts';
import { type Rule, tell } from './survey.ts';

const namedBy = ({ zf }: Pick<Element, 'zf'>): (string | undefined)[] => [
  zf?.calendar,
  ...(zf?.deadline ?? []).map(({ calendar }) => calendar),
];

export const calendarExists: Rule = ({ process, elements, context, called }) =>
  [
    { id: process.processId, step: tell('this-process'), zf: process.zf },
    ...elements.map((one) => ({ id: one.id, step: called(one), zf: one.zf })),
  ].flatMap(({ id, step, zf }) =>
    [...new Set(namedBy({ zf }))].flatMap((calendar) =>
      calendar && context.calendars && !context.calendars.includes(calendar)
        ? [{ element: id, message: tell('calendar-exists', { step, calendar }) }]
        : [],
    ),
  );

/** Once a process: it is not the step that has to change. */
export const calendarYear: Rule = ({ process, elements, context }) => {
  const used = new Set([process, ...elements].flatMap(namedBy));
  return (context.holidaysUnknown ?? [])
    .filter(({ calendar }) => used.has(calendar))
    .map(({ calendar, year }) => ({ element: process.processId, message: tell('calendar-year', { calendar, year }) }));
};
