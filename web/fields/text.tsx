// Text: a line, or several.
import { Input } from 'antd';
import { AlignLeft, Type } from 'lucide-react';
import type { FlatField } from '../../forms/flat-field.ts';
import { LINE, TEXT } from '../../forms/kinds/text.ts';
import { type FieldView, given, status } from './field-view.ts';

export const text: FieldView<Extract<FlatField, { type: 'text' }>> = {
  icon: Type,
  inRow: 'typed',
  Input(props) {
    const { field, value, wrong, cell, onChange } = props;
    const all = {
      ...given(props),
      value: (value as string) ?? '',
      maxLength: field.maxLength ?? LINE,
      onChange: (event: { target: { value: string } }) => onChange(event.target.value),
    };
    return cell ? (
      <input {...all} className={`cell ${wrong ? 'is-wrong' : ''}`} />
    ) : (
      <Input {...all} {...status(wrong)} />
    );
  },
};

export const longText: FieldView<Extract<FlatField, { type: 'longText' }>> = {
  icon: AlignLeft,
  Input: (props) => (
    <Input.TextArea
      {...given(props)}
      {...status(props.wrong)}
      value={(props.value as string) ?? ''}
      maxLength={props.field.maxLength ?? TEXT}
      autoSize={{ minRows: 2, maxRows: 8 }}
      onChange={(event) => props.onChange(event.target.value)}
    />
  ),
};
