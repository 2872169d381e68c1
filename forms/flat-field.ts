// A field that stands by itself or is a column of a table.
import { z } from 'zod';
import { checklist, choice, choices, yesNo } from './kinds/choice.ts';
import { date, dateTime } from './kinds/date.ts';
import { file } from './kinds/file.ts';
import { integer, money, number } from './kinds/number.ts';
import { department, person } from './kinds/person.ts';
import { record } from './kinds/record.ts';
import { longText, text } from './kinds/text.ts';

export const FLAT = {
  text,
  longText,
  integer,
  number,
  money,
  date,
  dateTime,
  choice,
  choices,
  yesNo,
  file,
  checklist,
  person,
  department,
  record,
};
export const FlatField = z.discriminatedUnion('type', [
  text.schema,
  longText.schema,
  integer.schema,
  number.schema,
  money.schema,
  date.schema,
  dateTime.schema,
  choice.schema,
  choices.schema,
  yesNo.schema,
  file.schema,
  checklist.schema,
  person.schema,
  department.schema,
  record.schema,
]);
export type FlatField = z.infer<typeof FlatField>;
