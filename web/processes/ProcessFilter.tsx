// One process, or all of them.
import { Select } from 'antd';
import type { ReactNode } from 'react';
import { named, useWords } from '../words/useWords.ts';

type Props = {
  value: string | undefined;
  processes: { key: string; name: string; texts: Record<string, { name?: string | undefined }> }[];
  onChange: (process: string | undefined) => void;
};

export function ProcessFilter({ value = '', processes, onChange }: Props): ReactNode {
  const { t, language } = useWords();
  return (
    <Select
      aria-label={t('inbox.process')}
      value={value}
      popupMatchSelectWidth={false}
      options={[
        { value: '', label: t('inbox.allProcesses') },
        ...processes.map((one) => ({ value: one.key, label: named(one, language) })),
      ]}
      onChange={(process) => onChange(process || undefined)}
    />
  );
}
