// 今天: the numbers, what waits for me, what is late and where, what runs low. Only what the shop has is shown.
import type { ReactNode } from 'react';
import { isManager, useMe } from '../session/useMe.ts';
import { Where } from '../shell/Where.tsx';
import { useTime } from '../time/ShopTime.tsx';
import { useWords } from '../words/useWords.ts';
import { DayLine } from './DayLine.tsx';
import { Decisions } from './Decisions.tsx';
import { Figures } from './Figures.tsx';
import { Groups } from './Groups.tsx';
import { LowStock } from './LowStock.tsx';
import { MyWork } from './MyWork.tsx';
import { OpenOrders } from './OpenOrders.tsx';
import { StuckByCause } from './StuckByCause.tsx';
import './today.css';

export function TodayPage(): ReactNode {
  const { t } = useWords();
  const { fullNow } = useTime();
  const manager = isManager(useMe());
  return (
    <div className="day">
      <Where>
        <h1 className="top-title">{t('today.title')}</h1>
        <span className="top-note">{fullNow}</span>
      </Where>
      <Figures />
      <div className="day-columns">
        <div className="day-main">
          <DayLine />
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
    </div>
  );
}
