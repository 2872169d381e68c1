// Every kind of field as it is drawn; the compiler names a kind that is missing here.
import { isMap } from '../../feel/value.ts';
import type { Field } from '../../forms/form.ts';
import { isOfKind, kindOf } from '../../forms/kinds.ts';
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

/** How its kind draws this value; undefined: as words, which is also how a value is drawn that was written as one of another kind. */
export const drawnBy = (field: Field, part: 'Cell' | 'Fact', value: unknown): FieldView<Field>['Fact'] =>
  isOfKind(field, value) ? viewOf(field)[part] : undefined;
/** What its control is given: of another kind's value only what it can begin with. What nobody touches stays as it is. */
export function forInput(field: Field, value: unknown): unknown {
  switch (kindOf(field).stored) {
    case 'record':
      return value;
    case 'list':
    case 'files':
    case 'rows':
      return Array.isArray(value) ? value : undefined;
    case 'place':
      return isMap(value) ? value : undefined;
    default:
      return value !== null && typeof value === 'object' ? undefined : value;
  }
}
export const viewOf = ({ type }: Pick<Field, 'type'>): FieldView<Field> => VIEWS[type] as unknown as FieldView<Field>;
