// The record that is open beside the rows.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ChevronDown, ChevronUp, Maximize2, NotebookText, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { wordsIn } from '../forms/label.ts';
import { Shown } from '../parts/Shown.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import type { RegisterDetail } from '../reach/shapes.ts';
import { useWords } from '../words/useWords.ts';
import { recordQuery } from './queries.ts';
import { RecordView } from './RecordView.tsx';
import { type Count, isAt, type Place } from './shown.ts';

type Props = {
  register: RegisterDetail;
  record: Place;
  /** As the rows have them. */
  order: Place[];
  count: Count;
  onOpen: (record: Place | undefined) => void;
};

export function RecordPane({ register, record, order, count, onOpen }: Props): ReactNode {
  const { t, language } = useWords();
  const query = useQuery(recordQuery(register.key, record.key, record.store));
  const place = order.findIndex((one) => isAt(record, one));
  const step = (by: number): ReactNode => {
    const next = place < 0 ? undefined : order[place + by];
    return (
      <button
        type="button"
        className="act"
        aria-label={t(by < 0 ? 'reg.before' : 'reg.after')}
        disabled={next === undefined}
        onClick={() => onOpen(next)}
      >
        {by < 0 ? <ChevronUp size={16} strokeWidth={1.75} /> : <ChevronDown size={16} strokeWidth={1.75} />}
      </button>
    );
  };
  return (
    <aside className="record-pane" aria-label={t('reg.record')}>
      <header className="record-bar">
        <NotebookText size={14} strokeWidth={1.75} aria-hidden="true" />
        <span className="cut">
          {wordsIn(register.name, language)}
          {place >= 0 && count && ` ${place + 1} / ${count.n.toLocaleString('en-US')}${count.more ? '+' : ''}`}
        </span>
        <span className="spacer" />
        {step(-1)}
        {step(1)}
        <Link
          to="/registers/$register/records/$key"
          params={{ register: register.key, key: record.key }}
          search={{ store: record.store || undefined }}
          className="act"
          aria-label={t('reg.ownPage')}
        >
          <Maximize2 size={15} strokeWidth={1.75} />
        </Link>
        <button type="button" className="act" aria-label={t('close')} onClick={() => onOpen(undefined)}>
          <X size={16} strokeWidth={1.75} />
        </button>
      </header>
      <div className="record-scroll">
        <Shown query={query} skeleton={<Skeleton rows={6} lines={[60, 40]} height={72} />}>
          {(found) => <RecordView key={found.id} register={register} record={found} />}
        </Shown>
      </div>
    </aside>
  );
}
