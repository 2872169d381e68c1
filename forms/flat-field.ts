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
  percent.schema,
  phone.schema,
  url.schema,
  scan.schema,
  rating.schema,
  signature.schema,
  location.schema,
]);
export type FlatField = z.infer<typeof FlatField>;
