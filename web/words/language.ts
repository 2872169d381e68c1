// The language of the person: chosen here, else the profile's, else the browser's.
import { useSyncExternalStore } from 'react';
import { type Language, languageOfTag, TAGS } from '../../words/message.ts';
import { sayOfWeb } from '../../words/web.ts';

const KEY = 'zhangfa.language';

export const chosenLanguage = (): Language | undefined => languageOfTag(localStorage.getItem(KEY));

let spoken: Language = 'zh';
const listeners = new Set<() => void>();

function mark(language: Language): void {
  spoken = language;
  document.documentElement.lang = TAGS[language];
  // For what a library names by itself (vite.config.ts).
  document.documentElement.dataset.clear = sayOfWeb({ code: 'clear', args: {} }, language);
  document.title = sayOfWeb({ code: 'brand', args: {} }, language);
  for (const heard of listeners) heard();
}

export const prepareWords = (): void => mark(chosenLanguage() ?? languageOfTag(navigator.language) ?? 'zh');

/** `chosen`: by the person, so it holds on this machine. */
export function speak(language: Language, chosen = false): void {
  if (chosen) localStorage.setItem(KEY, language);
  mark(language);
}

const listen = (heard: () => void): (() => void) => {
  listeners.add(heard);
  return () => listeners.delete(heard);
};
export const useLanguage = (): Language => useSyncExternalStore(listen, () => spoken);
