// 流程: what there is, how it runs, what has a draft; new ones blank, from a template, from a file.
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button, Input } from 'antd';
import { CircleAlert, Clock, FileUp, LibraryBig, Pencil, Plus, Search, Workflow } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Avatar } from '../parts/Avatar.tsx';
import { Empty } from '../parts/Empty.tsx';
import { Shown } from '../parts/Shown.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { Tag } from '../parts/Tag.tsx';
import type { ProcessItem } from '../reach/shapes.ts';
import { Where } from '../shell/Where.tsx';
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
  const [text, setText] = useState('');
  const [dialog, setDialog] = useState<Dialog>();
  const wanted = text.trim().toLowerCase();
  const fits = (item: ProcessItem): boolean =>
    !wanted ||
    `${item.name} ${named(item, language)} ${item.key} ${item.owner?.name ?? ''}`.toLowerCase().includes(wanted);
  const close = (): void => setDialog(undefined);
  return (
    <div className="page is-flush">
      <Where>
        <h1 className="top-title">{t('rail.processes')}</h1>
      </Where>
      <Numbers />
      <div className="page-columns">
        <div className="page-main">
          <div className="page-tools">
            <Input
              className="page-find"
              value={text}
              allowClear
              prefix={<Search size={15} strokeWidth={1.75} />}
              placeholder={t('processes.find')}
              aria-label={t('processes.find')}
              onChange={(event) => setText(event.target.value)}
            />
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
          </div>
          <div className="page-body">
            <Shown query={query} skeleton={<Skeleton rows={8} lines={[92]} height={40} />}>
              {({ items }) => {
                const shown = items.filter(fits);
                if (items.length === 0)
                  return (
                    <Empty icon={Workflow} title={t('processes.none')} hint={t('processes.noneHint')}>
                      <Button type="primary" onClick={() => setDialog('template')}>
                        {t('processes.template')}
                      </Button>
                    </Empty>
                  );
                if (shown.length === 0)
                  return <Empty icon={Search} title={t('inbox.nothingFound')} hint={t('inbox.nothingFoundHint')} />;
                return <Rows items={shown} />;
              }}
            </Shown>
          </div>
        </div>
        <StuckWork />
      </div>
      <NewProcess open={dialog === 'blank'} onClose={close} />
      <Templates open={dialog === 'template'} taken={query.data?.items.map(({ key }) => key) ?? []} onClose={close} />
      <ImportFile open={dialog === 'file'} taken={query.data?.items.map(({ key }) => key) ?? []} onClose={close} />
    </div>
  );
}

function Rows({ items }: { items: ProcessItem[] }): ReactNode {
  const { t, language } = useWords();
  const { stamp } = useTime();
  const navigate = useNavigate();
  return (
    <table className="table is-processes">
      <thead>
        <tr>
          <th scope="col">{t('processes.process')}</th>
          <th scope="col" className="opt-1">
            {t('processes.owner')}
          </th>
          <th scope="col">{t('processes.version')}</th>
          <th scope="col" className="is-end">
            {t('processes.running')}
          </th>
          <th scope="col" className="is-end opt-2">
            {t('processes.overdue')}
          </th>
          <th scope="col" className="is-end opt-2">
            {t('processes.stuck')}
          </th>
          <th scope="col" className="is-end opt-1">
            {t('processes.changed')}
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the link in the row is for the keyboard
          <tr key={item.key} onClick={() => void navigate({ to: '/processes/$key', params: { key: item.key } })}>
            <td>
              <Link
                to="/processes/$key"
                params={{ key: item.key }}
                className="process-name"
                onClick={(event) => event.stopPropagation()}
              >
                <span className="process-icon">
                  <Workflow size={16} strokeWidth={1.75} aria-hidden="true" />
                </span>
                <span className="cut">{named(item, language)}</span>
              </Link>
            </td>
            <td className="opt-1">
              {item.owner ? (
                <span className="owner">
                  <Avatar name={item.owner.name} /> {item.owner.name}
                </span>
              ) : (
                <span className="quiet">–</span>
              )}
            </td>
            <td>
              <span className="versions">
                {item.latest !== null ? t('version', { n: item.latest }) : t('processes.unpublished')}
                {item.hasDraft && (
                  <Tag tone="amber" icon={Pencil}>
                    {t('processes.draft')}
                  </Tag>
                )}
              </span>
            </td>
            <td className="is-end is-number">{counted(item.running)}</td>
            <td className="is-end is-number opt-2">
              {item.overdue > 0 ? (
                <span className="count is-amber">
                  <Clock size={14} strokeWidth={1.75} aria-hidden="true" /> {counted(item.overdue)}
                </span>
              ) : (
                <span className="quiet">0</span>
              )}
            </td>
            <td className="is-end is-number opt-2">
              {item.stuck > 0 ? (
                <span className="count is-red">
                  <CircleAlert size={14} strokeWidth={1.75} aria-hidden="true" /> {counted(item.stuck)}
                </span>
              ) : (
                <span className="quiet">0</span>
              )}
            </td>
            <td className="is-end is-number quiet opt-1">{stamp(Date.parse(item.changedAt))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
