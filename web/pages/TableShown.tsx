// A decision table in words, as a page shows it: rules from the top, what they look at, what they give.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { resultWords, type Speaker, testWords } from '../../designer/properties/test-words.ts';
import { headOf } from '../../dmn/column-head.ts';
import type { SharedDecision } from '../../dmn/shared-decision.ts';
import { sayOfDesigner } from '../../words/designer.ts';
import { calledWords } from '../../words/say.ts';
import { wordsIn } from '../forms/label.ts';
import { parametersQuery } from '../parameters/queries.ts';
import { saidWords } from '../parameters/value.ts';
import { Shown } from '../parts/Shown.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { ask, pageWritingApi } from '../reach/client.ts';
import { isManager, useMe } from '../session/useMe.ts';
import { useTime } from '../time/ShopTime.tsx';
import { useWords } from '../words/useWords.ts';
import { Frame, isGone, NotShown } from './Embedded.tsx';

export function TableShown({ decision: key, page }: { decision: string; page: string | undefined }): ReactNode {
  const query = useQuery({
    queryKey: ['pages', 'table', key, page ?? ''],
    queryFn: () =>
      ask(pageWritingApi['page-decisions'][':key'].$get({ param: { key }, query: page === undefined ? {} : { page } })),
    retry: false,
  });
  if (query.isError && isGone(query.error)) return <NotShown />;
  return (
    <Shown query={query} skeleton={<Skeleton rows={3} lines={[80]} height={36} />}>
      {({ name, table }) => <Rules name={name} table={table as SharedDecision} />}
    </Shown>
  );
}

function Rules({ name, table }: { name: { zh: string; en?: string | undefined }; table: SharedDecision }): ReactNode {
  const { t, language } = useWords();
  const { zone } = useTime();
  const manager = isManager(useMe());
  const parameters = useQuery(parametersQuery).data?.items;
  const speaker: Speaker = {
    t: (code, args = {}) => sayOfDesigner({ code, args }, language),
    language,
    // A number of the shop is said with what it is now.
    called: (called) => {
      const row = parameters?.find(({ parameter }) => `shop.${parameter.key}` === called);
      if (!row) return undefined;
      const { parameter, now } = row;
      const label = calledWords({ kind: '', name: wordsIn(parameter.label, language) }, language);
      return now ? `${label} (${saidWords(now.value, parameter, { language, zone })})` : label;
    },
  };
  const { inputs, outputs, rules } = table;
  const title = wordsIn(name, language);
  return (
    <Frame
      title={title}
      more={
        manager && (
          <Link to="/decision-tables/$key" params={{ key: table.id }} className="link">
            {t('pages.edit')}
          </Link>
        )
      }
    >
      {rules.length === 0 ? (
        <p className="embedded-empty quiet">{t('pages.shown.empty')}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
        <section className="page-table" tabIndex={0} aria-label={title}>
          <table>
            <thead>
              <tr>
                {[...inputs, ...outputs].map((column) => (
                  <th key={column.id} scope="col">
                    {headOf(column, language)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rules.map((rule) => (
                <tr key={rule.id}>
                  {inputs.map(({ id }, at) => (
                    <td key={id}>{testWords(rule.inputs[at] ?? '', speaker) ?? plain(rule.inputs[at])}</td>
                  ))}
                  {outputs.map(({ id }, at) => (
                    <td key={id}>
                      <strong>{resultWords(rule.outputs[at] ?? '', speaker) ?? plain(rule.outputs[at])}</strong>
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </Frame>
  );
}

/** Texts without the quotes in which they are written. */
const plain = (cell = ''): string => cell.trim().replace(/^"((?:[^"\\]|\\.)*)"$/, '$1');
