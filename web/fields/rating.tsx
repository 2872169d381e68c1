// Stars, given by a click or the arrow keys.
import { Rate } from 'antd';
import { Star } from 'lucide-react';
import type { FlatField } from '../../forms/flat-field.ts';
import { STARS } from '../../forms/kinds/number.ts';
import { labelIn } from '../forms/label.ts';
import { useWords } from '../words/useWords.ts';
import type { FieldView, ShownProps } from './field-view.ts';

type RatingField = Extract<FlatField, { type: 'rating' }>;

const Given = ({ field, value, words }: ShownProps<RatingField>) => {
  const most = field.max ?? STARS;
  const given = Math.min(most, Math.max(0, Number(value)));
  return (
    <span className="stars" role="img" aria-label={words}>
      {'★'.repeat(given)}
      <span className="quiet" aria-hidden="true">
        {'☆'.repeat(most - given)}
      </span>
    </span>
  );
};

export const rating: FieldView<RatingField> = {
  icon: Star,
  group: true,
  inRow: 'chosen',
  Input({ field, value, disabled, language, onChange }) {
    const { t } = useWords();
    const most = field.max ?? STARS;
    return (
      <Rate
        aria-label={labelIn(field, language)}
        count={most}
        value={typeof value === 'number' ? value : 0}
        disabled={disabled}
        allowClear={!field.required}
        tooltips={Array.from({ length: most }, (_, at) => t('field.stars', { n: at + 1, most }))}
        character={({ index = 0 }) => (
          <Star role="img" aria-label={t('field.stars', { n: index + 1, most })} fill="currentColor" size={20} />
        )}
        onChange={(stars) => onChange(stars || null)}
      />
    );
  },
  Cell: Given,
  Fact: Given,
};
