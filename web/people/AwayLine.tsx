// Above one's work: that I am away, or whose work is mine meanwhile.
import { Link } from '@tanstack/react-router';
import { CalendarOff, UserRoundCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { useMe } from '../session/useMe.ts';
import { useTime } from '../time/ShopTime.tsx';
import { useWords } from '../words/useWords.ts';
import { lastOf } from './last-of.ts';
import './people.css';

export function AwayLine(): ReactNode {
  const { t } = useWords();
  const { momentWithin } = useTime();
  const { away, standsFor } = useMe();
  return (
    <>
      {away && (
        <Link to="/absences" className="away-line">
          <CalendarOff size={14} strokeWidth={1.75} aria-hidden="true" />
          {t('absence.mine', { proxy: away.proxy.name, until: momentWithin(lastOf(away.until)) })}
        </Link>
      )}
      {standsFor.map(({ id, name, until }) => (
        <Link key={id} to="/absences" className="away-line">
          <UserRoundCheck size={14} strokeWidth={1.75} aria-hidden="true" />
          {t('absence.standsFor', { who: name, until: momentWithin(lastOf(until)) })}
        </Link>
      ))}
    </>
  );
}
