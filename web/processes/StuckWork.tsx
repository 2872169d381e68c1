// Stuck work by cause, beside the processes; nothing is shown where nothing is stuck.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CircleAlert } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { seenWords, whyWords } from '../../words/incidents.ts';
import { useWidth } from '../parts/useWidth.ts';
import { ask, caseOperationApi } from '../reach/client.ts';
import { BulkDialog } from '../run/BulkDialog.tsx';
import type { BulkVerb, Cause } from '../run/bulk.ts';
import { useTime } from '../time/ShopTime.tsx';
import { named, useWords } from '../words/useWords.ts';
import { Unheard, unheardQuery } from './Unheard.tsx';

export function StuckWork(): ReactNode {
  const { t, language } = useWords();
  const { momentWithin } = useTime();
  const query = useQuery({
    queryKey: ['incidents', 'groups'],
    queryFn: () => ask(caseOperationApi.incidents.groups.$get({ query: {} })),
  });
  const [all, setAll] = useState<{ verb: BulkVerb; cause: Cause }>();
  const unheard = useQuery(unheardQuery).data?.items ?? [];
  const groups = query.data?.items ?? [];
  if (groups.length === 0 && unheard.length === 0 && !all) return null;
  return (
    <Beside title={t('processes.stuckByCause')} count={groups.length + unheard.length}>
      {groups.map((group) => (
        <article key={`${group.process} ${group.element} ${group.kind} ${group.seenDigest}`}>
          <CircleAlert size={16} strokeWidth={1.75} aria-hidden="true" />
          <div>
            <strong>{named({ name: group.processName, texts: group.processTexts }, language)}</strong> ·{' '}
            {group.elementName} <span>{t('processes.cases', { count: group.count })}</span>
            <p>{whyWords(group.kind, language) ?? seenWords(group.seen ?? group.message, language)}</p>
            {whyWords(group.kind, language) && <small>{seenWords(group.seen ?? group.message, language)}</small>}
            <p className="quiet">{t('processes.since', { when: momentWithin(group.oldest) })}</p>
            <p className="stuck-verbs">
              <Link to="/cases" search={{ show: 'stuck', process: group.process }}>
                {t('processes.see')}
              </Link>
              {verbsFor(group.kind).map((verb) => (
                <button
                  key={verb}
                  type="button"
                  className="link"
                  onClick={() => setAll({ verb, cause: causeOf(group) })}
                >
                  {t(`bulk.all.${verb}`)}
                </button>
              ))}
            </p>
          </div>
        </article>
      ))}
      <Unheard />
      {all && (
        <BulkDialog
          verb={all.verb}
          selection={{ cause: all.cause }}
          onClose={() => setAll(undefined)}
          onDone={() => setAll(undefined)}
        />
      )}
    </Beside>
  );
}

/** Beside the list where there is room, else folded above it. */
function Beside({ title, count, children }: { title: string; count: number; children: ReactNode }): ReactNode {
  const width = useWidth();
  if (width === 'wide')
    return (
      <aside className="stuck">
        <h2>{title}</h2>
        {children}
      </aside>
    );
  return (
    <details className="stuck">
      <summary>
        <CircleAlert size={16} strokeWidth={1.75} aria-hidden="true" /> {title} <strong>{count}</strong>
      </summary>
      {children}
    </details>
  );
}

/** What is set aside has nothing to skip. */
const verbsFor = (kind: string): ('retry' | 'skip')[] => (kind === 'quarantined' ? ['retry'] : ['retry', 'skip']);

const causeOf = ({ process, element, kind, seenDigest }: Cause): Cause => ({ process, element, kind, seenDigest });
