// What every page stands on: queries, look, language, routes.

import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { App as Antd, ConfigProvider } from 'antd';
import en from 'antd/locale/en_US';
import zh from 'antd/locale/zh_CN';
import dayjs from 'dayjs';
import type { Language } from '../words/message.ts';
import 'dayjs/locale/zh-cn';
import { type ReactNode, useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import { antdLook, antdTheme } from '../designer/theme.ts';
import { look } from './look/scheme.ts';
import { keepForNobody } from './offline/kept-answers.ts';
import { queries } from './queries.ts';
import { onSignedOut } from './reach/client.ts';
import { router } from './router.tsx';
import { OtherPerson } from './session/OtherPerson.tsx';
import { useWords } from './words/useWords.ts';

onSignedOut((was) => {
  keepForNobody();
  if (location.pathname !== '/sign-in')
    void router.navigate({
      to: '/sign-in',
      search: { to: location.pathname + location.search, ...(was && { ended: true }) },
      replace: true,
    });
});

/** Who asks the system for less motion gets none. */
const still = matchMedia('(prefers-reduced-motion: reduce)').matches;

/** The words of antd and dayjs come with them. */
const OF_LIBRARIES = {
  zh: { antd: zh, dayjs: 'zh-cn' },
  en: { antd: en, dayjs: 'en' },
} satisfies Record<Language, object>;

/** A slip of the hand beside a dialog closes nothing that is being written. */
const BESIDE = { mask: { closable: false } };

export function App(): ReactNode {
  const { language } = useWords();
  const scheme = useStore(look, (state) => state.scheme);
  const theme = useMemo(() => {
    const made = antdTheme(scheme);
    return still ? { ...made, token: { ...made.token, motion: false } } : made;
  }, [scheme]);
  useEffect(() => {
    dayjs.locale(OF_LIBRARIES[language].dayjs);
  }, [language]);
  return (
    <ConfigProvider theme={theme} locale={OF_LIBRARIES[language].antd} modal={BESIDE} {...antdLook}>
      <Antd className="fill">
        <QueryClientProvider client={queries}>
          <RouterProvider router={router} />
          <OtherPerson />
        </QueryClientProvider>
      </Antd>
    </ConfigProvider>
  );
}
