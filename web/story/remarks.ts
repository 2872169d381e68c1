// What people said of a case, at its time in the story.
import type { RemarkItem } from '../reach/shapes.ts';
import type { Say } from '../words/useWords.ts';
import { between } from './holdings.ts';
import type { Line } from './story.ts';

/** Below every number of the history and of who held what: lines are told apart by it. */
const BELOW = -1_000_000;
const SHOWN = 160;

export const withRemarks = (lines: Line[], remarks: RemarkItem[], t: Say): Line[] =>
  between(
    lines,
    remarks
      .filter(({ deletedAt, text }) => deletedAt === null && text)
      .map(({ at, by, kind, text }, index): Line => {
        const short = text.length > SHOWN ? `${[...text].slice(0, SHOWN).join('')}…` : text;
        return {
          seq: BELOW - index,
          at,
          tone: kind,
          element: null,
          title: t(kind === 'decision' ? 'talk.decided' : 'talk.said', { text: short }),
          who: by.name,
        };
      }),
  );
