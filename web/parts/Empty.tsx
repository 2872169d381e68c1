// What belongs here and how to begin: icon, two lines, one button.
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

type Props = { icon: LucideIcon; title: string; hint?: string; children?: ReactNode };

export function Empty({ icon: Icon, title, hint, children }: Props): ReactNode {
  return (
    <div className="empty">
      <span className="empty-icon">
        <Icon size={20} strokeWidth={1.75} aria-hidden="true" />
      </span>
      <strong>{title}</strong>
      {hint && <span>{hint}</span>}
      {children}
    </div>
  );
}
