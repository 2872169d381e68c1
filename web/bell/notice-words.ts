// What a notice says, on the bell's list and on the desktop alike. Pure.
import type { NoticeItem } from '../reach/shapes.ts';
import type { Say } from '../words/useWords.ts';

export const isGood = (outcome: string | null): boolean => outcome === 'completed' || outcome === 'terminated';

export function noticeWords({ what, by, count, version, outcome, left }: NoticeItem, t: Say): string {
  const who = by?.name ?? t('talk.bell.somebody');
  switch (what) {
    case 'mention':
      return t('talk.bell.mention', { who });
    case 'assigned':
      return count > 1 ? t('talk.bell.assignedMany', { who, count }) : t('talk.bell.assigned', { who });
    case 'ended':
      return t(isGood(outcome) ? 'talk.bell.endedDone' : 'talk.bell.endedOver');
    case 'published':
      return t('talk.bell.published', { who, n: version ?? 1 });
    case 'urged':
      return t('talk.bell.urged', { who });
    case 'toRead':
      return t('talk.bell.toRead', { n: version ?? 1 });
    case 'unnamed':
      return t('talk.bell.unnamed', { count: left ?? 1 });
  }
}
