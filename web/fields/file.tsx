// Files and pictures.
import { Image } from 'lucide-react';
import type { FlatField } from '../../forms/flat-field.ts';
import { Files } from '../forms/Files.tsx';
import { Picture } from '../registers/Picture.tsx';
import { useWords } from '../words/useWords.ts';
import type { FieldView } from './field-view.ts';

export const file: FieldView<Extract<FlatField, { type: 'file' }>> = {
  icon: Image,
  group: true,
  large: true,
  Input: ({ field, value, disabled, onChange }) => (
    <Files field={field} value={value} readOnly={disabled} onChange={onChange} />
  ),
  Cell({ field, value }) {
    const { t } = useWords();
    return field.images ? (
      <Picture value={value} size={32} />
    ) : (
      <span>{t('reg.files', { count: Array.isArray(value) ? value.length : 1 })}</span>
    );
  },
  Fact: ({ field, value }) => <Files field={field} value={value} readOnly onChange={() => {}} />,
};
