// Who looks elsewhere is told on the desktop, where the browser was allowed to: the newest notice, which leads back here.
import { useEffect, useRef, useState } from 'react';
import { noticeWords } from '../../notices/notice-words.ts';
import { ask, noticeApi } from '../reach/client.ts';
import { useWords } from '../words/useWords.ts';

type Standing = NotificationPermission | 'absent';
/** Over plain HTTP no browser allows it. */
const standing = (): Standing => (isSecureContext && 'Notification' in window ? Notification.permission : 'absent');

/** @returns whether one may be told, and how that is asked for */
export function useDesktop(unread: number | undefined): { told: Standing; allow: () => void } {
  const { t, language } = useWords();
  const [told, setTold] = useState(standing);
  const before = useRef(unread);
  useEffect(() => {
    const more = unread !== undefined && before.current !== undefined && unread > before.current;
    before.current = unread;
    if (!more || !document.hidden || standing() !== 'granted') return;
    void ask(noticeApi.notices.$get({ query: { limit: 1 } })).then(({ items: [notice] }) => {
      if (!notice) return;
      const shown = new Notification(noticeWords(notice, language), {
        body: notice.title ?? t('talk.bell.hidden'),
        // Several windows tell it once.
        tag: notice.id,
        icon: '/icon.svg',
      });
      shown.onclick = () => {
        window.focus();
        shown.close();
      };
    });
  }, [unread, t, language]);
  return { told, allow: () => void Notification.requestPermission().then(setTold) };
}
