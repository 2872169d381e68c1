// One way for a shop to begin: what it is, and its button.
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

type Props = { icon: LucideIcon; name: string; about: string; children: ReactNode };

export function Door({ icon: Icon, name, about, children }: Props): ReactNode {
  return (
    <li className="door">
      <Icon size={20} strokeWidth={1.75} aria-hidden="true" />
      <h2>{name}</h2>
      <p>{about}</p>
      {children}
    </li>
  );
}
