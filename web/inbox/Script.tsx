// A text to say, with what is filled in marked, and copying it.
import { Check, Copy } from 'lucide-react';
import { Fragment, type ReactNode, useState } from 'react';
import { useWords } from '../words/useWords.ts';
import type { Part } from './fill.ts';

/** Each value is a world of its own: what it holds turns nothing around it. */
export const Parts = ({ parts }: { parts: Part[] }): ReactNode =>
  parts.map(({ text, is }, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text
    <Fragment key={index}>
      {is === 'plain' ? (
        text
      ) : (
        <mark className={`is-${is}`}>
          <bdi>{text}</bdi>
        </mark>
      )}
    </Fragment>
  ));

type ScriptProps = {
  title: string;
  parts: Part[];
  /** How often it was used. */
  note?: ReactNode;
  onCopied?: () => void;
};
export function Script({ title, parts, note, onCopied }: ScriptProps): ReactNode {
  const { t } = useWords();
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(parts.map(({ text: part }) => part).join('')).catch(() => undefined);
    setCopied(true);
    onCopied?.();
    setTimeout(() => setCopied(false), 1_500);
  };
  return (
    <article className="script">
      <h4>
        <span>
          {title} {note}
        </span>
        <button type="button" className="act" aria-label={t('guide.copy', { title })} onClick={() => void copy()}>
          {copied ? <Check size={15} strokeWidth={2} /> : <Copy size={15} strokeWidth={1.75} />}
        </button>
      </h4>
      <p>
        <Parts parts={parts} />
      </p>
    </article>
  );
}
