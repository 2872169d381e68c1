// Cases and records that a thing has to do with, both ways, newest first, each with how they met.
import { Link } from '@tanstack/react-router';
import { NotebookText, Workflow } from 'lucide-react';
import type { ReactNode } from 'react';
import { List, type Rows } from '../parts/List.tsx';
import type { RelatedItem } from '../reach/shapes.ts';
import { CaseStatus } from '../run/CaseStatus.tsx';
import { useTime } from '../time/ShopTime.tsx';
import { type Key, named, useWords } from '../words/useWords.ts';
import './related.css';

const WAYS = ['start', 'message', 'signal', 'call', 'subject', 'wrote', 'change'] as const;
const known = (role: string): (typeof WAYS)[number] | 'field' => WAYS.find((one) => one === role) ?? 'field';

export function Related({ rows }: { rows: Rows<RelatedItem> }): ReactNode {
  const { t } = useWords();
  return (
    <List rows={rows} empty={<p className="pad quiet">{t('talk.noRelated')}</p>}>
      {(items) => (
        <ul className="related">
          {items.map((item) => (
            <Item key={`${item.kind} ${item.id}`} item={item} />
          ))}
        </ul>
      )}
    </List>
  );
}

function Item({ item }: { item: RelatedItem }): ReactNode {
  const { t, language } = useWords();
  const { moment } = useTime();
  const ways = [...new Set(item.ways.map(({ way, role }): Key => `talk.way.${way}${known(role)}`))].map((key) =>
    t(key),
  );
  const how = <small className="cut">{ways.join(' · ')}</small>;
  const when = <time>{moment(item.at)}</time>;
  if (item.kind === 'case')
    return (
      <li>
        <Link to="/cases/$id" params={{ id: item.id }}>
          <Workflow size={16} strokeWidth={1.75} aria-hidden="true" />
          <span className="related-name">
            <span className="cut">
              {named(item.process, language)} <bdi>{item.title ?? ''}</bdi>
            </span>
            {how}
          </span>
          <CaseStatus item={{ status: item.status as 'running', outcome: item.outcome, incidents: 0 }} />
          {when}
        </Link>
      </li>
    );
  return (
    <li>
      <Link to="/registers/$register/records/$key" params={{ register: item.register, key: item.key }}>
        <NotebookText size={16} strokeWidth={1.75} aria-hidden="true" />
        <span className="related-name">
          <span className="cut">
            <bdi>{item.title}</bdi> {item.title !== item.key && <span className="quiet">{item.key}</span>}
          </span>
          {how}
        </span>
        {when}
      </Link>
    </li>
  );
}
