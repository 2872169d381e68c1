// 流程: what there is, how it runs, what has a draft; new ones blank, from a template, from a file.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { CircleAlert, Clock, FileUp, LibraryBig, type LucideIcon, Pencil, Plus, Search, Workflow } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { ContentTabs } from '../content/ContentTabs.tsx';
import { Avatar } from '../parts/Avatar.tsx';
import { Empty } from '../parts/Empty.tsx';
import { Find } from '../parts/Find.tsx';
import { type Column, List } from '../parts/List.tsx';
import { ListPage } from '../parts/ListPage.tsx';
import { Tag } from '../parts/Tag.tsx';
import { useAddress } from '../parts/useAddress.ts';
import type { ProcessItem } from '../reach/shapes.ts';
import { useTime } from '../time/ShopTime.tsx';
import { counted } from '../values/counted.ts';
import { named, useWords } from '../words/useWords.ts';
import { ImportFile } from './ImportFile.tsx';
import { NewProcess } from './NewProcess.tsx';
import { Numbers } from './Numbers.tsx';
import { processesQuery } from './queries.ts';
import { StuckWork } from './StuckWork.tsx';
import { Templates } from './Templates.tsx';
import './processes.css';

type Dialog = 'blank' | 'template' | 'file';

export function ProcessesPage(): ReactNode {
  const { t, language } = useWords();
  const query = useQuery({ ...processesQuery, placeholderData: (before) => before });
  const [{ q = '' }, go] = useAddress<{ q?: string | undefined }>();
  const [dialog, setDialog] = useState<Dialog>();
  const wanted = q.toLowerCase();
  const fits = (item: ProcessItem): boolean =>
    `${item.name} ${named(item, language)} ${item.key} ${item.owner?.name ?? ''}`.toLowerCase().includes(wanted);
  const close = (): void => setDialog(undefined);
  const taken = query.data?.items.map(({ key }) => key) ?? [];
  return (
    <ListPage
      title={t('rail.processes')}
      above={
        <>
          <ContentTabs />
          <Numbers />
        </>
      }
      beside={<StuckWork />}
      tools={
        <>
          <Find value={q} label={t('processes.find')} onFind={(next) => go({ q: next })} />
          <span className="spacer" />
          <Button onClick={() => setDialog('file')}>
            <FileUp size={16} strokeWidth={1.75} /> {t('processes.import')}
          </Button>
          <Button onClick={() => setDialog('template')}>
            <LibraryBig size={16} strokeWidth={1.75} /> {t('processes.template')}
          </Button>
          <Button type="primary" onClick={() => setDialog('blank')}>
            <Plus size={16} strokeWidth={1.75} /> {t('processes.new')}
          </Button>
        </>
      }
    >
      <List
        rows={{ ...query, data: query.data?.items.filter(fits) }}
        idOf={({ key }) => key}
        columns={useColumns()}
        opens
        keys
        empty={
          q ? (
            <Empty icon={Search} title={t('inbox.nothingFound')} hint={t('inbox.nothingFoundHint')} />
          ) : (
            <Empty icon={Workflow} title={t('processes.none')} hint={t('processes.noneHint')}>
              <Button type="primary" onClick={() => setDialog('template')}>
                {t('processes.template')}
              </Button>
            </Empty>
          )
        }
      />
      <NewProcess open={dialog === 'blank'} onClose={close} />
      <Templates open={dialog === 'template'} taken={taken} onClose={close} />
      <ImportFile open={dialog === 'file'} taken={taken} onClose={close} />
    </ListPage>
  );
}

function useColumns(): Column<ProcessItem>[] {
  const { t, language } = useWords();
  const { stampOfReal } = useTime();
  return [
    {
      id: 'process',
      head: t('processes.process'),
      cell: (item) => (
        <Link to="/processes/$key" params={{ key: item.key }} className="process-name">
          <span className="process-icon">
            <Workflow size={16} strokeWidth={1.75} aria-hidden="true" />
          </span>
          <span className="cut">{named(item, language)}</span>
        </Link>
      ),
    },
    {
      id: 'owner',
      head: t('processes.owner'),
      gives: 1,
      cell: ({ owner }) =>
        owner ? (
          <span className="owner">
            <Avatar name={owner.name} /> {owner.name}
          </span>
        ) : (
          <span className="quiet">–</span>
        ),
    },
    {
      id: 'version',
      head: t('processes.version'),
      cell: (item) => (
        <span className="versions">
          {item.latest !== null ? t('version', { n: item.latest }) : t('processes.unpublished')}
          {item.hasDraft && (
            <Tag tone="amber" icon={Pencil}>
              {t('processes.draft')}
            </Tag>
          )}
        </span>
      ),
    },
    {
      id: 'running',
      head: t('processes.running'),
      className: 'is-end is-number',
      cell: ({ running }) => counted(running),
    },
    {
      id: 'overdue',
      head: t('processes.overdue'),
      gives: 2,
      className: 'is-end is-number',
      cell: ({ overdue }) => <Count of={overdue} icon={Clock} tone="is-amber" />,
    },
    {
      id: 'stuck',
      head: t('processes.stuck'),
      gives: 2,
      className: 'is-end is-number',
      cell: ({ stuck }) => <Count of={stuck} icon={CircleAlert} tone="is-red" />,
    },
    {
      id: 'changed',
      head: t('processes.changed'),
      gives: 1,
      className: 'is-end is-number quiet',
      cell: ({ changedAt }) => stampOfReal(changedAt),
    },
  ];
}

/** A number that should be none. */
function Count({ of, icon: Icon, tone }: { of: number; icon: LucideIcon; tone: string }): ReactNode {
  if (of === 0) return <span className="quiet">0</span>;
  return (
    <span className={`count ${tone}`}>
      <Icon size={14} strokeWidth={1.75} aria-hidden="true" /> {counted(of)}
    </span>
  );
}
