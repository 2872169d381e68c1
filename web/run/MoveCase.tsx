// Moving a case: one place or several, with corrected data if wanted, all of it or nothing; what it would do is shown before it is done.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Checkbox, Modal } from 'antd';
import { PenLine, Plus } from 'lucide-react';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { labelIn } from '../forms/label.ts';
import { Failed } from '../parts/Failed.tsx';
import { ask, asRefusal, caseOperationApi } from '../reach/client.ts';
import type { CaseDetail } from '../reach/shapes.ts';
import { nameOf, type StoryContext } from '../story/story.ts';
import { useKeptText } from '../typed/useKept.ts';
import { useWords } from '../words/useWords.ts';
import { CorrectionFields } from './CorrectionFields.tsx';
import { MovePreview } from './MovePreview.tsx';
import { type MoveDraft, MoveRow } from './MoveRow.tsx';
import { movableSources, movableTargets, type Source } from './movable-targets.ts';
import { ReasonField } from './ReasonField.tsx';
import { useCaseVerb } from './useCaseVerb.ts';
import { useCorrection } from './useCorrection.ts';
import { useSettled } from './useSettled.ts';

type Props = { detail: CaseDetail; context: StoryContext; onClose: () => void };
const MOST_MOVES = 50;

export function MoveCase({ detail, context, onClose }: Props): ReactNode {
  const { t, language } = useWords();
  const { definition } = context;
  const label = (id: string): string => {
    const element = definition.elements[id];
    return element ? nameOf(element, context) : id;
  };
  const sourceLabel = ({ element, count, whole }: Source): string => {
    if (count > 1) return t('case.moveAll', { name: label(element), count });
    return whole ? t('case.moveWhole', { name: label(element) }) : label(element);
  };
  const sources = movableSources(detail.tokens, definition);
  const blank = (key: number, taken: string[] = []): MoveDraft => {
    const from = (sources.find((source) => !taken.includes(source.from)) ?? sources[0])?.from ?? '';
    return { key, from, to: undefined, where: 'before' };
  };
  const [moves, setMoves] = useState(() => [blank(0)]);
  const correction = useCorrection(detail);
  const [withData, setWithData] = useState(correction.picked.length > 0);
  const [force, setForce] = useState(false);
  const [reason, setReason, forget] = useKeptText(`case:${detail.id}:move`);
  const another = useRef<HTMLButtonElement>(null);
  const change = (next: MoveDraft[]): void => {
    setMoves(next);
    setForce(false);
  };
  const add = (): void => {
    const last = Math.max(...moves.map(({ key }) => key));
    change([
      ...moves,
      blank(
        last + 1,
        moves.map(({ from }) => from),
      ),
    ]);
  };
  const parts = useMemo(() => movableTargets(definition), [definition]);
  const targets = parts.map(({ scope, ids }) => ({
    label: scope === definition.processId ? t('case.moveMain') : label(scope),
    options: ids.map((id) => ({ value: id, label: label(id) })),
  }));
  const isEnd = ({ to }: MoveDraft): boolean => to !== undefined && definition.elements[to]?.type === 'endEvent';
  const { changed } = correction;
  const body = {
    moves: moves.map((move) => ({ from: move.from, to: move.to ?? '', where: isEnd(move) ? 'before' : move.where })),
    ...(Object.keys(changed).length > 0 && { variables: changed }),
    ...(force && { force }),
  };
  const isWhole = body.moves.every(({ from, to }) => from !== '' && to !== '');
  const { settled, isSettled } = useSettled(body);
  const preview = useQuery({
    queryKey: ['move', detail.id, settled, detail.tokens],
    enabled: isWhole && isSettled,
    retry: false,
    gcTime: 0,
    placeholderData: keepPreviousData,
    queryFn: () => ask(caseOperationApi.cases[':id'].move.preview.$post({ param: { id: detail.id }, json: settled })),
  });
  const move = useCaseVerb(
    detail.id,
    (send) =>
      send({ ...body, reason: reason.trim() }, (sent) =>
        ask(caseOperationApi.cases[':id'].move.$post({ param: { id: detail.id }, ...sent })),
      ),
    () => {
      correction.forget();
      forget();
      onClose();
    },
  );
  const would = preview.isError || !isWhole ? undefined : preview.data;
  const isStale = !isSettled || preview.isPlaceholderData;
  const refused = isWhole && isSettled && preview.isError;
  const sticks = refused && asRefusal(preview.error).code === 'moveWouldStick';
  const labelOf = (name: string): string => {
    const field = correction.data.get(name)?.field;
    return field ? labelIn(field, language) : name;
  };
  return (
    <Modal
      open
      title={t('case.move')}
      okText={t('case.moveDo')}
      cancelText={t('cancel')}
      okButtonProps={{ disabled: !would || isStale || !reason.trim() }}
      confirmLoading={move.isPending}
      onOk={() => move.mutate(undefined)}
      onCancel={onClose}
    >
      <div className="verb-form">
        <p className="quiet">{t('case.moveHint')}</p>
        {moves.map((each, index) => (
          <MoveRow
            key={each.key}
            move={each}
            nth={moves.length > 1 ? index + 1 : undefined}
            sources={sources.map((source) => ({ value: source.from, label: sourceLabel(source) }))}
            targets={targets}
            isEnd={isEnd(each)}
            onChange={(next) => change(moves.map((one) => (one.key === each.key ? { ...one, ...next } : one)))}
            onRemove={() => {
              change(moves.filter((one) => one.key !== each.key));
              another.current?.focus();
            }}
          />
        ))}
        <div className="verb-more">
          {moves.length < MOST_MOVES && (
            <button type="button" className="link" ref={another} onClick={add}>
              <Plus size={14} strokeWidth={1.75} aria-hidden="true" /> {t('case.moveAnother')}
            </button>
          )}
          {!withData && (
            <button type="button" className="link" onClick={() => setWithData(true)}>
              <PenLine size={14} strokeWidth={1.75} aria-hidden="true" /> {t('case.moveCorrect')}
            </button>
          )}
        </div>
        {withData && <CorrectionFields correction={correction} />}
        {would && <MovePreview would={would} changes={Object.keys(changed).map(labelOf)} stale={isStale} />}
        {refused && <Failed error={preview.error} />}
        {(sticks || force) && (
          <Checkbox checked={force} onChange={(event) => setForce(event.target.checked)}>
            {t('case.moveForce')}
          </Checkbox>
        )}
        <ReasonField value={reason} required onChange={setReason} />
        {move.isError && <Failed error={move.error} />}
      </div>
    </Modal>
  );
}
