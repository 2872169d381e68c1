// A case of choice, found by its number or title; at first those of the processes that the page is for.
import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { type ReactNode, useDeferredValue, useState } from 'react';
import { ask, caseApi } from '../reach/client.ts';
import { caseName } from '../run/case-words.ts';
import { named, useWords } from '../words/useWords.ts';

type Props = { value: string | undefined; scene: string[]; onChange: (id: string | undefined) => void };

export function CasePick({ value, scene, onChange }: Props): ReactNode {
  const { t, language } = useWords();
  const [text, setText] = useState('');
  const q = useDeferredValue(text.trim());
  const process = scene[0]?.split('#')[0];
  const found = useQuery({
    queryKey: ['cases', 'pick', q, process ?? ''],
    queryFn: () => ask(caseApi.cases.$get({ query: { limit: 12, ...(q ? { q } : process ? { process } : {}) } })),
    placeholderData: (before) => before,
  });
  return (
    <Select
      className="page-case"
      aria-label={t('pages.editor.pickCase')}
      placeholder={t('pages.editor.pickCase')}
      value={value}
      allowClear
      showSearch={{ filterOption: false, onSearch: setText }}
      loading={found.isFetching}
      notFoundContent={t('inbox.nothingFound')}
      options={(found.data?.items ?? []).map((one) => ({
        value: one.id,
        label: `${caseName(one)} · ${named(one.process, language)}`,
      }))}
      onChange={(chosen: string | undefined) => onChange(chosen)}
    />
  );
}
