// Beside a page: where it is used; for managers who has read it, and how often it was used.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Workflow } from 'lucide-react';
import type { ReactNode } from 'react';
import { wordsIn } from '../forms/label.ts';
import { Avatar } from '../parts/Avatar.tsx';
import { Shown } from '../parts/Shown.tsx';
import { ask, pageReceiptApi } from '../reach/client.ts';
import type { PageDetail, ToldStep } from '../reach/shapes.ts';
import { isManager, useMe } from '../session/useMe.ts';
import { useTime } from '../time/ShopTime.tsx';
import { useWords } from '../words/useWords.ts';

export function PageSide({ page }: { page: PageDetail }): ReactNode {
  const { t } = useWords();
  const manager = isManager(useMe());
  return (
    <aside className="handbook-side">
      {manager && <WhoRead page={page.key} />}
      <section>
        <h3>{t('pages.usedIn')}</h3>
        <Scenes scene={page.scene} />
      </section>
    </aside>
  );
}

function Scenes({ scene }: { scene: ToldStep[] }): ReactNode {
  const { t, language } = useWords();
  const manager = isManager(useMe());
  const there = scene.filter(({ name }) => name !== null);
  if (there.length === 0) return <p className="quiet">{t('pages.usedNowhere')}</p>;
  return (
    <ul className="handbook-uses">
      {there.map(({ process, element, name, step }) => (
        <li key={`${process}#${element}`}>
          <Workflow size={15} strokeWidth={1.75} aria-hidden="true" />
          <span>
            {manager ? (
              <Link to="/processes/$key" params={{ key: process }} className="link">
                {name && wordsIn(name, language)}
              </Link>
            ) : (
              name && wordsIn(name, language)
            )}{' '}
            <small>{step ? wordsIn(step, language) : t('pages.everyStep')}</small>
          </span>
        </li>
      ))}
    </ul>
  );
}

/** So many who have not read it are named; the rest is one click away. */
const NAMED = 8;

function WhoRead({ page }: { page: string }): ReactNode {
  const { t } = useWords();
  const { momentWithin, now } = useTime();
  const query = useQuery({
    queryKey: ['pages', 'receipts', page],
    queryFn: () => ask(pageReceiptApi['page-receipts'].$get({ query: { page, limit: 200 } })),
  });
  return (
    <Shown query={query}>
      {({ pages: [asked], items, uses }) => {
        const open = items.filter(({ cells: [cell] }) => cell && cell.readAt === null);
        const total = uses.reduce((sum, one) => sum + one.uses, 0);
        return (
          <section>
            <h3>
              {t('pages.whoRead')}{' '}
              {asked && <small>{t('pages.readOf', { read: asked.read, asked: asked.asked })}</small>}
              {asked && (
                <Link to="/receipts" search={{ page }} className="link">
                  {t('more')}
                </Link>
              )}
            </h3>
            {asked ? (
              <>
                <span className="handbook-bar" aria-hidden="true">
                  <i style={{ width: `${asked.asked ? (asked.read / asked.asked) * 100 : 0}%` }} />
                </span>
                <ul className="handbook-people">
                  {open.slice(0, NAMED).map(({ id, name, cells: [cell] }) => (
                    <li key={id}>
                      <Avatar name={name} size={24} />
                      <span>
                        {name}
                        <small className={cell?.due && cell.due < now ? 'is-red' : 'quiet'}>
                          {cell?.due
                            ? cell.due < now
                              ? t('pages.late')
                              : t('pages.dueRead', { when: momentWithin(cell.due) })
                            : t('pages.notRead')}
                        </small>
                      </span>
                    </li>
                  ))}
                </ul>
              </>
            ) : (
              <p className="quiet">{t('pages.nobodyAsked')}</p>
            )}
            {total > 0 && <p className="quiet">{t('pages.uses', { count: total })}</p>}
          </section>
        );
      }}
    </Shown>
  );
}
