// What a page shows of the shop in place: rows of a register's view, a parameter, a decision table. Each is read for itself, with the
// reader's own rights, and says for itself that it loads, is empty, or is not for him.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Lock } from 'lucide-react';
import { lazy, type ReactNode, Suspense } from 'react';
import type { Shown as Named } from '../../pages/read.ts';
import type { View } from '../../records/register.ts';
import { textsOf } from '../../words/web.ts';
import { labelIn, wordsIn } from '../forms/label.ts';
import { parametersQuery } from '../parameters/queries.ts';
import { saidWords } from '../parameters/value.ts';
import { Shown } from '../parts/Shown.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { asRefusal } from '../reach/client.ts';
import type { RegisterDetail } from '../reach/shapes.ts';
import { asLooked } from '../registers/address.ts';
import { columnsOf, isNumeric } from '../registers/fields.ts';
import { countQuery, registerQuery } from '../registers/queries.ts';
import { RecordCell } from '../registers/RecordCell.tsx';
import { useRecords } from '../registers/useRecords.ts';
import { useTime } from '../time/ShopTime.tsx';
import { useWords } from '../words/useWords.ts';
import './embedded.css';

const TableShown = lazy(() => import('./TableShown.tsx').then(({ TableShown: it }) => ({ default: it })));

export function Embedded({ shown: { of, key, view }, page }: { shown: Named; page: string | undefined }): ReactNode {
  switch (of) {
    case 'register':
      return <Rows register={key} view={view} />;
    case 'parameter':
      return <ParameterNow parameter={key} />;
    case 'decision':
      return (
        <Suspense fallback={<Skeleton rows={3} lines={[80]} height={36} />}>
          <TableShown decision={key} page={page} />
        </Suspense>
      );
  }
}

/** Its own frame: a title that leads to the whole. */
export function Frame({
  title,
  more,
  children,
}: {
  title: ReactNode;
  more?: ReactNode;
  children: ReactNode;
}): ReactNode {
  return (
    <figure className="embedded">
      <figcaption>
        <strong className="cut">{title}</strong>
        {more}
      </figcaption>
      {children}
    </figure>
  );
}

/** Not there, or not for this reader: which of both is not told. */
export function NotShown(): ReactNode {
  const { t } = useWords();
  return (
    <p className="embedded is-none">
      <Lock size={15} strokeWidth={1.75} aria-hidden="true" /> {t('pages.shown.none')}
    </p>
  );
}
export const isGone = (error: unknown): boolean => asRefusal(error).code === 'notFound';

const ROWS = 8;
const COLUMNS = 4;
const ALL: View = { key: 'all', title: textsOf('reg.all'), kind: 'table', where: [], columns: [] };

function Rows({ register: key, view: name }: { register: string; view: string | undefined }): ReactNode {
  const query = useQuery({ ...registerQuery(key), retry: false });
  if (query.isError && isGone(query.error)) return <NotShown />;
  return (
    <Shown query={query} skeleton={<Skeleton rows={4} lines={[80]} height={36} />}>
      {(register) => <Found register={register} view={register.views.find((one) => one.key === name) ?? ALL} />}
    </Shown>
  );
}

function Found({ register, view }: { register: RegisterDetail; view: View }): ReactNode {
  const { t, language } = useWords();
  const looked = asLooked(register, view, {});
  const asked = { where: looked.where, sort: looked.sort };
  const rows = useRecords(register.key, asked, ROWS);
  const count = useQuery(countQuery(register.key, asked)).data;
  const fields = columnsOf(register, looked).slice(0, COLUMNS);
  const name = wordsIn(register.name, language);
  const title = view.key === ALL.key ? name : `${name} · ${wordsIn(view.title, language)}`;
  return (
    <Frame
      title={title}
      more={
        <Link
          to="/registers/$register"
          params={{ register: register.key }}
          search={view.key === ALL.key ? {} : { tab: view.key }}
          className="link"
        >
          {count
            ? t('pages.shown.all', { count: `${count.n.toLocaleString('en-US')}${count.more ? '+' : ''}` })
            : t('more')}
        </Link>
      }
    >
      <Shown query={rows} skeleton={<Skeleton rows={4} lines={[80]} height={36} />}>
        {(records) =>
          records.length === 0 ? (
            <p className="embedded-empty quiet">{t('pages.shown.empty')}</p>
          ) : (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
            <section className="page-table" tabIndex={0} aria-label={title}>
              <table>
                <thead>
                  <tr>
                    <th scope="col">{name}</th>
                    {fields.map((field) => (
                      <th key={field.id} scope="col" className={isNumeric(field) ? 'is-end' : ''}>
                        {labelIn(field, language)}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {records.slice(0, ROWS).map((record) => (
                    <tr key={record.id}>
                      <td>
                        <Link
                          to="/registers/$register/records/$key"
                          params={{ register: register.key, key: record.key }}
                          search={{ store: record.store || undefined }}
                          className="link"
                        >
                          <bdi>{record.title}</bdi>
                        </Link>
                      </td>
                      {fields.map((field) => (
                        <td key={field.id} className={isNumeric(field) ? 'is-end is-number' : ''}>
                          <RecordCell field={field} value={record.values[field.id]} />
                        </td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            </section>
          )
        }
      </Shown>
    </Frame>
  );
}

function ParameterNow({ parameter: key }: { parameter: string }): ReactNode {
  const { t, language } = useWords();
  const { day, zone } = useTime();
  const query = useQuery(parametersQuery);
  return (
    <Shown query={query} skeleton={<Skeleton rows={1} lines={[60]} height={56} />}>
      {({ items }) => {
        const row = items.find(({ parameter }) => parameter.key === key);
        if (!row) return <NotShown />;
        const { parameter, now, next } = row;
        return (
          <Frame title={wordsIn(parameter.label, language)}>
            <p className="embedded-number">
              <strong className="is-number">
                {now ? saidWords(now.value, parameter, { language, zone }) : t('pages.shown.blank')}
              </strong>
              {next && (
                <span className="is-amber">
                  {t('pages.shown.next', {
                    day: day(next.from),
                    value: saidWords(next.value, parameter, { language, zone }),
                  })}
                </span>
              )}
              {parameter.why && <small className="quiet">{wordsIn(parameter.why, language)}</small>}
            </p>
          </Frame>
        );
      }}
    </Shown>
  );
}
