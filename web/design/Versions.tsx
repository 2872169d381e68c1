// Published versions: who, when, why, how many cases still run on each; one to look at, one to bring back as the draft.
import { useQuery } from '@tanstack/react-query';
import { Button, Drawer } from 'antd';
import { ChevronLeft, History } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { Model } from '../../bpmn/definition.ts';
import { Designer } from '../../designer/Designer.tsx';
import type { Form } from '../../forms/form.ts';
import { Empty } from '../parts/Empty.tsx';
import { Shown } from '../parts/Shown.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { useWidth } from '../parts/useWidth.ts';
import { ask, draftApi } from '../reach/client.ts';
import { useTime } from '../time/ShopTime.tsx';
import { useWords } from '../words/useWords.ts';

type Props = {
  open: boolean;
  processKey: string;
  onClose: () => void;
  onRestore: (model: Model, forms: Record<string, Form>) => void;
};

export function Versions({ open, processKey, onClose, onRestore }: Props): ReactNode {
  const { t } = useWords();
  const { momentOfReal } = useTime();
  const width = useWidth();
  const [shown, setShown] = useState<number>();
  const query = useQuery({
    queryKey: ['versions', processKey],
    queryFn: () => ask(draftApi.processes[':key'].versions.$get({ param: { key: processKey } })),
    enabled: open,
  });
  const title = shown === undefined ? t('versions.title') : t('version', { n: shown });
  return (
    <Drawer
      open={open}
      onClose={onClose}
      size={width === 'phone' ? '100%' : shown === undefined ? 400 : 'min(1100px, 92vw)'}
      title={
        <span className="drawer-title">
          {shown !== undefined && (
            <button type="button" className="act" aria-label={t('back')} onClick={() => setShown(undefined)}>
              <ChevronLeft size={18} strokeWidth={1.75} />
            </button>
          )}
          {title}
        </span>
      }
      afterOpenChange={(is) => !is && setShown(undefined)}
      destroyOnHidden
      styles={{ body: { padding: 0 } }}
    >
      {shown !== undefined ? (
        <OneVersion processKey={processKey} version={shown} onRestore={onRestore} />
      ) : (
        <Shown query={query} skeleton={<Skeleton rows={4} lines={[40, 70]} height={84} />}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty icon={History} title={t('versions.none')} hint={t('versions.noneHint')} />
            ) : (
              <ul className="versions-list">
                {items.map((version) => (
                  <li key={version.version}>
                    <button type="button" onClick={() => setShown(version.version)}>
                      <span className="row-1">
                        <strong>{t('version', { n: version.version })}</strong>
                        <span className="spacer" />
                        <small>{t('versions.running', { count: version.running })}</small>
                      </span>
                      <span className="row-2 cut">
                        {version.publishedBy?.name ?? t('versions.system')} · {momentOfReal(version.publishedAt)}
                      </span>
                      {version.note && <span className="row-3">{version.note}</span>}
                    </button>
                  </li>
                ))}
              </ul>
            )
          }
        </Shown>
      )}
    </Drawer>
  );
}

type OneProps = { processKey: string; version: number; onRestore: Props['onRestore'] };

function OneVersion({ processKey, version, onRestore }: OneProps): ReactNode {
  const { t, language } = useWords();
  const query = useQuery({
    queryKey: ['version', processKey, version],
    queryFn: () =>
      ask(
        draftApi.processes[':key'].versions[':version'].$get({ param: { key: processKey, version: version as never } }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <Shown query={query} skeleton={<Skeleton rows={2} height={200} />}>
      {({ model, forms, note }) => (
        <div className="version">
          <header>
            <p className="cut">{note ?? t('versions.noNote')}</p>
            <Button onClick={() => onRestore(model, forms)}>{t('versions.restore')}</Button>
          </header>
          <div>
            <Designer model={model} forms={forms} language={language} readOnly />
          </div>
        </div>
      )}
    </Shown>
  );
}
