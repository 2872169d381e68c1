// A palette icon: lucide for steps, our own signs for what BPMN draws.
import type { ReactNode } from 'react';
import type { Kind } from './kinds.ts';

export function KindIcon({ icon: Icon, size = 20 }: { icon: Kind['icon']; size?: number }): ReactNode {
  if (typeof Icon !== 'string') return <Icon size={size} strokeWidth={1.75} aria-hidden="true" />;
  const ink = {
    fill: 'none',
    stroke: 'currentColor',
    strokeWidth: 1.75,
    strokeLinecap: 'round',
    strokeLinejoin: 'round',
  } as const;
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      {(Icon === 'exclusive' || Icon === 'parallel') && <path {...ink} d="M12 2.6 21.4 12 12 21.4 2.6 12z" />}
      {Icon === 'exclusive' && <path {...ink} d="m9.6 9.6 4.8 4.8m0-4.8-4.8 4.8" />}
      {Icon === 'parallel' && <path {...ink} d="M12 8.4v7.2M8.4 12h7.2" />}
      {Icon === 'start' && <circle {...ink} cx="12" cy="12" r="8.5" />}
      {Icon === 'event' && (
        <>
          <circle {...ink} cx="12" cy="12" r="8.8" />
          <circle {...ink} strokeWidth={1.2} cx="12" cy="12" r="6" />
        </>
      )}
      {Icon === 'end' && <circle {...ink} strokeWidth={3.6} cx="12" cy="12" r="8" />}
    </svg>
  );
}
