// What is written and read as people write it: numbers, amounts, days, moments.
import { Binary, Calendar, CalendarClock, CircleDollarSign, Hash, type LucideIcon, Percent } from 'lucide-react';
import type { FlatField } from '../../forms/flat-field.ts';
import { type WrittenField, WrittenInput } from '../forms/WrittenInput.tsx';
import { type ControlProps, type FieldView, given, type ShownProps, status } from './field-view.ts';

const Input = (props: ControlProps<WrittenField>) => (
  <WrittenInput
    field={props.field}
    value={props.value}
    language={props.language}
    cell={props.cell ?? false}
    onChange={props.onChange}
    input={{ ...given(props), ...(!props.cell && status(props.wrong)) }}
  />
);
/** Zero is pale. */
const Cell = ({ value, words }: ShownProps<unknown>) => <span className={value === 0 ? 'quiet' : ''}>{words}</span>;

type View<T> = FieldView<Extract<FlatField, { type: T }>>;
const view = <T extends WrittenField['type']>(icon: LucideIcon): View<T> =>
  ({ icon, inRow: 'typed', Input }) as View<T>;
export const integer: View<'integer'> = { ...view<'integer'>(Hash), Cell };
export const number: View<'number'> = { ...view<'number'>(Binary), Cell };
export const money: View<'money'> = { ...view<'money'>(CircleDollarSign), Cell };
export const percent: View<'percent'> = { ...view<'percent'>(Percent), Cell };
export const date = view<'date'>(Calendar);
export const dateTime = view<'dateTime'>(CalendarClock);
