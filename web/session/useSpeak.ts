// Another language: here at once, and kept with the person.
import { useCallback } from 'react';
import { type Language, TAGS } from '../../words/message.ts';
import { meApi } from '../reach/client.ts';
import { speak } from '../words/language.ts';

export const useSpeak = (): ((language: Language) => void) =>
  useCallback((language) => {
    speak(language, true);
    void meApi.me.$patch({ json: { language: TAGS[language] } }).catch(() => undefined);
  }, []);
