// A calendar that the shop does not have counts round the clock, which nobody meant. One that does not know the holidays of a year counts
// them as working days.
import type { Element } from '../definition.ts';
import { type Rule, tell } from './survey.ts';

const namedBy = ({ zf }: Element): (string | undefined)[] => [
  zf?.calendar,
  ...(zf?.deadline ?? []).map(({ calendar }) => calendar),
];

export const calendarExists: Rule = ({ elements, context, called }) =>
  elements.flatMap((one) => {
    return [...new Set(namedBy(one))].flatMap((calendar) =>
      calendar && context.calendars && !context.calendars.includes(calendar)
        ? [
            {
              element: one.id,
              message: tell('calendar-exists', { step: called(one), calendar }),
            },
          ]
        : [],
    );
  });

/** Once a process: it is not the step that has to change. */
export const calendarYear: Rule = ({ process, elements, context }) => {
  const used = new Set(elements.flatMap(namedBy));
  return (context.holidaysUnknown ?? [])
    .filter(({ calendar }) => used.has(calendar))
    .map(({ calendar, year }) => ({ element: process.processId, message: tell('calendar-year', { calendar, year }) }));
};
