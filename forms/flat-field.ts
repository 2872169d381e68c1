// A field that stands by itself or is a column of a table.
import { z } from 'zod';
import { checklist, choice, choices, yesNo } from './kinds/choice.ts';
import { phone, url } from './kinds/contact.ts';
import { date, dateTime } from './kinds/date.ts';
import { file, signature } from './kinds/file.ts';
import { location } from './kinds/location.ts';
import { integer, money, number, percent, rating } from './kinds/number.ts';
import { department, person } from './kinds/person.ts';
import { record } from './kinds/record.ts';
import { longText, scan, text } from './kinds/text.ts';

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
  percent,
  phone,
  url,
  scan,
  rating,
  signature,
  location,
};
type Schema = (typeof FLAT)[keyof typeof FLAT]['schema'];
export const FlatField = z.discriminatedUnion(
  'type',
  Object.values(FLAT).map(({ schema }) => schema) as [Schema, ...Schema[]],
);
export type FlatField = z.infer<typeof FlatField>;
