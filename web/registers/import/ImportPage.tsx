// Bringing a file into a register: choose it, say which column is what, see what would happen, write it. Where it stands is in the address,
// so that a reload, or another person, finds it there.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Progress } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { Shown } from '../../parts/Shown.tsx';
import { Skeleton } from '../../parts/Skeleton.tsx';
import { useAddress } from '../../parts/useAddress.ts';
import type { ImportDetail, RegisterDetail } from '../../reach/shapes.ts';
import { useWords } from '../../words/useWords.ts';
import { registerQuery, rereadRecords } from '../queries.ts';
import { RegisterCrumbs } from '../RegisterCrumbs.tsx';
import { ChooseColumns } from './ChooseColumns.tsx';
import { ChooseFile } from './ChooseFile.tsx';
import { EarlierImports } from './EarlierImports.tsx';
import { ImportEnded } from './ImportEnded.tsx';
import { LookedAt } from './LookedAt.tsx';
import { importQuery, importsKey, isAtWork } from './queries.ts';
import '../registers.css';
import '../../processes/processes.css';
import './import.css';

export type ImportSearch = { import?: string | undefined };

export function ImportPage(): ReactNode {
  const { t } = useWords();
  const { register: key } = useParams({ from: '/in/registers/$register/import' });
  const register = useQuery(registerQuery(key));
  const [search, go] = useAddress<ImportSearch>();
  return (
    <div className="page import-page">
      <RegisterCrumbs register={key} title={t('reg.import.title')} />
      <Shown query={register} skeleton={<Skeleton rows={6} lines={[40]} height={40} />}>
        {(shown) =>
          search.import ? (
            <One key={search.import} register={shown} id={search.import} onOther={() => go({ import: undefined })} />
          ) : (
            <>
              <ChooseFile register={shown} onRead={(id) => go({ import: id })} />
              <EarlierImports register={shown} onOpen={(id) => go({ import: id })} />
            </>
          )
        }
      </Shown>
    </div>
  );
}

type Props = { register: RegisterDetail; id: string; onOther: () => void };
function One({ register, id, onOther }: Props): ReactNode {
  const { t } = useWords();
  const queries = useQueryClient();
  const query = useQuery(importQuery(id));
  const [again, setAgain] = useState(false);
  const status = query.data?.status;
  useEffect(() => {
    if (status === 'checking') setAgain(false);
    if (status === 'done' || status === 'undone') {
      rereadRecords(queries, register.key);
      void queries.invalidateQueries({ queryKey: importsKey(register.key) });
    }
  }, [status, queries, register.key]);
  return (
    <Shown query={query}>
      {(job) => (
        <>
          <header className="import-head">
            <h2 className="cut">
              <bdi>{job.file}</bdi>
            </h2>
            <span className="quiet">
              {t('reg.import.read', { total: job.total.toLocaleString('en-US'), encoding: job.encoding })}
            </span>
            <span className="spacer" />
            {!isAtWork(job.status) && (
              <button type="button" className="link" onClick={onOther}>
                {t('reg.import.other')}
              </button>
            )}
          </header>
          {isAtWork(job.status) ? (
            <AtWork job={job} />
          ) : job.status === 'read' || again ? (
            <ChooseColumns register={register} job={job} />
          ) : job.status === 'checked' ? (
            <LookedAt register={register} job={job} onAgain={() => setAgain(true)} />
          ) : (
            <ImportEnded register={register} job={job} />
          )}
        </>
      )}
    </Shown>
  );
}

function AtWork({ job }: { job: ImportDetail }): ReactNode {
  const { t } = useWords();
  const done = job.total === 0 ? 0 : Math.round((job.done / job.total) * 100);
  return (
    <section className="import-working">
      <p role="status">{t(`reg.import.${job.status as 'checking'}`)}</p>
      {job.status === 'checking' && job.found.anew && <p>{t('reg.import.anew')}</p>}
      <Progress percent={done} status="active" aria-label={t('reg.import.title')} />
      <p className="quiet">
        {t('reg.import.far', {
          done: job.done.toLocaleString('en-US'),
          total: job.total.toLocaleString('en-US'),
        })}
      </p>
    </section>
  );
}
