// A text in both languages, the same everywhere: the reader's stands there, the other one opens beneath it.
import { type ReactNode, useState } from 'react';
import { LANGUAGES, type Language } from '../../words/message.ts';
import { useWords } from '../context.ts';

type Props = {
  /** What the text is. */
  label: string;
  /** Whether it is said in this language. */
  says: (language: Language) => boolean;
  /** The field of one language, by its name. */
  children: (language: Language, label: string) => ReactNode;
};

export function InLanguages({ label, says, children }: Props): ReactNode {
  const { t, language } = useWords();
  const [open, setOpen] = useState(false);
  const [other = language] = LANGUAGES.filter((one) => one !== language);
  const called = t(`languages.${other}`, { what: label });
  return (
    <div className="zf-languages">
      <div>
        {children(language, label)}
        <button
          type="button"
          className={`zf-action ${says(other) ? 'is-said' : ''}`}
          aria-expanded={open}
          aria-label={`${t(`languages.short.${other}`)} ${called}`}
          title={called}
          onClick={() => setOpen(!open)}
        >
          {t(`languages.short.${other}`)}
        </button>
      </div>
      {open && children(other, called)}
    </div>
  );
}
