// What I have to know, behind a bell: how much of it is unread, each with the way to what it is about.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { Popover } from 'antd';
import {
  AlarmClock,
  AtSign,
  Bell as BellIcon,
  BellRing,
  BookOpen,
  CheckCheck,
  CircleAlert,
  CircleCheck,
  CircleX,
  Copy,
  Inbox,
  type LucideIcon,
  MessageCircleQuestion,
  MessageCircleReply,
  Rocket,
  Undo2,
  UserPlus,
} from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { isGood, noticePath, noticeWords } from '../../notices/notice-words.ts';
import { Empty } from '../parts/Empty.tsx';
import { List } from '../parts/List.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { usePages } from '../parts/usePages.ts';
import { ask, noticeApi } from '../reach/client.ts';
import type { NoticeItem } from '../reach/shapes.ts';
import { ringing } from '../shell/window-title.ts';
import { useTime } from '../time/ShopTime.tsx';
import { useWords } from '../words/useWords.ts';
import { useDesktop } from './useDesktop.ts';
import './bell.css';

const unreadQuery = {
  queryKey: ['notices', 'unread'],
  queryFn: async () => (await ask(noticeApi.notices.$get({ query: { limit: 1 } }))).unread,
};

export function Bell(): ReactNode {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const known = useQuery(unreadQuery).data;
  const unread = known ?? 0;
  const desktop = useDesktop(known);
  useEffect(() => ringing(unread), [unread]);
  const name = unread > 0 ? t('talk.bell.unread', { count: unread >= 100 ? '99+' : unread }) : t('talk.bell.title');
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      arrow={false}
      open={open}
      onOpenChange={setOpen}
      destroyOnHidden
      classNames={{ root: 'bell-pop' }}
      content={<Notices unread={unread} desktop={desktop} onGo={() => setOpen(false)} />}
    >
      <button type="button" className="bell" aria-label={name} title={name} aria-expanded={open}>
        <BellIcon size={18} strokeWidth={1.75} aria-hidden="true" />
        {unread > 0 && <span className="bell-dot" aria-hidden="true" />}
      </button>
    </Popover>
  );
}

type NoticesProps = { unread: number; desktop: ReturnType<typeof useDesktop>; onGo: () => void };

function Notices({ unread, desktop, onGo }: NoticesProps): ReactNode {
  const { t } = useWords();
  const queries = useQueryClient();
  const rows = usePages<NoticeItem>(['notices', 'list'], (from) =>
    ask(noticeApi.notices.$get({ query: { limit: 30, ...from } })),
  );
  const read = useMutation({
    mutationFn: (which: { ids: string[] } | { all: true }) => ask(noticeApi.notices.read.$post({ json: which })),
    onSuccess: () => void queries.invalidateQueries({ queryKey: ['notices'] }),
  });
  return (
    <section className="notices" aria-label={t('talk.bell.title')}>
      <h2>
        {t('talk.bell.title')}
        <span className="spacer" />
        {unread > 0 && (
          <button type="button" className="link" disabled={read.isPending} onClick={() => read.mutate({ all: true })}>
            <CheckCheck size={14} strokeWidth={1.75} aria-hidden="true" /> {t('talk.bell.readAll')}
          </button>
        )}
      </h2>
      <List
        rows={rows}
        skeleton={<Skeleton rows={3} lines={[70, 40]} height={60} />}
        empty={<Empty icon={BellIcon} title={t('talk.bell.none')} hint={t('talk.bell.noneHint')} />}
      >
        {(items) => (
          <ul>
            {items.map((item) => (
              <NoticeRow
                key={item.id}
                notice={item}
                onOpen={() => {
                  if (!item.read) read.mutate({ ids: [item.id] });
                  onGo();
                }}
              />
            ))}
          </ul>
        )}
      </List>
      {desktop.told === 'default' && (
        <footer>
          <button type="button" className="link" onClick={desktop.allow}>
            <BellRing size={14} strokeWidth={1.75} aria-hidden="true" /> {t('talk.bell.desktop')}
          </button>
        </footer>
      )}
      {desktop.told === 'denied' && <footer className="quiet">{t('talk.bell.desktopDenied')}</footer>}
    </section>
  );
}

const LOOK = {
  mention: [AtSign, 'is-accent'],
  assigned: [UserPlus, 'is-accent'],
  published: [Rocket, ''],
  unnamed: [CircleAlert, 'is-amber'],
  toRead: [BookOpen, 'is-accent'],
  urged: [BellRing, 'is-amber'],
  given: [Inbox, 'is-accent'],
  offered: [Inbox, ''],
  returned: [Undo2, 'is-amber'],
  reminded: [AlarmClock, 'is-amber'],
  escalated: [AlarmClock, 'is-amber'],
  copied: [Copy, ''],
  asked: [MessageCircleQuestion, 'is-accent'],
  answered: [MessageCircleReply, 'is-accent'],
} as const satisfies Partial<Record<NoticeItem['what'], [LucideIcon, string]>>;
const lookOf = ({ what, outcome }: NoticeItem): readonly [LucideIcon, string] =>
  what !== 'ended' ? LOOK[what] : isGood(outcome) ? [CircleCheck, 'is-green'] : [CircleX, 'is-amber'];

function NoticeRow({ notice, onOpen }: { notice: NoticeItem; onOpen: () => void }): ReactNode {
  const { t, language } = useWords();
  const { moment } = useTime();
  const { history } = useRouter();
  const { at, title, text, read } = notice;
  const [Icon, tone] = lookOf(notice);
  return (
    <li className={read ? '' : 'is-unread'}>
      <button
        type="button"
        onClick={() => {
          onOpen();
          history.push(noticePath(notice));
        }}
      >
        <Icon className={tone} size={16} strokeWidth={1.75} aria-hidden="true" />
        <span className="notice-words">
          <span>{noticeWords(notice, language)}</span>
          <strong className="cut">
            <bdi>{title ?? t('talk.bell.hidden')}</bdi>
          </strong>
          {text && <small className="notice-text">{text}</small>}
        </span>
        <time>{moment(at)}</time>
      </button>
    </li>
  );
}
