// Who sees the register, adds, changes and exports; and of which records.
import { Segmented } from 'antd';
import type { ReactNode } from 'react';
import { Field } from '../../../designer/properties/Section.tsx';
import { useWords } from '../../words/useWords.ts';
import { RefsSelect } from './RefsSelect.tsx';
import type { PartProps } from './StructurePage.tsx';

const RIGHTS = ['see', 'add', 'change', 'export'] as const;

export function RightsPart({ register, onChange }: PartProps): ReactNode {
  const { t } = useWords();
  return (
    <div className="structure-main structure-form">
      <p className="quiet">{t('struct.rightsHint')}</p>
      {RIGHTS.map((right) => (
        <Field key={right} label={t(`struct.right.${right}`)}>
          <RefsSelect
            label={t(`struct.right.${right}`)}
            value={register[right]}
            none={t('struct.everybody')}
            onChange={(refs) => onChange({ ...register, [right]: refs ?? ['all'] })}
          />
        </Field>
      ))}
      <Field label={t('struct.rows')}>
        <Segmented
          aria-label={t('struct.rows')}
          value={register.rows}
          options={(['all', 'department', 'own'] as const).map((rows) => ({
            value: rows,
            label: t(`struct.rowsOf.${rows}`),
          }))}
          onChange={(rows) => onChange({ ...register, rows })}
        />
      </Field>
    </div>
  );
}
