// A record as a card: in a column of a kanban, or with its picture in a gallery. Its name is the button, stretched over the card, so that
// what leads elsewhere can stand on it.
import type { ReactNode } from 'react';
import { isEmpty } from '../../forms/validate.ts';
import type { View } from '../../records/register.ts';
import { labelIn } from '../forms/label.ts';
import type { RecordItem, RegisterItem } from '../reach/shapes.ts';
import { useWords } from '../words/useWords.ts';
import { columnsOf, pictureField } from './fields.ts';
import { Picture } from './Picture.tsx';
import { RecordCell } from './RecordCell.tsx';
import { RecordKey } from './RecordKey.tsx';

type Props = {
  register: RegisterItem;
  view: View;
  record: RecordItem;
  isAt: boolean;
  large?: boolean;
  onOpen: (record: RecordItem) => void;
};

const LINES = 4;
export function RecordCard({ register, view, record, isAt, large = false, onOpen }: Props): ReactNode {
  const { language } = useWords();
  const picture = pictureField(register);
  const fields = columnsOf(register, view)
    .filter(({ id }) => id !== view.group && !isEmpty(record.values[id]))
    .slice(0, LINES);
  return (
    <article className={`record-card ${isAt ? 'is-here' : ''} ${large ? 'is-large' : ''}`}>
      {picture && <Picture value={record.values[picture.id]} size={large ? 160 : 32} />}
      <button type="button" className="record-card-name cut" onClick={() => onOpen(record)}>
        <bdi>{record.title}</bdi>
        <RecordKey record={record} />
      </button>
      {fields.length > 0 && (
        <span className="record-card-facts">
          {fields.map((field) => (
            <span key={field.id}>
              <small>{labelIn(field, language)}</small> <RecordCell field={field} value={record.values[field.id]} />
            </span>
          ))}
        </span>
      )}
    </article>
  );
}
