// 流程: what there is, how it runs, what has a draft; new ones blank, from a template, from a file.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { App, Button, Checkbox } from 'antd';
import { CircleAlert, Clock, FileUp, LibraryBig, type LucideIcon, Plus, Search, Workflow } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { ArchiveVerb } from '../content/ArchiveVerb.tsx';
import { ContentTabs } from '../content/ContentTabs.tsx';
import { useLifeColumns } from '../content/life-columns.tsx';
import { Avatar } from '../parts/Avatar.tsx';
import { Empty } from '../parts/Empty.tsx';
import { Find } from '../parts/Find.tsx';
import { type Column, List } from '../parts/List.tsx';
import { ListPage } from '../parts/ListPage.tsx';
import { useAddress } from '../parts/useAddress.ts';
import { ask, asRefusal, processApi } from '../reach/client.ts';
import type { ProcessItem } from '../reach/shapes.ts';
import { counted } from '../values/counted.ts';
import { named, useWords } from '../words/useWords.ts';
import { ImportFile } from './ImportFile.tsx';
import { NewProcess } from './NewProcess.tsx';
import { Numbers } from './Numbers.tsx';
import { archivedQuery, processesQuery } from './queries.ts';
import { StuckWork } from './StuckWork.tsx';
import { Templates } from './Templates.tsx';
import './processes.css';

type Dialog = 'blank' | 'template' | 'file';

export function ProcessesPage(): ReactNode {
  const { t, language } = useWords();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [{ q = '', archived }, go] = useAddress<{ q?: string | undefined; archived?: string | undefined }>();
  const query = useQuery({ ...(archived ? archivedQuery : processesQuery), placeholderData: (before) => before });
  const put = useMutation({
    mutationFn: ({ key, archived: was }: ProcessItem) =>
      ask(processApi.processes[':key'].$patch({ param: { key }, json: { archived: !was } })),
    onError: (error) => void message.error(`${asRefusal(error).title} ${asRefusal(error).detail}`),
    onSettled: () => void queries.invalidateQueries({ queryKey: ['processes'] }),
  });
  const columns = useColumns(put.mutate);
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
          <Checkbox
            checked={Boolean(archived)}
            onChange={({ target }) => go({ archived: target.checked ? 'yes' : undefined })}
          >
            {t('reg.archived')}
          </Checkbox>
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
        columns={columns}
        opens
        keys
        empty={
          q || archived ? (
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

function useColumns(onPut: (item: ProcessItem) => void): Column<ProcessItem>[] {
  const { t, language } = useWords();
  const life = useLifeColumns<ProcessItem>();
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
    life.pack,
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
    life.version,
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
    life.published,
    {
      id: 'verbs',
      head: t('more'),
      unseen: true,
      className: 'is-end is-verbs',
      cell: (item) => <ArchiveVerb name={named(item, language)} archived={item.archived} onPut={() => onPut(item)} />,
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
