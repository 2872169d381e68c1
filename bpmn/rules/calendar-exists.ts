// A calendar that the shop does not have counts round the clock, which nobody meant.
import { type Rule, tell } from './survey.ts';

export const calendarExists: Rule = ({ elements, context, called }) =>
  elements.flatMap((one) => {
    const named = [one.zf?.calendar, ...(one.zf?.deadline ?? []).map(({ calendar }) => calendar)];
    return [...new Set(named)].flatMap((calendar) =>
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
