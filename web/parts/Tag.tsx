// A status: icon, word and colour together.
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

export type Tone = 'accent' | 'green' | 'amber' | 'red' | 'grey' | 'line';

export function Tag({
  tone = 'grey',
  icon: Icon,
  children,
}: {
  tone?: Tone;
  icon?: LucideIcon;
  children: ReactNode;
}): ReactNode {
  return (
    <span className={`tag is-${tone}`}>
      {Icon && <Icon size={12} strokeWidth={2} aria-hidden="true" />}
      {children}
    </span>
  );
}
