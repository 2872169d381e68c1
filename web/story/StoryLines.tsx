// The time line: what happened, who, when, and why.
import {
  Bot,
  CircleAlert,
  CircleCheck,
  CircleDot,
  Clock,
  type LucideIcon,
  MailOpen,
  MessageSquare,
  Split,
  Stamp,
  User,
  Wrench,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { useTime } from '../time/ShopTime.tsx';
import type { Line } from './story.ts';
import './story.css';

const ICON: Record<Line['tone'], LucideIcon> = {
  done: CircleCheck,
  person: User,
  system: Bot,
  message: MailOpen,
  clock: Clock,
  choice: Split,
  bad: CircleAlert,
  over: CircleDot,
  operator: Wrench,
  remark: MessageSquare,
  decision: Stamp,
};

type Props = { lines: Line[]; compact?: boolean; onSelect?: (element: string) => void };

export function StoryLines({ lines, compact = false, onSelect }: Props): ReactNode {
  const { stamp } = useTime();
  return (
    <ol className={`story ${compact ? 'is-compact' : ''}`}>
      {lines.map((line) => {
        const Icon = ICON[line.tone];
        const { element } = line;
        const words = (
          <>
            <span className="story-title">
              <bdi>{line.title}</bdi>
              {line.who && (
                <>
                  {' '}
                  · <bdi>{line.who}</bdi>
                </>
              )}
            </span>
            <time>{stamp(line.at)}</time>
            {line.detail && (
              <span className="story-detail">
                <bdi>{line.detail}</bdi>
              </span>
            )}
          </>
        );
        return (
          <li key={line.seq} className={`is-${line.tone}`}>
            <Icon size={compact ? 14 : 16} strokeWidth={1.75} aria-hidden="true" />
            {element && onSelect ? (
              <button type="button" onClick={() => onSelect(element)}>
                {words}
              </button>
            ) : (
              <div>{words}</div>
            )}
          </li>
        );
      })}
    </ol>
  );
}
