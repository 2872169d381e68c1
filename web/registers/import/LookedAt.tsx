// What would happen, before anything is written: how many of what, what changes, what is refused and why; and whether processes hear of it.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Radio } from 'antd';
import { type ReactNode, useState } from 'react';
import { Failed } from '../../parts/Failed.tsx';
import { ask, importApi } from '../../reach/client.ts';
import type { ImportDetail, RegisterDetail } from '../../reach/shapes.ts';
import { useWords } from '../../words/useWords.ts';
import { reread } from './queries.ts';
import { ReportLink } from './ReportLink.tsx';
import { Changes, Counts, Refused } from './Told.tsx';

type Props = { register: RegisterDetail; job: ImportDetail; onAgain: () => void };
export function LookedAt({ register, job, onAgain }: Props): ReactNode {
  const { t } = useWords();
  const queries = useQueryClient();
  const [quiet, setQuiet] = useState<boolean>();
  const { counts } = job;
  const { starts } = job.found;
  const asks = starts.length > 0;
  const write = useMutation({
    mutationFn: () =>
      ask(importApi.imports[':id'].run.$post({ param: { id: job.id }, json: { quiet: asks && quiet === true } })),
    onSuccess: () => reread(queries, job.id, register.key),
  });
  const n = (count: number): string => count.toLocaleString('en-US');
  return (
    <>
      <Counts job={job} />
      {asks && (
        <fieldset className="import-starts">
          <legend>{t('reg.import.starts')}</legend>
          {starts.map(({ process, name, count }) => (
            <p key={process}>{t('reg.import.startsHint', { count: n(count), process: name })}</p>
          ))}
          <Radio.Group value={quiet} onChange={({ target }) => setQuiet(target.value)}>
            <Radio value={false}>{t('reg.import.loud')}</Radio>
            <Radio value={true}>{t('reg.import.quiet')}</Radio>
          </Radio.Group>
          {quiet && <p className="quiet">{t('reg.import.quietHint')}</p>}
        </fieldset>
      )}
      {write.isError && <Failed error={write.error} onAgain={() => write.mutate()} />}
      <div className="import-verbs">
        {counts.new + counts.changed > 0 && (
          <Button
            type="primary"
            disabled={asks && quiet === undefined}
            loading={write.isPending}
            onClick={() => write.mutate()}
          >
            {t('reg.import.write', { new: n(counts.new), changed: n(counts.changed) })}
          </Button>
        )}
        <Button onClick={onAgain}>{t('reg.import.back')}</Button>
        <ReportLink id={job.id} />
      </div>
      <Refused job={job} />
      <Changes register={register} job={job} />
    </>
  );
}
