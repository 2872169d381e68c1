// What a pack brings, by its name; what has a page of its own leads there.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { wordsIn } from '../forms/label.ts';
import type { PackDetail } from '../reach/shapes.ts';
import { calendarName } from '../time/calendar-name.ts';
import { useWords } from '../words/useWords.ts';

type Props = {
  thing: Omit<PackDetail['brings'][number], 'count'> & { count?: number | undefined };
  /** With its kind before it. */
  named?: boolean;
  opens: boolean;
};

export function Thing({ thing: { kind, key, name, count }, named, opens }: Props): ReactNode {
  const { t, language } = useWords();
  const called = kind === 'calendar' ? calendarName(key, t) : wordsIn(name, language);
  const words = count === undefined ? called : t('packs.records', { name: called, count });
  return (
    <span className="pack-thing">
      {named && <small>{t(`packs.kind.${kind}`)}</small>}
      {opens && kind === 'process' ? (
        <Link to="/processes/$key" params={{ key }} className="link">
          {words}
        </Link>
      ) : opens && kind === 'register' ? (
        <Link to="/registers/$register/structure" params={{ register: key }} className="link">
          {words}
        </Link>
      ) : opens && kind === 'parameter' ? (
        <Link to="/parameters/$key" params={{ key }} className="link">
          {words}
        </Link>
      ) : opens && kind === 'decision' ? (
        <Link to="/decision-tables/$key" params={{ key }} className="link">
          {words}
        </Link>
      ) : opens && kind === 'page' ? (
        <Link to="/handbook/$key" params={{ key }} className="link">
          {words}
        </Link>
      ) : (
        <span>{words}</span>
      )}
    </span>
  );
}
