// What a verb needs to know before it can be tried: where cases are moved to, whom tasks are given to.
import type { ReactNode } from 'react';
import { Shown } from '../parts/Shown.tsx';
import { PersonSelect } from '../people/PersonSelect.tsx';
import type { CaseItem } from '../reach/shapes.ts';
import { nameOf } from '../story/story.ts';
import { named, useWords } from '../words/useWords.ts';
import type { Action } from './bulk.ts';
import { type MoveDraft, MoveRow } from './MoveRow.tsx';
import { movableTargets } from './movable-targets.ts';
import { useStory } from './useStory.ts';

const POOL = '*';

type AssignProps = {
  not?: string | undefined;
  person: string | null | undefined;
  onChange: (action: Action | undefined) => void;
};
export function AssignAction({ not, person, onChange }: AssignProps): ReactNode {
  const { t } = useWords();
  return (
    <PersonSelect
      label={t('team.to')}
      value={person === null ? POOL : person}
      not={not}
      more={[{ value: POOL, label: t('team.pool') }]}
      onChange={(to) => onChange(to === undefined ? undefined : { do: 'assign', person: to === POOL ? null : to })}
    />
  );
}

type MoveProps = { cases: CaseItem[]; move: MoveDraft; onChange: (move: MoveDraft) => void };
/** From where the chosen ones stand, to what the version of the first has. */
export function MoveAction({ cases, move, onChange }: MoveProps): ReactNode {
  const { t, language } = useWords();
  const first = cases[0];
  const story = useStory(first?.id ?? '');
  const places = new Map<string, { label: string; count: number }>();
  for (const place of cases.flatMap(({ at }) => at)) {
    const before = places.get(place.element);
    places.set(place.element, { label: named(place, language), count: (before?.count ?? 0) + 1 });
  }
  if (new Set(cases.map(({ process }) => process.key)).size > 1) return <p className="quiet">{t('bulk.oneProcess')}</p>;
  return (
    <Shown query={{ ...story.case, data: story.context }}>
      {(words) => {
        const { elements, processId } = words.definition;
        const label = (id: string): string => {
          const element = elements[id];
          return element ? nameOf(element, words) : id;
        };
        return (
          <MoveRow
            move={move}
            nth={undefined}
            sources={[...places].map(([value, place]) => ({
              value,
              label: t('case.moveAll', { name: place.label, count: place.count }),
            }))}
            targets={movableTargets(words.definition).map(({ scope, ids }) => ({
              label: scope === processId ? t('case.moveMain') : label(scope),
              options: ids.map((id) => ({ value: id, label: label(id) })),
            }))}
            isEnd={move.to !== undefined && elements[move.to]?.type === 'endEvent'}
            onChange={(change) => onChange({ ...move, ...change })}
            onRemove={() => {}}
          />
        );
      }}
    </Shown>
  );
}
