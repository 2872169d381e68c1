// What a new shop needs on its first day: each leads to its page, and ticks itself by the facts.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { ChevronRight, CircleCheck, CircleDashed, ListChecks } from 'lucide-react';
import type { ReactNode } from 'react';
import { Empty } from '../parts/Empty.tsx';
import { Failed } from '../parts/Failed.tsx';
import { Shown } from '../parts/Shown.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { ask, openingApi } from '../reach/client.ts';
import { Where } from '../shell/Where.tsx';
import { Begin } from '../today/Begin.tsx';
import { type Key, useWords } from '../words/useWords.ts';
import { firstDayQuery } from './queries.ts';
import './opening.css';

const PLACES = {
  people: { to: '/people' },
  roles: { to: '/people', search: { tab: 'roles' } },
  parameters: { to: '/parameters', search: { blank: 'yes' } },
  suppliers: { to: '/registers/$register', params: { register: 'supplier' } },
  goods: { to: '/registers/$register', params: { register: 'sku' } },
  stock: { to: '/start', search: { process: 'inbound', element: 'by_hand' } },
  outside: { to: '/settings', search: { part: 'outside' } },
  orders: { to: '/cases' },
} as const;
type Item = keyof typeof PLACES;

export function FirstDayPage(): ReactNode {
  const { t, language } = useWords();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const query = useQuery({ ...firstDayQuery, refetchOnMount: 'always' });
  const hide = useMutation({
    mutationFn: () => ask(openingApi['first-day'].hide.$post()),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: firstDayQuery.queryKey });
      await navigate({ to: '/work' });
    },
  });
  return (
    <div className="page">
      <Where>
        <h1 className="top-title">{t('firstDay.title')}</h1>
      </Where>
      <Shown query={query} skeleton={<Skeleton rows={8} lines={[30, 60]} height={64} />}>
        {({ items, platforms }) => {
          if (items.length === 0) return <Begin title={t('firstDay.noList')} hint={t('firstDay.noListHint')} />;
          const left = items.filter(({ done }) => !done).length;
          if (left === 0)
            return (
              <Empty icon={ListChecks} title={t('firstDay.none')} hint={t('firstDay.noneHint')}>
                <Button onClick={() => void navigate({ to: '/work' })}>{t('firstDay.toWork')}</Button>
              </Empty>
            );
          const shops = new Intl.ListFormat(language).format(
            platforms.map((one) => t(`opening.platform.${one}` as Key)),
          );
          const why = (key: Item): string =>
            key === 'outside' && shops ? t('firstDay.why.outsideOf', { platforms: shops }) : t(`firstDay.why.${key}`);
          return (
            <section className="first-day" aria-label={t('firstDay.title')}>
              <p className="quiet">
                <strong>{t('firstDay.left', { count: left })}</strong> {t('firstDay.hint')}
              </p>
              <ol>
                {items.map(({ key, done }) => {
                  const Icon = done ? CircleCheck : CircleDashed;
                  return (
                    <li key={key} className={done ? 'is-done' : ''}>
                      <Link {...PLACES[key as Item]}>
                        <Icon size={20} strokeWidth={1.75} aria-hidden="true" />
                        <span>
                          <strong>{t(`firstDay.item.${key}` as Key)}</strong>
                          <span className="unseen"> {t(done ? 'firstDay.done' : 'firstDay.open')} </span>
                          {!done && <small>{why(key as Item)}</small>}
                        </span>
                        <ChevronRight size={16} strokeWidth={1.75} aria-hidden="true" />
                      </Link>
                    </li>
                  );
                })}
              </ol>
              {hide.isError && <Failed error={hide.error} />}
              <Button type="text" loading={hide.isPending} onClick={() => hide.mutate()}>
                {t('firstDay.hide')}
              </Button>
            </section>
          );
        }}
      </Shown>
    </div>
  );
}
