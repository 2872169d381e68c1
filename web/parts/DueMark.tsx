// How long is left: ring, words and weight together, never colour alone.
import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTime } from '../time/ShopTime.tsx';

export function Ring({ gone, size = 14 }: { gone: number; size?: number }): ReactNode {
  const radius = 5.5;
  const round = 2 * Math.PI * radius;
  return (
    <svg className="ring" width={size} height={size} viewBox="0 0 14 14" aria-hidden="true">
      <circle cx="7" cy="7" r={radius} fill="none" stroke="var(--line2)" strokeWidth="2" />
      <circle
        cx="7"
        cy="7"
        r={radius}
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeDasharray={`${Math.max(0.12, gone) * round} ${round}`}
        transform="rotate(-90 7 7)"
      />
    </svg>
  );
}

type Props = { due: number; since: number; size?: 'row' | 'head' };

export function DueMark({ due, since, size = 'row' }: Props): ReactNode {
  const words = useTime().due(due, since);
  return (
    <span className={`due is-${words.urgency} is-${size}`}>
      {words.urgency === 'late' ? (
        <CircleAlert className="due-alert" size={size === 'head' ? 16 : 14} strokeWidth={2} aria-hidden="true" />
      ) : (
        <Ring gone={words.gone} size={size === 'head' ? 16 : 14} />
      )}
      {words.text}
    </span>
  );
}
