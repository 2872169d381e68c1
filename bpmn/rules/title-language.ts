// What lists call a case holds words of its own: who reads the process in another language reads them in Chinese.
import { type Rule, tell } from './survey.ts';

const CHINESE_WORDS = /"[^"]*\p{Script=Han}[^"]*"/u;

export const titleLanguage: Rule = ({ process: { zf }, elements }) =>
  zf.title && CHINESE_WORDS.test(zf.title)
    ? Object.entries(zf.text ?? {}).flatMap(([language, { name, title }]) =>
        name && !title
          ? [
              {
                element: elements.find(({ type }) => type === 'startEvent')?.id ?? '',
                message: tell('title-language', { language }),
              },
            ]
          : [],
      )
    : [];
