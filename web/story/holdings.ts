// Who took a step, gave it back, or was given it: lines between what the case itself went through.
import type { CaseDetail } from '../reach/shapes.ts';
import { type Line, nameOf, type Told } from './story.ts';

type Holding = CaseDetail['holdings'][number];

/** Newest first; at one instant, what people did stands after what it came from. */
export function withHoldings(lines: Line[], holdings: Holding[], told: Told): Line[] {
  const held = holdings.map((each, index) => lineOf(each, index, told)).reverse();
  const made: Line[] = [];
  let next = 0;
  for (const line of lines) {
    while (next < held.length && (held[next] as Line).at >= line.at) made.push(held[next++] as Line);
    made.push(line);
  }
  return [...made, ...held.slice(next)];
}

function lineOf({ element, at, kind, person, before, by, comment }: Holding, index: number, told: Told): Line {
  const zh = told.language === 'zh';
  const step = told.definition.elements[element];
  const name = step ? nameOf(step, told) : element;
  const title = (): string => {
    switch (kind) {
      case 'claimed':
        return zh ? `认领了「${name}」` : `Claimed “${name}”`;
      case 'released':
        return zh ? `退还了「${name}」` : `Gave “${name}” back`;
      case 'assigned': {
        const to = person?.name ?? '—';
        const from = before && before.id !== by?.id ? before.name : undefined;
        if (zh) return from ? `把「${name}」从 ${from} 交给 ${to}` : `把「${name}」交给 ${to}`;
        return from ? `Gave “${name}” from ${from} to ${to}` : `Gave “${name}” to ${to}`;
      }
      default:
        return kind satisfies never;
    }
  };
  return {
    // Below every number of the history: lines are told apart by it.
    seq: -1 - index,
    at,
    tone: kind === 'assigned' ? 'operator' : 'person',
    element,
    title: title(),
    who: by?.name,
    ...(comment && { detail: comment }),
  };
}
