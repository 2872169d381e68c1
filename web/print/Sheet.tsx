// A page for paper: what it is, who has printed it when, and nothing of the app.
import { Button } from 'antd';
import { Printer } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { useMe } from '../session/useMe.ts';
import { useTime } from '../time/ShopTime.tsx';
import { useWords } from '../words/useWords.ts';
import './print.css';

type Props = { title: string; object: string; facts: [label: string, text: ReactNode][]; children: ReactNode };

export function Sheet({ title, object, facts, children }: Props): ReactNode {
  const { t } = useWords();
  const me = useMe();
  const { now, momentWithin } = useTime();
  // What is kept as a PDF is called so.
  useEffect(() => {
    const before = document.title;
    document.title = [title, object].filter(Boolean).join(' ');
    return () => {
      document.title = before;
    };
  }, [title, object]);
  return (
    <main className="sheet">
      <Button
        type="primary"
        className="sheet-print"
        icon={<Printer size={16} strokeWidth={1.75} />}
        onClick={() => print()}
      >
        {t('print.print')}
      </Button>
      <header>
        <h1>
          {title} <bdi>{object}</bdi>
        </h1>
        <dl className="sheet-facts">
          {facts.map(([label, text]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      </header>
      {children}
      <footer>{t('print.printed', { who: me.name, when: momentWithin(now) })}</footer>
    </main>
  );
}

/** What was filled in; what was not may be written by hand. */
export function Lines({
  lines,
}: {
  lines: { id: string; label: string; shown: ReactNode; large: boolean }[];
}): ReactNode {
  return (
    <dl className="sheet-lines">
      {lines.map(({ id, label, shown, large }) => (
        <div key={id} className={large ? 'is-large' : ''}>
          <dt>{label}</dt>
          <dd>{shown ?? <span className="sheet-blank" />}</dd>
        </div>
      ))}
    </dl>
  );
}
