// A text among the fields, with its heading.
import { TextQuote } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Field } from '../../forms/form.ts';
import { labelIn, wordsIn } from '../forms/label.ts';
import type { ControlProps, FieldView } from './field-view.ts';

type BlockField = Extract<Field, { type: 'block' }>;

export const block: FieldView<BlockField> = {
  icon: TextQuote,
  bare: true,
  Input: ({ field, language }: ControlProps<BlockField>): ReactNode => (
    <div className="form-block">
      <strong>
        <bdi>{labelIn(field, language)}</bdi>
      </strong>
      <p>
        <bdi>{wordsIn(field.text, language)}</bdi>
      </p>
    </div>
  ),
};
