// What is drawn of a kind of field: one descriptor a kind; forms/kinds/ has what is true of it everywhere.
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import type { FieldError } from '../../forms/validate.ts';
import type { Language } from '../../words/message.ts';

export type ControlProps<F> = {
  id: string;
  /** Where no label stands beside it: in a grid. */
  label?: string | undefined;
  field: F;
  value: unknown;
  /** Of places within it: rows of a table. */
  errors?: FieldError[] | undefined;
  wrong: boolean;
  disabled: boolean;
  language: Language;
  /** In a grid: light, for there may be hundreds. */
  cell?: boolean | undefined;
  onChange: (value: unknown) => void;
};
export type ShownProps<F> = { field: F; value: unknown; words: string };

export type FieldView<F> = {
  icon: LucideIcon;
  /** Made of several controls: it has a group's label, not a label's target. */
  group?: true;
  /** Stands without label, error or help. */
  bare?: true;
  /** Fits a row of a list: typed, and Enter saves; or chosen, and the click does. */
  inRow?: 'typed' | 'chosen';
  /** Needs the width of the page. */
  large?: true;
  Input: (props: ControlProps<F>) => ReactNode;
  /** In a row; absent: its words, cut. */
  Cell?: (props: ShownProps<F>) => ReactNode;
  /** Among facts; absent: its words. */
  Fact?: (props: ShownProps<F>) => ReactNode;
};

/** What every control is told, as attributes. */
export const given = ({ id, label, field, wrong, disabled }: ControlProps<{ required: boolean }>) => ({
  id,
  disabled,
  ...(label && { 'aria-label': label }),
  'aria-required': field.required,
  'aria-invalid': wrong,
  ...(wrong && { 'aria-describedby': `${id}-error` }),
});
export const status = (wrong: boolean) => wrong && { status: 'error' as const };
