// Who changed what, newest first.
import { ScrollText } from 'lucide-react';
import type { ReactNode } from 'react';
import { actionWords } from '../../words/actions.ts';
import { Empty } from '../parts/Empty.tsx';
import { List } from '../parts/List.tsx';
import { usePages } from '../parts/usePages.ts';
import { ask, auditApi } from '../reach/client.ts';
import { useTime } from '../time/ShopTime.tsx';
import { useWords } from '../words/useWords.ts';

export function Audit(): ReactNode {
  const { t, language } = useWords();
  const { momentOfReal, isOwn } = useTime();
  const rows = usePages(['audit'], (from) => ask(auditApi.audit.$get({ query: { limit: 30, ...from } })));
  return (
    <section>
      <h2>{t('audit.title')}</h2>
      <List
        rows={rows}
        idOf={({ id }) => String(id)}
        empty={<Empty icon={ScrollText} title={t('audit.none')} />}
        columns={[
          { id: 'what', head: t('audit.what'), cell: ({ action }) => actionWords(action, language) },
          { id: 'who', head: t('audit.who'), cell: ({ by }) => by?.name ?? '–' },
          {
            id: 'object',
            head: t('audit.object'),
            gives: 1,
            className: 'quiet',
            cell: ({ object }) => object && <span className="cut mono">{object}</span>,
          },
          {
            id: 'when',
            head: t(isOwn ? 'audit.shopTime' : 'audit.when'),
            className: 'is-end is-number quiet',
            cell: ({ at }) => (
              <time dateTime={at} title={new Date(at).toLocaleString()}>
                {momentOfReal(at)}
              </time>
            ),
          },
        ]}
      />
    </section>
  );
}
