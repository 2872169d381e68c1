// Words of a form in both languages. Without Chinese there are none: what is only English stands for both.
import type { ReactNode } from 'react';
import { useWords } from '../context.ts';
import { withWords } from '../model/texts.ts';
import { InLanguages } from './InLanguages.tsx';
import { TextField } from './Section.tsx';

type Words = { zh: string; en?: string | undefined };
type Props = {
  label: string;
  words: Words;
  /** `said`: what was just typed. */
  onChange: (words: Words, said: string) => void;
  rows?: number;
  isNew?: boolean;
  mayBeEmpty?: boolean;
};

export function WordsIn({ label, words, onChange, rows, isNew, mayBeEmpty = false }: Props): ReactNode {
  const { language: reader } = useWords();
  return (
    <InLanguages label={label} says={(language) => !!words[language]}>
      {(language, called) => (
        <TextField
          label={called}
          // What is not said in the reader's language is read in the other one.
          value={words[language] ?? (language === reader ? words.zh : '')}
          placeholder={words.zh}
          {...(rows && { rows })}
          {...(isNew && language === reader && { isNew })}
          onCommit={(text) => {
            if (mayBeEmpty && language === 'zh' && !text.trim()) onChange({ ...words, zh: '' }, '');
            else if (text.trim() || language !== 'zh') onChange(withWords(words, language, text), text.trim());
          }}
        />
      )}
    </InLanguages>
  );
}
