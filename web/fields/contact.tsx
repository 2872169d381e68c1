// Telephone numbers and web addresses: typed as text, read as links. A secret number stands covered in lists.
import { Input } from 'antd';
import { Globe, Phone } from 'lucide-react';
import type { ReactNode } from 'react';
import type { FlatField } from '../../forms/flat-field.ts';
import { masked } from '../../forms/kinds/contact.ts';
import { kindOf } from '../../forms/kinds.ts';
import { telOf } from '../../forms/written-phone.ts';
import { problemOf, useReader } from '../forms/WrittenInput.tsx';
import { type ControlProps, type FieldView, given, type ShownProps, status } from './field-view.ts';

type Of<T> = Extract<FlatField, { type: T }>;

/** Once left, it shows what was understood. */
function ContactInput(props: ControlProps<Of<'phone' | 'url'>>): ReactNode {
  const { field, value, wrong, cell, language, onChange } = props;
  const reader = useReader(language);
  const all = {
    ...given(props),
    type: field.type === 'phone' ? 'tel' : 'url',
    inputMode: field.type === 'phone' ? ('tel' as const) : ('url' as const),
    autoComplete: 'off',
    value: (value as string) ?? '',
    onChange: (event: { target: { value: string } }) => onChange(event.target.value),
    onBlur: () => {
      const text = typeof value === 'string' ? value.trim() : '';
      const read = text ? kindOf(field).read(field, text, reader) : undefined;
      if (read && !problemOf(read) && 'value' in read && read.value !== value) onChange(read.value);
    },
  };
  return cell ? (
    <input {...all} className={`cell ${wrong ? 'is-wrong' : ''}`} />
  ) : (
    <Input {...all} {...status(wrong)} placeholder={field.type === 'url' ? 'https://' : undefined} />
  );
}

const isCovered = (field: object): boolean => 'secret' in field && field.secret === true;

function Tel({ value }: ShownProps<unknown>): ReactNode {
  const [number, tel] = [<bdi key="number">{String(value)}</bdi>, telOf(String(value))];
  return tel ? (
    <a className="link" href={tel}>
      {number}
    </a>
  ) : (
    number
  );
}
export const phone: FieldView<Of<'phone'>> = {
  icon: Phone,
  inRow: 'typed',
  Input: ContactInput,
  Cell: (props) => (isCovered(props.field) ? <bdi>{masked(String(props.value))}</bdi> : <Tel {...props} />),
  Fact: Tel,
};

/** `www.` and the scheme say nothing in a row. */
const short = (value: string): string => value.replace(/^https?:\/\/(www\.)?/, '').replace(/\/$/, '');
const Web = ({ value, words }: ShownProps<unknown>): ReactNode => (
  <a className="link cut" href={String(value)} target="_blank" rel="noreferrer noopener" title={words}>
    <bdi>{words}</bdi>
  </a>
);
export const url: FieldView<Of<'url'>> = {
  icon: Globe,
  inRow: 'typed',
  Input: ContactInput,
  Cell: (props) => <Web {...props} words={short(String(props.value))} />,
  Fact: Web,
};
