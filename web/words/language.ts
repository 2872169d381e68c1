// The language of the person: chosen here, else the profile's, else the browser's.
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en as designerEn } from '../../designer/locales/en.ts';
import { zh as designerZh } from '../../designer/locales/zh.ts';
import { en } from '../locales/en.ts';
import { zh } from '../locales/zh.ts';

export type Language = 'zh' | 'en';
const KEY = 'zhangfa.language';

export const chosenLanguage = (): Language | undefined => {
  const kept = localStorage.getItem(KEY);
  return kept === 'zh' || kept === 'en' ? kept : undefined;
};
const firstLanguage = (): Language =>
  chosenLanguage() ?? (navigator.language.toLowerCase().startsWith('en') ? 'en' : 'zh');

const mark = (language: string): void => {
  document.documentElement.lang = language === 'en' ? 'en' : 'zh-CN';
  document.title = language === 'en' ? 'Zhangfa' : '章法';
};

export async function prepareWords(): Promise<void> {
  mark(firstLanguage());
  await i18next.use(initReactI18next).init({
    lng: firstLanguage(),
    fallbackLng: 'zh',
    defaultNS: 'web',
    resources: { zh: { web: zh, designer: designerZh }, en: { web: en, designer: designerEn } },
    interpolation: { escapeValue: false },
  });
  i18next.on('languageChanged', mark);
}

/** `chosen`: by the person, so it holds on this machine. */
export function speak(language: Language, chosen = false): void {
  if (chosen) localStorage.setItem(KEY, language);
  mark(language);
  void i18next.changeLanguage(language);
}
