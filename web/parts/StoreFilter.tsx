// One of the shop's stores, or all of them; nothing where the shop is one.
import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import type { ReactNode } from 'react';
import { storesQuery } from '../processes/queries.ts';
import { useWords } from '../words/useWords.ts';

type Props = { of: 'records' | 'cases'; value: string | undefined; onChange: (store: string | undefined) => void };

export function StoreFilter({ of, value = '', onChange }: Props): ReactNode {
  const { t } = useWords();
  const stores = useQuery(storesQuery).data?.filter((one) => one[of]) ?? [];
  if (stores.length === 0 && value === '') return null;
  const names = [...new Set([...stores.map(({ store }) => store), ...(value ? [value] : [])])];
  return (
    <Select
      aria-label={t('stores.store')}
      value={value}
      popupMatchSelectWidth={false}
      options={[{ value: '', label: t('stores.all') }, ...names.map((store) => ({ value: store, label: store }))]}
      onChange={(store) => onChange(store || undefined)}
    />
  );
}
