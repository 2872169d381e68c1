// The report of every row, as a file. Fetched, so that it comes in the language of the page.
import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { Download } from 'lucide-react';
import type { ReactNode } from 'react';
import { Failed } from '../../parts/Failed.tsx';
import { fetchFile } from '../../reach/download.ts';
import { useWords } from '../../words/useWords.ts';

export function ReportLink({ id }: { id: string }): ReactNode {
  const { t } = useWords();
  const fetching = useMutation({ mutationFn: () => fetchFile(`/api/imports/${encodeURIComponent(id)}/report`) });
  return (
    <>
      <Button loading={fetching.isPending} onClick={() => fetching.mutate()}>
        <Download size={15} strokeWidth={1.75} /> {t('reg.import.report')}
      </Button>
      {fetching.isError && <Failed error={fetching.error} />}
    </>
  );
}
