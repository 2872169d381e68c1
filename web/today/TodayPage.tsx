// 今天: the numbers, what waits for me, what is late and where, what runs low. Only what the shop has is shown.
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { processesQuery } from '../processes/queries.ts';
import { isManager, useMe } from '../session/useMe.ts';
import { Where } from '../shell/Where.tsx';
import { useTime } from '../time/ShopTime.tsx';
import { useWords } from '../words/useWords.ts';
import { Begin } from './Begin.tsx';
import { DayLine } from './DayLine.tsx';
import { Decisions } from './Decisions.tsx';
import { Figures } from './Figures.tsx';
import { Groups } from './Groups.tsx';
import { LowStock } from './LowStock.tsx';
import { MyWork } from './MyWork.tsx';
import { OpenOrders } from './OpenOrders.tsx';
import { StuckByCause } from './StuckByCause.tsx';
import { ToRead } from './ToRead.tsx';
import './today.css';

export function TodayPage(): ReactNode {
  const { t } = useWords();
  const { fullNow } = useTime();
  const manager = isManager(useMe());
  const processes = useQuery({ ...processesQuery, enabled: manager, staleTime: 60_000 });
  const nothing = processes.data?.items.length === 0;
  return (
    <div className="day">
      <Where>
        <h1 className="top-title">{t('today.title')}</h1>
        <span className="top-note">{fullNow}</span>
      </Where>
      {nothing ? (
        <Begin title={t('today.begin.title')} hint={t('today.begin.hint')} />
      ) : (
        <>
          <Figures />
          <div className="day-columns">
            <div className="day-main">
              <DayLine />
              <ToRead />
              <Decisions />
              <MyWork bare={manager} />
              {manager && <Groups />}
            </div>
            <aside className="day-side">
              {manager && <StuckByCause />}
              <LowStock />
              <OpenOrders />
            </aside>
          </div>
        </>
      )}
    </div>
  );
}
