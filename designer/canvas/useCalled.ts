// What lines are called, here and in the picture of a case.
import { useRef } from 'react';
import { useWords } from '../context.ts';
import type { LineEdge } from './faces.ts';

/** Lines are read out by the steps that they join; one that stays what it was stays the same object. */
export function useCalled(lines: LineEdge[], called: (id: string) => string): LineEdge[] {
  const { t } = useWords();
  const last = useRef(new Map<string, { line: LineEdge; named: LineEdge }>());
  const next = new Map<string, { line: LineEdge; named: LineEdge }>();
  const named = lines.map((line) => {
    const ariaLabel = t('canvas.from', { source: called(line.source), target: called(line.target) });
    const before = last.current.get(line.id);
    const kept =
      before?.line === line && before.named.ariaLabel === ariaLabel ? before : { line, named: { ...line, ariaLabel } };
    next.set(line.id, kept);
    return kept.named;
  });
  last.current = next;
  return named;
}
