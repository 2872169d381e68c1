// Every kind of field as it is drawn; the compiler names a kind that is missing here.
import type { Field } from '../../forms/form.ts';
import { block } from './block.tsx';
import { checklist, choice, choices, yesNo } from './choice.tsx';
import { phone, url } from './contact.tsx';
import type { FieldView } from './field-view.ts';
import { file } from './file.tsx';
import { location } from './location.tsx';
import { department, person } from './person.tsx';
import { rating } from './rating.tsx';
import { record } from './record.tsx';
import { scan } from './scan.tsx';
import { signature } from './signature.tsx';
import { table } from './table.tsx';
import { longText, text } from './text.tsx';
import { date, dateTime, integer, money, number, percent } from './written.tsx';

const VIEWS = {
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
  table,
  block,
} satisfies { [T in Field['type']]: FieldView<Extract<Field, { type: T }>> };

export const viewOf = ({ type }: Pick<Field, 'type'>): FieldView<Field> => VIEWS[type] as unknown as FieldView<Field>;
