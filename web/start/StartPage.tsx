// 发起: what I may start, and its form; then the case itself.
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button } from 'antd';
import { ChevronLeft, ChevronRight, Send, Workflow } from 'lucide-react';
import type { ReactNode } from 'react';
import { asks } from '../../forms/kinds.ts';
import { Empty } from '../parts/Empty.tsx';
import { Shown } from '../parts/Shown.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { ask, startApi } from '../reach/client.ts';
import type { Startable } from '../reach/shapes.ts';
import { isManager, useMe } from '../session/useMe.ts';
import { Where } from '../shell/Where.tsx';
import { named, type Say, useWords } from '../words/useWords.ts';
import { StartForm } from './StartForm.tsx';
import './start.css';

export function StartPage(): ReactNode {
  const { t, language } = useWords();
  const me = useMe();
  const navigate = useNavigate();
  const { process, element, record } = useSearch({ from: '/in/start' });
  const query = useQuery({ queryKey: ['startable'], queryFn: () => ask(startApi.startable.$get()) });
  return (
    <div className="page">
      <Where>
        {process ? (
          <nav className="crumbs" aria-label={t('crumbs')}>
            <Link to="/start">{t('rail.start')}</Link>
            <ChevronRight size={14} aria-hidden="true" />
            <h1 className="top-title cut">
              {query.data?.items.find(({ key }) => key === process) &&
                named(query.data.items.find(({ key }) => key === process)!, language)}
            </h1>
          </nav>
        ) : (
          <h1 className="top-title">{t('rail.start')}</h1>
        )}
      </Where>
      <Shown query={query} skeleton={<Skeleton rows={3} lines={[40, 70]} height={84} />}>
        {({ items }) => {
          const chosen = items.find((item) => item.key === process && (!element || item.element === element));
          if (chosen)
            return (
              <>
                <button type="button" className="link is-back" onClick={() => void navigate({ to: '/start' })}>
                  <ChevronLeft size={16} aria-hidden="true" /> {t('back')}
                </button>
                <StartForm key={`${chosen.key} ${record ?? ''}`} process={chosen} about={record} />
              </>
            );
          if (items.length === 0)
            return (
              <Empty
                icon={Send}
                title={t('start.none')}
                hint={t(isManager(me) ? 'start.noneManager' : 'start.noneHint')}
              >
                {isManager(me) && (
                  <Button onClick={() => void navigate({ to: '/processes' })}>{t('rail.processes')}</Button>
                )}
              </Empty>
            );
          return (
            <ul className="cards">
              {items.map((item) => (
                <li key={`${item.key} ${item.element}`}>
                  <Link to="/start" search={{ process: item.key, element: item.element }}>
                    <span className="process-icon">
                      <Workflow size={18} strokeWidth={1.75} aria-hidden="true" />
                    </span>
                    <span className="cut">
                      <strong className="cut">{named(item, language)}</strong>
                      <small>{asked(item.form, t)}</small>
                    </span>
                    <ChevronRight size={16} strokeWidth={1.75} aria-hidden="true" />
                  </Link>
                </li>
              ))}
            </ul>
          );
        }}
      </Shown>
    </div>
  );
}

/** What has to be filled in is told apart from what may be. */
function asked(form: Startable['form'], t: Say): string {
  const fields = (form?.fields ?? []).filter((field) => asks(field) && !field.readOnly);
  const count = fields.filter(({ required }) => required).length;
  if (fields.length === 0) return t('start.noForm');
  return count === 0 ? t('start.optional', { all: fields.length }) : t('start.fields', { count, all: fields.length });
}
