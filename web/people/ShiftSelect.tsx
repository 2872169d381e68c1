// The calendar by which somebody works.
import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import type { ReactNode } from 'react';
import { settingsQuery } from '../processes/queries.ts';
import { calendarName } from '../time/calendar-name.ts';
import { useWords } from '../words/useWords.ts';

/** `id`, `value` and `onChange` are given by antd's form. */
type Props = { placeholder: string; id?: string; value?: string | null; onChange?: (id: string | undefined) => void };

export function ShiftSelect({ placeholder, id, value, onChange }: Props): ReactNode {
  const { t } = useWords();
  const calendars = Object.keys(useQuery(settingsQuery).data?.calendars ?? {});
  return (
    <Select
      {...(id && { id })}
      allowClear
      placeholder={placeholder}
      value={value ?? undefined}
      options={calendars.map((one) => ({ value: one, label: calendarName(one, t) }))}
      onChange={(chosen: string | undefined) => onChange?.(chosen)}
    />
  );
}
