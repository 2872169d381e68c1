// A case that is held: who, since when, why, and what has come meanwhile.
import { Pause } from 'lucide-react';
import type { ReactNode } from 'react';
import type { CaseDetail } from '../reach/shapes.ts';
import { useTime } from '../time/ShopTime.tsx';
import { useWords } from '../words/useWords.ts';

type Props = { pause: NonNullable<CaseDetail['pause']>; then: string };

export function Paused({ pause, then }: Props): ReactNode {
  const { t } = useWords();
  const { moment } = useTime();
  const when = moment(pause.since);
  return (
    <div className="paused" role="status">
      <Pause size={16} strokeWidth={1.75} aria-hidden="true" />
      <div>
        <strong>{pause.by ? t('paused.by', { who: pause.by.name, when }) : t('paused.since', { when })}</strong>
        {pause.reason && <p className="paused-why">{t('paused.why', { reason: pause.reason })}</p>}
        <p>
          {then} {pause.kept > 0 && t('paused.kept', { count: pause.kept })}
        </p>
      </div>
    </div>
  );
}

/** In place of how long is left: the clock stands still. */
export function PausedMark(): ReactNode {
  const { t } = useWords();
  return (
    <span className="due is-calm">
      <Pause size={14} strokeWidth={2} aria-hidden="true" />
      {t('case.paused')}
    </span>
  );
}
