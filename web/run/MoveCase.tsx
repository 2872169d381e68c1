// Moving a case: from where, to where, as a step to be done or as one that is done; what it would do is shown before it is done.
import { useQuery } from '@tanstack/react-query';
import { Checkbox, Input, Modal, Radio, Select } from 'antd';
import { type ReactNode, useMemo, useState } from 'react';
import { Failed } from '../parts/Failed.tsx';
import { api, ask, intent } from '../reach/client.ts';
import type { CaseDetail } from '../reach/shapes.ts';
import { nameOf, type Told } from '../story/story.ts';
import { named, useWords } from '../words/useWords.ts';
import { movableTargets } from './movable-targets.ts';
import { useCaseVerb } from './useCaseVerb.ts';

type Props = { detail: CaseDetail; told: Told; onClose: () => void };
type Where = 'before' | 'after';

export function MoveCase({ detail, told, onClose }: Props): ReactNode {
  const { t, language } = useWords();
  const elements = told.definition.elements;
  const label = (id: string): string => {
    const element = elements[id];
    return element ? nameOf(element, told) : id;
  };
  const sources = detail.tokens.filter(({ element }) => elements[element]);
  const [from, setFrom] = useState(sources[0]?.id ?? '');
  const [to, setTo] = useState<string>();
  const [where, setWhere] = useState<Where>('before');
  const [force, setForce] = useState(false);
  const [reason, setReason] = useState('');
  const targets = useMemo(() => movableTargets(told.definition), [told.definition]);
  const moves = [{ from, to: to ?? '', where }];
  const preview = useQuery({
    queryKey: ['move', detail.id, from, to, where, force],
    enabled: to !== undefined && from !== '',
    retry: false,
    queryFn: () =>
      ask(api.cases[':id'].move.preview.$post({ param: { id: detail.id }, json: { moves, ...(force && { force }) } })),
  });
  const move = useCaseVerb(
    detail.id,
    () =>
      ask(
        api.cases[':id'].move.$post({
          param: { id: detail.id },
          header: intent(),
          json: { moves, reason: reason.trim(), ...(force && { force }) },
        }),
      ),
    onClose,
  );
  const would = preview.data;
  const names = (list: NonNullable<typeof would>['at']): string =>
    list.map((place) => named(place, language)).join('、');
  const stuck = (preview.error as { code?: string } | null)?.code === 'moveWouldStick';
  return (
    <Modal
      open
      title={t('case.move')}
      okText={t('case.moveDo')}
      cancelText={t('cancel')}
      okButtonProps={{ disabled: !would || !reason.trim() }}
      confirmLoading={move.isPending}
      onOk={() => move.mutate(undefined)}
      onCancel={onClose}
    >
      <p className="quiet">{t('case.moveHint')}</p>
      <div className="field">
        <label className="field-label" htmlFor="move-from">
          {t('case.moveFrom')}
        </label>
        <Select
          id="move-from"
          value={from}
          options={sources.map(({ id, element }) => ({ value: id, label: label(element) }))}
          onChange={setFrom}
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
          options={targets.map((id) => ({ value: id, label: label(id) }))}
          onChange={setTo}
        />
        <Radio.Group
          value={where}
          options={[
            { value: 'before', label: t('case.moveBefore') },
            { value: 'after', label: t('case.moveAfter') },
          ]}
          onChange={(event) => setWhere(event.target.value as Where)}
        />
      </div>
      {would && (
        <dl className="move-preview" aria-live="polite">
          {would.withdrawn.length > 0 && (
            <div>
              <dt>{t('case.moveWithdraws')}</dt>
              <dd>{names(would.withdrawn)}</dd>
            </div>
          )}
          {would.opened.length > 0 && (
            <div>
              <dt>{t('case.moveOpens')}</dt>
              <dd>{names(would.opened)}</dd>
            </div>
          )}
          <div>
            <dt>{t('case.moveThen')}</dt>
            <dd>{would.ends ? t('case.moveEnds') : names(would.at)}</dd>
          </div>
        </dl>
      )}
      {preview.isError && <Failed error={preview.error} />}
      {(stuck || force) && (
        <Checkbox checked={force} onChange={(event) => setForce(event.target.checked)}>
          {t('case.moveForce')}
        </Checkbox>
      )}
      <div className="field">
        <label className="field-label" htmlFor="move-reason">
          {t('case.reason')}
          <span className="field-star">*</span>
        </label>
        <Input.TextArea
          id="move-reason"
          value={reason}
          maxLength={500}
          autoSize={{ minRows: 2, maxRows: 5 }}
          onChange={(event) => setReason(event.target.value)}
        />
      </div>
      {move.isError && <Failed error={move.error} />}
    </Modal>
  );
}
