// A file of order lines becomes order cases; what became of every invoice is told.

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Modal } from 'antd';
import type { ReactNode } from 'react';
import { listed } from '../../words/say.ts';
import { Drop } from '../parts/Drop.tsx';
import { Failed } from '../parts/Failed.tsx';
import { List } from '../parts/List.tsx';
import { intent } from '../reach/attempts.ts';
import { ask } from '../reach/client.ts';
import { useWords } from '../words/useWords.ts';
import '../processes/processes.css';
import { sayOfOrders } from '../../words/orders.ts';
import { Tag } from '../parts/Tag.tsx';
import { byReason, FATES, type Fate, type Report } from './report.ts';

async function send(file: File): Promise<Report> {
  const answer = fetch('/api/orders/import', {
    method: 'POST',
    headers: { ...intent(), 'content-type': 'text/csv', 'accept-language': document.documentElement.lang },
    body: await file.arrayBuffer(),
  });
  return (await ask(answer)) as Report;
}

export function ImportOrders({ open, onClose }: { open: boolean; onClose: () => void }): ReactNode {
  const { t } = useWords();
  const queries = useQueryClient();
  const load = useMutation({
    mutationFn: send,
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['cases'] });
      void queries.invalidateQueries({ queryKey: ['overview'] });
    },
  });
  const report = load.data;
  return (
    <Modal
      open={open}
      title={t('orders.import')}
      footer={report ? <Button onClick={onClose}>{t('close')}</Button> : null}
      onCancel={onClose}
      afterClose={() => load.reset()}
      destroyOnHidden
    >
      <p className="quiet">{t('orders.hint')}</p>
      {!report && (
        <Drop
          text={t(load.isPending ? 'orders.working' : 'orders.drop')}
          choose={t('import.choose')}
          label={t('orders.import')}
          accept=".csv,.txt,.tsv,text/csv"
          busy={load.isPending}
          onFiles={([file]) => load.mutate(file)}
        />
      )}
      {load.isError && <Failed error={load.error} />}
      {report && <ReportView report={report} />}
    </Modal>
  );
}

function ReportView({ report }: { report: Report }): ReactNode {
  const { t, language } = useWords();
  const count = (fate: Fate): number => report.invoices.filter((one) => one.fate === fate).length;
  const reasons = byReason(report.invoices, (why) => sayOfOrders(why, language));
  const unread = report.rows.filter(({ fate }) => fate === 'not readable');
  const { orders, cancellations, changed } = report;
  const asBefore = report.invoices.every(({ fate, why }) => fate.includes('already') && !why);
  return (
    <div className="import-told" role="status">
      <p>
        <strong>{t(asBefore ? 'orders.nothing' : 'orders.done', { orders, cancellations, changed })}</strong>
      </p>
      {count('waiting') > 0 && <p>{t('orders.waiting', { n: count('waiting') })}</p>}
      {count('held back') > 0 && <p className="is-bad">{t('orders.held', { n: count('held back') })}</p>}
      {report.standIns && (
        <p>
          <Tag tone="amber">{t('orders.demo')}</Tag> {t('orders.standIns')}
        </p>
      )}
      <List
        rows={{ data: FATES.filter((fate) => count(fate) > 0), isError: false, error: undefined, refetch: () => {} }}
        idOf={(fate) => fate}
        empty={null}
        columns={[
          { id: 'fate', head: t('orders.fate'), cell: (fate) => t(`orders.fates.${fate}`) },
          { id: 'invoices', head: t('orders.invoices'), className: 'is-end is-number', cell: count },
        ]}
      />
      {unread.length > 0 && (
        <details open>
          <summary className="is-bad">
            {t('orders.unread')} {unread.length}
          </summary>
          <ul>
            {unread.map(({ row, invoice, why }) => (
              <li key={row}>
                {t('orders.line', { n: row })} <span className="mono">{invoice}</span>{' '}
                {why && sayOfOrders(why, language)}
              </li>
            ))}
          </ul>
        </details>
      )}
      {reasons.length > 0 && (
        <details open={count('held back') + count('refused') > 0}>
          <summary>{t('orders.why')}</summary>
          <ul>
            {reasons.map(({ words, invoices }) => (
              <li key={words}>
                <span className="mono">{invoices.join(' ')}</span> {words}
              </li>
            ))}
          </ul>
        </details>
      )}
      <p className="quiet">
        {t('orders.readAs', { encoding: report.encoding })}
        {report.columns.left.length > 0 && t('orders.left', { columns: listed(report.columns.left, language) })}
      </p>
    </div>
  );
}
