// The frame of every page: rail, top bar, work surface; on a phone the rail becomes tabs at the bottom.

import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useLocation } from '@tanstack/react-router';
import {
  Activity,
  BookOpen,
  CircleUser,
  Inbox,
  ListChecks,
  type LucideIcon,
  NotebookText,
  Send,
  Settings,
  Sunrise,
  Users,
  UsersRound,
  Workflow,
} from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Bell } from '../bell/Bell.tsx';
import { CONTENT_TABS } from '../content/ContentTabs.tsx';
import { UndoToast } from '../inbox/UndoToast.tsx';
import { useCounts } from '../inbox/useCounts.ts';
import { Renewed } from '../offline/Renewed.tsx';
import { Submissions } from '../offline/Submissions.tsx';
import { firstDayQuery } from '../opening/queries.ts';
import { toReadQuery } from '../pages/queries.ts';
import { useWidth } from '../parts/useWidth.ts';
import type { Me } from '../reach/shapes.ts';
import { useLive } from '../reach/useLive.ts';
import { registersQuery } from '../registers/queries.ts';
import { useMe } from '../session/useMe.ts';
import { type Key, useWords } from '../words/useWords.ts';
import { FindCase } from './FindCase.tsx';
import { LostLine } from './LostLine.tsx';
import { PersonMenu } from './PersonMenu.tsx';
import { TopSlot } from './Where.tsx';

/** `last` of its group. */
type Place = {
  to: string /** Pages behind its other tabs. */;
  beside?: string[];
  icon: LucideIcon;
  word: Key;
  for: Me['level'][];
  deskOnly?: boolean;
  last?: boolean;
};
const EVERYONE: Me['level'][] = ['staff', 'manager', 'admin'];
const MANAGERS: Me['level'][] = ['manager', 'admin'];
const BESIDE_PROCESSES = CONTENT_TABS.map(({ to }) => to);
const PLACES: Place[] = [
  { to: '/today', icon: Sunrise, word: 'rail.today', for: EVERYONE, deskOnly: true },
  { to: '/work', icon: Inbox, word: 'rail.work', for: EVERYONE },
  { to: '/first-day', icon: ListChecks, word: 'firstDay.rail', for: ['admin'] },
  { to: '/start', icon: Send, word: 'rail.start', for: EVERYONE, last: true },
  { to: '/processes', beside: BESIDE_PROCESSES, icon: Workflow, word: 'rail.processes', for: MANAGERS },
  { to: '/cases', icon: Activity, word: 'rail.run', for: EVERYONE },
  { to: '/registers', icon: NotebookText, word: 'rail.registers', for: EVERYONE, last: true },
  { to: '/handbook', icon: BookOpen, word: 'rail.handbook', for: EVERYONE },
  { to: '/team', icon: UsersRound, word: 'rail.team', for: MANAGERS },
];

export function Shell(): ReactNode {
  const { t } = useWords();
  const me = useMe();
  const width = useWidth();
  const counts = useCounts();
  const [slot, setSlot] = useState<HTMLElement | null>(null);
  useLive(me.id, me.feed);
  const phone = width === 'phone';
  // An item comes with what stands behind it.
  const hasRegisters = (useQuery(registersQuery).data?.items.length ?? 0) > 0;
  const handbook = useQuery(toReadQuery).data;
  const firstDay = useQuery({ ...firstDayQuery, enabled: me.level === 'admin' }).data;
  const there: Record<string, boolean> = {
    '/registers': hasRegisters,
    '/cases': me.level !== 'staff' || me.sees !== 'own',
    '/handbook': (handbook?.pages ?? false) || MANAGERS.includes(me.level),
    '/first-day': firstDay?.items.some(({ done }) => !done) ?? false,
  };
  const places = PLACES.filter(
    (place) => place.for.includes(me.level) && there[place.to] !== false && !(place.deskOnly && phone),
  );
  const waiting: Record<string, { count: number; word: Key }> = {
    '/work': { count: counts.data?.todo ?? 0, word: 'rail.waiting' },
    '/handbook': { count: handbook?.toRead ?? 0, word: 'pages.mine' },
  };
  const at = useLocation({ select: ({ pathname }) => pathname });
  const isBeside = (places: string[] = []): boolean =>
    places.some((place) => at === place || at.startsWith(`${place}/`));
  const link = ({ to, beside, icon: Icon, word, last }: Place): ReactNode => {
    const { count = 0, word: of } = waiting[to] ?? {};
    return (
      <Link
        key={to}
        to={to}
        className={`rail-item ${last ? 'is-last' : ''} ${isBeside(beside) ? 'is-here' : ''}`}
        activeProps={{ className: 'is-here' }}
        {...(isBeside(beside) && { 'aria-current': 'true' })}
      >
        <span className="rail-icon">
          <Icon size={phone ? 22 : 20} strokeWidth={1.75} aria-hidden="true" />
          {of && count > 0 && (
            <span className="badge">
              <span className="unseen">{t(of)} </span>
              {count >= 100 ? '99+' : count}
            </span>
          )}
        </span>
        <span>{t(word)}</span>
      </Link>
    );
  };
  return (
    <TopSlot.Provider value={slot}>
      <div className={`shell is-${width}`}>
        <a className="skip" href="#surface">
          {t('rail.skip')}
        </a>
        <header className="top">
          {!phone && (
            <Link to="/" className="logo" aria-label={t('rail.home')}>
              {t('logo')}
            </Link>
          )}
          <div className="top-left" ref={setSlot} />
          {!phone && <FindCase />}
          <div className="top-right">
            {me.clock.rate !== 1 && <ShopRate rate={me.clock.rate} />}
            <Bell />
          </div>
        </header>
        <div className="lines">
          <LostLine />
          <Submissions />
          <Renewed />
        </div>
        <nav className="rail" aria-label={t('rail.label')}>
          {places.map(link)}
          {!phone && <span className="spacer" />}
          {!phone && me.level === 'admin' && link({ to: '/people', icon: Users, word: 'rail.people', for: [] })}
          {!phone &&
            MANAGERS.includes(me.level) &&
            link({ to: '/settings', icon: Settings, word: 'rail.settings', for: [] })}
          {phone ? link({ to: '/me', icon: CircleUser, word: 'rail.me', for: [] }) : <PersonMenu />}
        </nav>
        <main className="surface" id="surface" tabIndex={-1}>
          <Outlet />
        </main>
        <UndoToast />
      </div>
    </TopSlot.Provider>
  );
}

function ShopRate({ rate }: { rate: number }): ReactNode {
  const { t } = useWords();
  return <span className="shop-rate">{t('rail.rate', { rate })}</span>;
}
