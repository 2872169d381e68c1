// Every kind of field as it is drawn; the compiler names a kind that is missing here.
import type { Field } from '../../forms/form.ts';
import type { Stored } from '../../forms/kinds/kind.ts';
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
  const { stored } = kindOf(field);
  if (typeof value !== 'object' || value === null || stored === 'record')
    return MADE_OF_PARTS.includes(stored) && value !== null ? undefined : value;
  const begins = stored === 'place' ? !Array.isArray(value) : LISTS.includes(stored) && Array.isArray(value);
  return begins ? value : undefined;
}
const LISTS: Stored[] = ['list', 'files', 'rows'];
const MADE_OF_PARTS: Stored[] = [...LISTS, 'place'];
export const viewOf = ({ type }: Pick<Field, 'type'>): FieldView<Field> => VIEWS[type] as unknown as FieldView<Field>;
