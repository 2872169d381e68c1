// A person as a small disc: the last character of a Chinese name, the initials of a Latin one. Without a person: the system.
import { Bot, Users } from 'lucide-react';
import type { ReactNode } from 'react';

const initials = (name: string): string =>
  /[㐀-鿿]/.test(name)
    ? (name.match(/[㐀-鿿]/g)?.at(-1) ?? name.slice(-1))
    : name
        .split(/[\s._-]+/)
        .map((part) => part[0] ?? '')
        .join('')
        .slice(0, 2)
        .toUpperCase();

const tint = (name: string): number => [...name].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) % 6;

export function Avatar({ name, size = 20 }: { name?: string | undefined; size?: 16 | 18 | 20 | 24 | 32 }): ReactNode {
  if (!name)
    return (
      <span className="avatar is-system" style={{ width: size, height: size }} aria-hidden="true">
        <Bot size={size * 0.6} strokeWidth={1.75} />
      </span>
    );
  return (
    <span
      className={`avatar is-tint${tint(name)}`}
      style={{ width: size, height: size, fontSize: Math.max(10, size * 0.5) }}
      aria-hidden="true"
    >
      {initials(name)}
    </span>
  );
}

/** Who holds a task: a person, or the group that it is offered to. */
export function Holding({ name, size = 20 }: { name?: string | undefined; size?: 20 | 24 }): ReactNode {
  if (name) return <Avatar name={name} size={size} />;
  return (
    <span className="avatar is-system" style={{ width: size, height: size }} aria-hidden="true">
      <Users size={size * 0.6} strokeWidth={1.75} />
    </span>
  );
}
