// Who took a step, gave it back, or was given it: lines between what the case itself went through.
import { storyIn } from '../../words/story.ts';
import type { CaseDetail } from '../reach/shapes.ts';
import { type Line, nameOf, type StoryContext } from './story.ts';

type Holding = CaseDetail['holdings'][number];

/** Newest first; at one instant, what people did stands after what it came from. */
export const withHoldings = (lines: Line[], holdings: Holding[], context: StoryContext): Line[] =>
  between(lines, holdings.map((each, index) => lineOf(each, index, context)).reverse());

/** Lines that come from elsewhere, newest first, each at its time. */
export function between(lines: Line[], rows: Line[]): Line[] {
  const made: Line[] = [];
  let next = 0;
  for (const line of lines) {
    while (next < rows.length && (rows[next] as Line).at >= line.at) made.push(rows[next++] as Line);
    made.push(line);
  }
  return [...made, ...rows.slice(next)];
}

const isBySystem = (kind: Holding['kind']): boolean => kind === 'away' || kind === 'back';

function lineOf(
  { element, at, kind, person, before, by, comment }: Holding,
  index: number,
  context: StoryContext,
): Line {
  const say = storyIn(context.language);
  const step = context.definition.elements[element];
  const name = step ? nameOf(step, context) : element;
  const title = (): string => {
    switch (kind) {
      case 'claimed':
        return say('claimed', { name });
      case 'released':
        return say('released', { name });
      case 'assigned': {
        const to = person?.name ?? '—';
        const from = before && before.id !== by?.id ? before.name : undefined;
        return from ? say('reassigned', { name, from, to }) : say('assigned', { name, to });
      }
      case 'away':
        return say('away', { name, who: before?.name ?? '—', to: person?.name ?? '—' });
      case 'back':
        return say('back', { name, to: person?.name ?? '—' });
      default:
        return kind satisfies never;
    }
  };
  return {
    // Below every number of the history: lines are told apart by it.
    seq: -1 - index,
    at,
    tone: kind === 'assigned' ? 'operator' : isBySystem(kind) ? 'system' : 'person',
    element,
    title: title(),
    who: isBySystem(kind) ? undefined : by?.name,
    ...(comment && { detail: comment }),
  };
}
