// A calendar that the shop does not have counts round the clock, which nobody meant.
import type { Rule } from './survey.ts';

export const calendarExists: Rule = ({ elements, context, called }) =>
  elements.flatMap((one) => {
    const named = [one.zf?.calendar, ...(one.zf?.deadline ?? []).map(({ calendar }) => calendar)];
    return [...new Set(named)].flatMap((calendar) =>
      calendar && context.calendars && !context.calendars.includes(calendar)
        ? [
            {
              element: one.id,
              zh: `${called(one).zh}按「${calendar}」计时，店里没有这个工作时间；换一个`,
              en: `${called(one).en} counts by the calendar “${calendar}”, which this shop does not have; choose another`,
            },
          ]
        : [],
    );
  });
