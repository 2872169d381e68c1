// Who I am: language, look, own password, sign out.

import { useNavigate } from '@tanstack/react-router';
import { Dropdown, type MenuProps } from 'antd';
import { Bell, CalendarOff, KeyRound, Languages, LogOut, ShieldCheck, SunMoon } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useStore } from 'zustand';
import { LANGUAGES } from '../../words/message.ts';
import { languageName, listed } from '../../words/say.ts';
import { look, type Wish, wish } from '../look/scheme.ts';
import { Avatar } from '../parts/Avatar.tsx';
import { OwnPassword } from '../session/OwnPassword.tsx';
import { useMe } from '../session/useMe.ts';
import { useSignOut } from '../session/useSignOut.ts';
import { useSpeak } from '../session/useSpeak.ts';
import { useWords } from '../words/useWords.ts';

const icon = { size: 16, strokeWidth: 1.75 } as const;

export function PersonMenu(): ReactNode {
  const { t, language } = useWords();
  const me = useMe();
  const navigate = useNavigate();
  const wished = useStore(look, (state) => state.wish);
  const speak = useSpeak();
  const signOut = useSignOut();
  const [password, setPassword] = useState(false);
  const items: MenuProps['items'] = [
    {
      key: 'who',
      type: 'group',
      label: `${me.name} · ${
        listed(
          me.roles.map((role) => role.texts[language]?.name ?? role.name),
          language,
        ) || t(`level.${me.level}`)
      }`,
    },
    {
      key: 'language',
      icon: <Languages {...icon} />,
      label: t('me.language'),
      children: LANGUAGES.map((key) => ({ key, label: languageName(key) })),
    },
    {
      key: 'look',
      icon: <SunMoon {...icon} />,
      label: t('me.look'),
      children: [
        { key: 'light', label: t('me.light') },
        { key: 'dark', label: t('me.dark') },
        { key: 'auto', label: t('me.auto') },
      ],
    },
    { key: 'absences', icon: <CalendarOff {...icon} />, label: t('absence.title') },
    { key: 'notices', icon: <Bell {...icon} />, label: t('reach.mine') },
    { key: 'password', icon: <KeyRound {...icon} />, label: t('me.password') },
    { key: 'access', icon: <ShieldCheck {...icon} />, label: t('access.open') },
    { type: 'divider' },
    { key: 'out', icon: <LogOut {...icon} />, label: t('me.signOut') },
  ];
  const onClick: MenuProps['onClick'] = ({ key }) => {
    const asked = LANGUAGES.find((one) => one === key);
    if (asked) speak(asked);
    else if (key === 'light' || key === 'dark' || key === 'auto') wish(key as Wish);
    else if (key === 'password') setPassword(true);
    else if (key === 'absences') void navigate({ to: '/absences' });
    else if (key === 'notices') void navigate({ to: '/me/notices' });
    else if (key === 'access') void navigate({ to: '/me' });
    else if (key === 'out') signOut();
  };
  return (
    <>
      <Dropdown menu={{ items, onClick, selectedKeys: [language, wished] }} trigger={['click']} placement="topLeft">
        <button type="button" className="person">
          <Avatar name={me.name} size={32} />
          <span className="unseen">{t('me.menu', { name: me.name })}</span>
        </button>
      </Dropdown>
      <OwnPassword open={password} onClose={() => setPassword(false)} />
    </>
  );
}
