// What happened before, newest first.
import { memo, type ReactNode, useMemo, useState } from 'react';
import { StoryLines } from '../story/StoryLines.tsx';
import { type StoryContext, type StoryRow, storyOf } from '../story/story.ts';
import { useWords } from '../words/useWords.ts';

const FIRST = 6;

export const Before = memo(function Before({
  rows,
  context,
}: {
  rows: StoryRow[] | undefined;
  context: StoryContext | undefined;
}): ReactNode {
  const { t } = useWords();
  const [all, setAll] = useState(false);
  const lines = useMemo(() => (rows && context ? storyOf(rows, context) : []), [rows, context]);
  if (lines.length === 0) return null;
  return (
    <section className="before">
      <h3>
        {t('task.before_')} <small>{t('task.events', { count: lines.length })}</small>
      </h3>
      <StoryLines lines={all ? lines : lines.slice(0, FIRST)} compact />
      {!all && lines.length > FIRST && (
        <button type="button" className="link" onClick={() => setAll(true)}>
          {t('task.allEvents')}
        </button>
      )}
    </section>
  );
});
