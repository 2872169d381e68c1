// What was decided on everything that I may see, found again by its words.
import { Link } from '@tanstack/react-router';
import { Stamp } from 'lucide-react';
import type { ReactNode } from 'react';
import { Empty } from '../parts/Empty.tsx';
import { Find } from '../parts/Find.tsx';
import { List } from '../parts/List.tsx';
import { ListPage } from '../parts/ListPage.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { useAddress } from '../parts/useAddress.ts';
import type { RemarkItem } from '../reach/shapes.ts';
import { useWords } from '../words/useWords.ts';
import { useDecisions } from './queries.ts';
import { Remark } from './Remark.tsx';
import './remarks.css';

export function DecisionsPage(): ReactNode {
  const { t } = useWords();
  const [{ q = '' }, go] = useAddress<{ q?: string }>();
  const rows = useDecisions(q);
  return (
    <ListPage title={t('talk.allDecisions')}>
      <div className="decisions">
        <Find label={t('talk.findDecision')} value={q} onFind={(text) => go({ q: text || '' })} />
        <List
          rows={rows}
          skeleton={<Skeleton rows={3} lines={[30, 80]} height={72} />}
          empty={<Empty icon={Stamp} title={t('talk.noDecision')} hint={t('talk.noDecisionHint')} />}
        >
          {(items) => (
            <ol className="talk-lines">
              {items.map((item) => (
                <Remark key={item.id} remark={item} head={<About remark={item} />} />
              ))}
            </ol>
          )}
        </List>
      </div>
    </ListPage>
  );
}

function About({ remark: { about, case: id, title } }: { remark: RemarkItem }): ReactNode {
  const words = <bdi>{title ?? about.id}</bdi>;
  if (id !== null)
    return (
      <Link to="/cases/$id" params={{ id }} className="talk-about cut">
        {words}
      </Link>
    );
  const at = about.id.indexOf('/');
  return (
    <Link
      to="/registers/$register/records/$key"
      params={{ register: about.id.slice(0, at), key: about.id.slice(at + 1) }}
      className="talk-about cut"
    >
      {words}
    </Link>
  );
}
