// 我: what the menu of the avatar holds, and the own way in.

import { Link } from '@tanstack/react-router';
import { Button, Segmented } from 'antd';
import { Bell, CalendarOff, KeyRound, LogOut, Settings, Users } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useStore } from 'zustand';
import { LANGUAGES } from '../../words/message.ts';
import { languageName, listed } from '../../words/say.ts';
import { look, wish } from '../look/scheme.ts';
import { Avatar } from '../parts/Avatar.tsx';
import { Where } from '../shell/Where.tsx';
import { named, useWords } from '../words/useWords.ts';
import { OwnAccess } from './OwnAccess.tsx';
import { OwnPassword } from './OwnPassword.tsx';
import { isManager, useMe } from './useMe.ts';
import { useSignOut } from './useSignOut.ts';
import { useSpeak } from './useSpeak.ts';

export function MePage(): ReactNode {
  const { t, language } = useWords();
  const me = useMe();
  const speak = useSpeak();
  const signOut = useSignOut();
  const wished = useStore(look, (state) => state.wish);
  const [password, setPassword] = useState(false);
  return (
    <div className="page me">
      <Where>
        <h1 className="top-title">{t('rail.me')}</h1>
      </Where>
      <header>
        <Avatar name={me.name} size={32} />
        <div>
          <strong>{me.name}</strong>
          <span>
            {t(`level.${me.level}`)}
            {me.roles.length > 0 &&
              ` · ${listed(
                me.roles.map((role) => named(role, language)),
                language,
              )}`}
          </span>
        </div>
      </header>
      <div className="me-row">
        <span>{t('me.language')}</span>
        <Segmented
          value={language}
          aria-label={t('me.language')}
          options={LANGUAGES.map((one) => ({ value: one, label: languageName(one) }))}
          onChange={speak}
        />
      </div>
      <div className="me-row">
        <span>{t('me.look')}</span>
        <Segmented
          value={wished}
          aria-label={t('me.look')}
          options={(['light', 'dark', 'auto'] as const).map((value) => ({ value, label: t(`me.${value}`) }))}
          onChange={wish}
        />
      </div>
      <Link to="/absences" className="me-link">
        <CalendarOff size={18} strokeWidth={1.75} /> {t('absence.title')}
      </Link>
      <Link to="/me/notices" className="me-link">
        <Bell size={18} strokeWidth={1.75} /> {t('reach.mine')}
      </Link>
      {me.level === 'admin' && (
        <Link to="/people" className="me-link">
          <Users size={18} strokeWidth={1.75} /> {t('rail.people')}
        </Link>
      )}
      {isManager(me) && (
        <Link to="/settings" className="me-link">
          <Settings size={18} strokeWidth={1.75} /> {t('rail.settings')}
        </Link>
      )}
      <button type="button" className="me-link" onClick={() => setPassword(true)}>
        <KeyRound size={18} strokeWidth={1.75} /> {t('me.password')}
      </button>
      <OwnAccess />
      <Button size="large" block onClick={signOut}>
        <LogOut size={16} strokeWidth={1.75} /> {t('me.signOut')}
      </Button>
      <OwnPassword open={password} onClose={() => setPassword(false)} />
    </div>
  );
}
