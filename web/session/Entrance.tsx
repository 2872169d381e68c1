// The room before the shop: name, what it is, language and look.

import { Segmented } from 'antd';
import { Moon, Sun, SunMoon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { LANGUAGES } from '../../words/message.ts';
import { languageName } from '../../words/say.ts';
import { look, wish } from '../look/scheme.ts';
import { speak } from '../words/language.ts';
import { useWords } from '../words/useWords.ts';

const icon = { size: 14, strokeWidth: 1.75 } as const;

export function Entrance({ children }: { children: ReactNode }): ReactNode {
  const { t, language } = useWords();
  const wished = useStore(look, (state) => state.wish);
  return (
    <div className="entrance">
      <main>
        <div className="entrance-brand">
          <span className="logo">{t('logo')}</span>
          <div>
            <strong>{t('brand')}</strong>
            <span>{t('claim')}</span>
          </div>
        </div>
        {children}
      </main>
      <footer>
        <Segmented
          size="small"
          aria-label={t('me.language')}
          value={language}
          options={LANGUAGES.map((one) => ({ value: one, label: languageName(one) }))}
          onChange={(one) => speak(one, true)}
        />
        <Segmented
          size="small"
          aria-label={t('me.look')}
          value={wished}
          options={[
            { value: 'light', icon: <Sun {...icon} />, title: t('me.light') },
            { value: 'dark', icon: <Moon {...icon} />, title: t('me.dark') },
            { value: 'auto', icon: <SunMoon {...icon} />, title: t('me.auto') },
          ]}
          onChange={wish}
        />
      </footer>
    </div>
  );
}
