// What a notice says and where it leads, on the bell's list, on the desktop and in what leaves the app alike. Pure.
import type { Language } from '../words/message.ts';
import { type Key, sayOfWeb } from '../words/web.ts';
import type { What } from './kinds.ts';

export type SaidNotice = {
  what: What;
  by: { name: string } | null;
  count: number;
  version: number | null;
  outcome: string | null;
  /** Records that go on bearing the name of what was merged. */
  left: number | null;
};

export const isGood = (outcome: string | null): boolean => outcome === 'completed' || outcome === 'terminated';

export function noticeWords({ what, by, count, version, outcome, left }: SaidNotice, language: Language): string {
  const t = (code: Key, args: Record<string, string | number> = {}) => sayOfWeb({ code, args }, language);
  const who = by?.name ?? t('talk.bell.somebody');
  switch (what) {
    case 'mention':
      return t('talk.bell.mention', { who });
    case 'assigned':
      return count > 1 ? t('talk.bell.assignedMany', { who, count }) : t('talk.bell.assigned', { who });
    case 'given':
      return t('talk.bell.given');
    case 'offered':
      return t('talk.bell.offered');
    case 'returned':
      return t('talk.bell.returned', { who });
    case 'ended':
      return t(isGood(outcome) ? 'talk.bell.endedDone' : 'talk.bell.endedOver');
    case 'published':
      return t('talk.bell.published', { who, n: version ?? 1 });
    case 'urged':
      return t('talk.bell.urged', { who });
    case 'reminded':
      return t('talk.bell.reminded');
    case 'escalated':
      return t('talk.bell.escalated');
    case 'copied':
      return by ? t('talk.bell.copied', { who }) : t('talk.bell.copiedBySelf');
    case 'asked':
      return t('talk.bell.asked', { who });
    case 'answered':
      return t('talk.bell.answered', { who });
    case 'toRead':
      return t('talk.bell.toRead', { n: version ?? 1 });
    case 'unnamed':
      return t('talk.bell.unnamed', { count: left ?? 1 });
  }
}

type About = {
  kind: 'case' | 'task' | 'record' | 'process' | 'register' | 'parameter' | 'decision' | 'page';
  id: string;
};
/** The page of what it is about, behind the address of the shop. */
export function noticePath({ about: { kind, id }, what, count }: { about: About; what: What; count: number }): string {
  const one = encodeURIComponent;
  switch (kind) {
    case 'case':
      return `/cases/${one(id)}`;
    case 'task':
      return count > 1 ? '/work?view=todo' : `/work?view=${what === 'offered' ? 'claimable' : 'todo'}&task=${one(id)}`;
    case 'record': {
      const at = id.indexOf('/');
      return `/registers/${one(id.slice(0, at))}/records/${one(id.slice(at + 1))}`;
    }
    case 'process':
      return `/processes/${one(id)}`;
    case 'register':
      return `/registers/${one(id)}/structure`;
    case 'parameter':
      return `/parameters/${one(id)}`;
    case 'page':
      return `/handbook/${one(id)}`;
    case 'decision':
      return `/decision-tables/${one(id)}`;
  }
}
