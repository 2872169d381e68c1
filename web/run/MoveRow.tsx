// One of the moves of a case: from where, to where, as a step to be done or as one that is done.

import { Radio, Select } from 'antd';
import type { DefaultOptionType } from 'antd/es/select';
import { X } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { useWords } from '../words/useWords.ts';

export type Where = 'before' | 'after';
export type MoveDraft = { key: number; from: string; to: string | undefined; where: Where };
type Props = {
  move: MoveDraft;
  /** Its place where there are several; the only one has no frame. */
  nth: number | undefined;
  sources: { value: string; label: string }[];
  targets: DefaultOptionType[];
  isEnd: boolean;
  onChange: (next: Partial<MoveDraft>) => void;
  onRemove: () => void;
};

export function MoveRow({ move, nth, sources, targets, isEnd, onChange, onRemove }: Props): ReactNode {
  const { t } = useWords();
  const hint = useId();
  const suffix = move.key === 0 ? '' : `-${move.key + 1}`;
  const fields = (
    <>
      <div className="field">
        <label className="field-label" htmlFor={`move-from${suffix}`}>
          {t('case.moveFrom')}
        </label>
        <Select
          id={`move-from${suffix}`}
          value={move.from}
          options={sources}
          onChange={(from: string) => onChange({ from })}
        />
      </div>
      <div className="field">
        <label className="field-label" htmlFor={`move-to${suffix}`}>
          {t('case.moveTo')}
          <span className="field-star">*</span>
        </label>
        <Select
          id={`move-to${suffix}`}
          autoFocus={move.key > 0}
          showSearch={{ optionFilterProp: 'label' }}
          value={move.to}
          placeholder={t('case.movePick')}
          options={targets}
          notFoundContent={<span className="quiet">{t('case.moveNowhere')}</span>}
          onChange={(to: string) => onChange({ to })}
        />
      </div>
      {!isEnd && (
        <Radio.Group
          className="move-where"
          aria-label={t('case.moveHow')}
          value={move.where}
          options={[
            { value: 'before', label: t('case.moveBefore') },
            { value: 'after', label: t('case.moveAfter') },
          ]}
          onChange={(event) => onChange({ where: event.target.value as Where })}
        />
      )}
    </>
  );
  if (nth === undefined) return fields;
  return (
    <fieldset className="move-row" aria-labelledby={hint}>
      <div className="move-row-head">
        <strong id={hint}>{t('case.moveNth', { n: nth })}</strong>
        <button type="button" className="act" aria-label={t('case.moveLess', { n: nth })} onClick={onRemove}>
          <X size={16} strokeWidth={1.75} />
        </button>
      </div>
      {fields}
    </fieldset>
  );
}
