// What came from outside and met no case: a payment after its order was closed must not be told to nobody.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { MailQuestion } from 'lucide-react';
import { Fragment, type ReactNode } from 'react';
import { Failed } from '../parts/Failed.tsx';
import { intent } from '../reach/attempts.ts';
import { ask, messageApi } from '../reach/client.ts';
import { named, useWords } from '../words/useWords.ts';

export const unheardQuery = {
  queryKey: ['messages', 'unheard'],
  queryFn: () => ask(messageApi.messages.unheard.$get()),
};

export function Unheard(): ReactNode {
  const { t, language } = useWords();
  const queries = useQueryClient();
  const { data } = useQuery(unheardQuery);
  const settle = useMutation({
    mutationFn: (json: { name: string; newest: string }) =>
      ask(messageApi.messages.unheard.settle.$post({ json, header: intent() })),
    onSettled: () => queries.invalidateQueries({ queryKey: unheardQuery.queryKey }),
  });
  return data?.items.map(({ name, called, count, newest, keys }) => (
    <article key={name}>
      <MailQuestion size={16} strokeWidth={1.75} aria-hidden="true" />
      <div>
        <strong>{t('processes.unheard', { name: called ? named(called, language) : name, count })}</strong>
        {called && <small className="mono">{name}</small>}
        <p>{t('processes.unheardHint')}</p>
        {settle.isError && settle.variables.name === name && <Failed error={settle.error} />}
        <p className="stuck-verbs">
          {[...new Set(keys)].map((key) => (
            <Fragment key={key}>
              <Link to="/cases" search={{ show: 'all', q: key }}>
                {key}
              </Link>{' '}
            </Fragment>
          ))}
          <button
            type="button"
            className="link"
            disabled={settle.isPending}
            onClick={() => settle.mutate({ name, newest })}
          >
            {t('processes.settled')}
          </button>
        </p>
      </div>
    </article>
  ));
}
