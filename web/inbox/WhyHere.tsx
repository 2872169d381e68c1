// Why a step came to a person, in one amber line.
import { MessageSquareQuote } from 'lucide-react';
import type { ReactNode } from 'react';
import { useWords } from '../words/useWords.ts';

export function WhyHere({ text }: { text: string }): ReactNode {
  const { t } = useWords();
  return (
    <div className="why-here">
      <MessageSquareQuote size={16} strokeWidth={1.75} aria-hidden="true" />
      <p>
        <strong>{t('task.why')}</strong> {text}
      </p>
    </div>
  );
}
