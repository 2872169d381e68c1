// Rows: filled in as a grid, read as a table.
import { Table2 } from 'lucide-react';
import type { Field } from '../../forms/form.ts';
import { FactTable } from '../forms/FactTable.tsx';
import { TableGrid } from '../forms/TableGrid.tsx';
import { useWords } from '../words/useWords.ts';
import type { FieldView } from './field-view.ts';

export const table: FieldView<Extract<Field, { type: 'table' }>> = {
  icon: Table2,
  group: true,
  large: true,
  Input: ({ errors = [], ...props }) => <TableGrid {...props} errors={errors} />,
  Cell({ value }) {
    const { t } = useWords();
    return <span>{t('reg.rows', { count: Array.isArray(value) ? value.length : 1 })}</span>;
  },
  Fact: ({ field, value }) => <FactTable field={field} rows={value as Record<string, unknown>[]} />,
};
