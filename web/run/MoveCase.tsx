// Moving a case: from where, to where, as a step to be done or as one that is done; what it would do is shown before it is done.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Checkbox, Modal, Radio, Select } from 'antd';
import { type ReactNode, useMemo, useState } from 'react';
import { Failed } from '../parts/Failed.tsx';
import { api, ask, asRefusal, intent } from '../reach/client.ts';
import type { CaseDetail } from '../reach/shapes.ts';
import { nameOf, type Told } from '../story/story.ts';
import { useWords } from '../words/useWords.ts';
import { MovePreview } from './MovePreview.tsx';
import { movableSources, movableTargets, type Source } from './movable-targets.ts';
import { ReasonField } from './ReasonField.tsx';
import { useCaseVerb } from './useCaseVerb.ts';

type Props = { detail: CaseDetail; told: Told; onClose: () => void };
type Where = 'before' | 'after';

export function MoveCase({ detail, told, onClose }: Props): ReactNode {
  const { t } = useWords();
  const { definition } = told;
  const label = (id: string): string => {
    const element = definition.elements[id];
    return element ? nameOf(element, told) : id;
  };
  const sourceLabel = ({ element, count, whole }: Source): string => {
    if (count > 1) return t('case.moveAll', { name: label(element), count });
    return whole ? t('case.moveWhole', { name: label(element) }) : label(element);
  };
  const sources = movableSources(detail.tokens, definition);
  const [from, setFrom] = useState(sources[0]?.from ?? '');
  const [to, setTo] = useState<string>();
  const [chosen, setWhere] = useState<Where>('before');
  const [force, setForce] = useState(false);
  const [reason, setReason] = useState('');
  const parts = useMemo(() => movableTargets(definition), [definition]);
  const options = parts.map(({ scope, ids }) => ({
    label: scope === definition.processId ? t('case.moveMain') : label(scope),
    options: ids.map((id) => ({ value: id, label: label(id) })),
  }));
  const isEnd = to !== undefined && definition.elements[to]?.type === 'endEvent';
  const where = isEnd ? 'before' : chosen;
  const body = { moves: [{ from, to: to ?? '', where }], ...(force && { force }) };
  const preview = useQuery({
    queryKey: ['move', detail.id, body, detail.tokens],
    enabled: to !== undefined && from !== '',
    retry: false,
    gcTime: 0,
    placeholderData: keepPreviousData,
    queryFn: () => ask(api.cases[':id'].move.preview.$post({ param: { id: detail.id }, json: body })),
  });
  const move = useCaseVerb(
    detail.id,
    () =>
      ask(
        api.cases[':id'].move.$post({
          param: { id: detail.id },
          header: intent(),
          json: { ...body, reason: reason.trim() },
        }),
      ),
    onClose,
  );
  const would = preview.isError ? undefined : preview.data;
  const sticks = preview.isError && asRefusal(preview.error).code === 'moveWouldStick';
  return (
    <Modal
      open
      title={t('case.move')}
      okText={t('case.moveDo')}
      cancelText={t('cancel')}
      okButtonProps={{ disabled: !would || preview.isPlaceholderData || !reason.trim() }}
      confirmLoading={move.isPending}
      onOk={() => move.mutate(undefined)}
      onCancel={onClose}
    >
      <div className="verb-form">
        <p className="quiet">{t('case.moveHint')}</p>
        <div className="field">
          <label className="field-label" htmlFor="move-from">
            {t('case.moveFrom')}
          </label>
          <Select
            id="move-from"
            value={from}
            options={sources.map((source) => ({ value: source.from, label: sourceLabel(source) }))}
            onChange={(next) => {
              setFrom(next);
              setForce(false);
            }}
          />
        </div>
        <div className="field">
          <label className="field-label" htmlFor="move-to">
            {t('case.moveTo')}
            <span className="field-star">*</span>
          </label>
          <Select
            id="move-to"
            showSearch={{ optionFilterProp: 'label' }}
            value={to}
            placeholder={t('case.movePick')}
            options={options}
            notFoundContent={<span className="quiet">{t('case.moveNowhere')}</span>}
            onChange={(next) => {
              setTo(next);
              setForce(false);
            }}
          />
          {!isEnd && (
            <Radio.Group
              className="move-where"
              aria-label={t('case.moveHow')}
              value={where}
              options={[
                { value: 'before', label: t('case.moveBefore') },
                { value: 'after', label: t('case.moveAfter') },
              ]}
              onChange={(event) => setWhere(event.target.value as Where)}
            />
          )}
        </div>
        {would && <MovePreview would={would} stale={preview.isPlaceholderData} />}
        {preview.isError && <Failed error={preview.error} />}
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
