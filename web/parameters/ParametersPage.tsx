// 参数: the numbers of the shop's rules on one sheet, by group; red where one is blank.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { App, Button, Checkbox } from 'antd';
import { CircleAlert, History, Pencil, Plus, Settings2, SlidersHorizontal } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { ContentTabs } from '../content/ContentTabs.tsx';
import { type Life, useLifeColumns } from '../content/life-columns.tsx';
import { wordsIn } from '../forms/label.ts';
import { Avatar } from '../parts/Avatar.tsx';
import { Empty } from '../parts/Empty.tsx';
import { Find } from '../parts/Find.tsx';
import { type Column, List } from '../parts/List.tsx';
import { ListPage } from '../parts/ListPage.tsx';
import { Tag } from '../parts/Tag.tsx';
import { useAddress } from '../parts/useAddress.ts';
import { rolesQuery } from '../processes/queries.ts';
import { ask, asRefusal, parameterApi } from '../reach/client.ts';
import type { ParameterRow } from '../reach/shapes.ts';
import { isManager, useMe } from '../session/useMe.ts';
import { useTime } from '../time/ShopTime.tsx';
import { type Key, named, type Say, useWords } from '../words/useWords.ts';
import { NewParameter } from './NewParameter.tsx';
import { parametersQuery } from './queries.ts';
import { SaidValues } from './SaidValues.tsx';
import { SayValue } from './SayValue.tsx';
import { saidWords } from './value.ts';
import './parameters.css';

type Search = {
  q?: string | undefined;
  blank?: string | undefined;
  change?: string | undefined;
  history?: string | undefined;
};

export function ParametersPage(): ReactNode {
  const { t, language } = useWords();
  const me = useMe();
  const query = useQuery({ ...parametersQuery, placeholderData: (before) => before });
  const [{ q = '', blank, change, history }, go] = useAddress<Search>();
  const roles = useRoles();
  const [making, setMaking] = useState(false);
  const wanted = q.toLowerCase();
  const all = query.data?.items ?? [];
  const isBlank = ({ now, life }: ParameterRow): boolean => now === null && life?.latest !== null;
  const blanks = all.filter(isBlank).length;
  const items = all.filter(
    (row) =>
      (!blank || isBlank(row)) &&
      `${row.parameter.label.zh} ${row.parameter.label.en ?? ''} ${row.parameter.key} ${roles(row.parameter.owner) ?? ''}`
        .toLowerCase()
        .includes(wanted),
  );
  const groups = [...new Set(items.map(({ group }) => group))].sort(
    (a, b) => Number(hasBlank(items, b)) - Number(hasBlank(items, a)) || a.localeCompare(b),
  );
  const one = (key: string | undefined): ParameterRow | undefined => all.find(({ parameter }) => parameter.key === key);
  const columns = useColumns(
    roles,
    (key) => go({ change: key }),
    (key) => go({ history: key }),
  );
  return (
    <ListPage
      title={t('param.title')}
      above={isManager(me) && <ContentTabs />}
      tools={
        <>
          <Find value={q} label={t('param.find')} onFind={(next) => go({ q: next })} />
          {(blanks > 0 || blank) && (
            <Checkbox
              checked={Boolean(blank)}
              onChange={({ target }) => go({ blank: target.checked ? 'yes' : undefined })}
            >
              <span className="is-red">
                {t('param.blankOnly')} {blanks}
              </span>
            </Checkbox>
          )}
          {isManager(me) && (
            <>
              <span className="spacer" />
              <Button type="primary" onClick={() => setMaking(true)}>
                <Plus size={16} strokeWidth={1.75} /> {t('param.new')}
              </Button>
            </>
          )}
        </>
      }
    >
      <NewParameter open={making} onClose={() => setMaking(false)} />
      <List
        rows={{ ...query, data: query.data && items }}
        empty={
          <Empty
            icon={SlidersHorizontal}
            title={t(q || blank ? 'inbox.nothingFound' : 'param.none')}
            hint={t(q || blank ? 'inbox.nothingFoundHint' : 'param.noneHint')}
          />
        }
      >
        {() =>
          groups.map((group) => {
            const rows = items.filter((item) => item.group === group);
            return (
              <section key={group} className="parameters" aria-label={groupWords(group, t)}>
                <h2>
                  {groupWords(group, t)} <small>{rows.length}</small>
                </h2>
                <List
                  rows={{ ...query, data: rows }}
                  idOf={({ parameter }) => parameter.key}
                  columns={columns}
                  opens
                  keys={groups.length === 1}
                  isAt={({ parameter }) => parameter.key === change || parameter.key === history}
                  empty={null}
                />
              </section>
            );
          })
        }
      </List>
      <SayValue row={one(change)} onClose={() => go({ change: undefined })} language={language} />
      <SaidValues row={one(history)} now={query.data?.now ?? 0} onClose={() => go({ history: undefined })} />
    </ListPage>
  );
}

const hasBlank = (items: ParameterRow[], group: string): boolean =>
  items.some((item) => item.group === group && item.now === null);

/** Groups that packs bring have words; what a shop makes itself is called as it is. */
const GROUPS = [
  ...['price', 'stock', 'inbound', 'restock', 'count', 'scrap', 'delisting', 'supplier'],
  ...['returns', 'orders', 'claims', 'platform', 'service', 'promo', 'people'],
  'care',
  'complaint',
  'handoff',
  'review',
  'survey',
  'leave',
  'onboarding',
  'offboarding',
  'listing',
  'art',
];
const groupWords = (group: string, t: Say): string =>
  GROUPS.includes(group) ? t(`param.group.${group}` as Key) : group;

export function useRoles(): (owner: string | undefined) => string | undefined {
  const roles = useQuery(rolesQuery).data?.items;
  const { language } = useWords();
  return (owner) => {
    const id = owner?.slice('role:'.length);
    const role = roles?.find((one) => one.id === id) as
      | { name: string; texts?: { en?: { name?: string } } }
      | undefined;
    return (language === 'en' && role?.texts?.en?.name) || role?.name || id;
  };
}

function useColumns(
  roles: (owner: string | undefined) => string | undefined,
  onChange: (key: string) => void,
  onHistory: (key: string) => void,
): Column<ParameterRow>[] {
  const { t, language } = useWords();
  const { stamp, zone } = useTime();
  const manages = isManager(useMe());
  const life = useLifeColumns<Life>();
  const reader = { language, zone };
  return [
    {
      id: 'name',
      head: t('param.name'),
      className: 'parameter-name',
      cell: ({ parameter, may, life }) => (
        <>
          {life?.latest === null ? (
            <Link to="/parameters/$key" params={{ key: parameter.key }}>
              {wordsIn(parameter.label, language)}
            </Link>
          ) : (
            <button type="button" onClick={() => (may ? onChange : onHistory)(parameter.key)}>
              {wordsIn(parameter.label, language)}
            </button>
          )}
          {parameter.why && <small className="cut">{wordsIn(parameter.why, language)}</small>}
        </>
      ),
    },
    {
      id: 'value',
      head: t('param.value'),
      className: 'parameter-value is-number',
      cell: ({ parameter, now, life }) =>
        now === null && life?.latest === null ? (
          <span className="quiet">–</span>
        ) : now === null ? (
          <span className="parameter-blank" title={t('param.blankHint')}>
            <CircleAlert size={14} strokeWidth={1.75} aria-hidden="true" /> {t('param.blank')}
          </span>
        ) : (
          <strong>{saidWords(now.value, parameter, reader)}</strong>
        ),
    },
    {
      id: 'owner',
      head: t('param.owner'),
      gives: 1,
      cell: ({ parameter }) => (
        <span className="cut">
          {parameter.change === 'process' ? t('param.ofProcess') : (roles(parameter.owner) ?? t('param.managers'))}
        </span>
      ),
    },
    {
      id: 'since',
      head: t('param.since'),
      gives: 2,
      className: 'parameter-since is-number quiet',
      cell: ({ now, parameter }) =>
        now === null || now.from === 0 ? (
          <Tag>{t(`param.source.${parameter.source}`)}</Tag>
        ) : (
          <span className="owner" title={now.reason}>
            {stamp(now.from)} {now.by && <Avatar name={now.by.name} size={18} />} {now.by?.name}
          </span>
        ),
    },
    {
      id: 'next',
      head: t('param.next'),
      cell: (row) => row.next && <Next row={row} words={saidWords(row.next.value, row.parameter, reader)} />,
    },
    {
      id: 'uses',
      head: t('param.uses'),
      gives: 1,
      cell: ({ uses, formulas, decisions, pages }) =>
        uses.length + formulas.length + decisions.length + pages.length === 0 ? (
          <span className="quiet">{t('param.noUses')}</span>
        ) : (
          <span className="parameter-uses">
            {uses.map(({ process, ...called }) => (
              <Link key={process} to="/processes/$key" params={{ key: process }} className="link">
                {named(called, language)}
              </Link>
            ))}
            {decisions.map(({ key, name }) => (
              <DecisionLink key={key} of={key} words={wordsIn(name, language)} />
            ))}
            {pages.map(({ key, name }) => (
              <Link key={`page ${key}`} to="/handbook/$key" params={{ key }} className="link">
                {wordsIn(name, language)}
              </Link>
            ))}
            {formulas.map(({ register, name, field }) => (
              <Link key={`${register} ${field.zh}`} to="/registers/$register" params={{ register }} className="link">
                {wordsIn(name, language)} · {wordsIn(field, language)}
              </Link>
            ))}
          </span>
        ),
    },
    ...(manages
      ? [life.pack, life.version].map(
          (column): Column<ParameterRow> => ({
            ...column,
            gives: 2,
            cell: (row, ...more) => row.life && column.cell(row.life, ...more),
          }),
        )
      : []),
    {
      id: 'verbs',
      head: t('more'),
      unseen: true,
      className: 'is-end is-verbs',
      cell: ({ parameter, may }) => {
        const name = wordsIn(parameter.label, language);
        return (
          <>
            {may && (
              <button
                type="button"
                className="act"
                aria-label={t('param.change', { name })}
                onClick={() => onChange(parameter.key)}
              >
                <Pencil size={15} strokeWidth={1.75} />
              </button>
            )}
            <button
              type="button"
              className="act"
              aria-label={t('param.history', { name })}
              onClick={() => onHistory(parameter.key)}
            >
              <History size={15} strokeWidth={1.75} />
            </button>
            {manages && (
              <Link
                to="/parameters/$key"
                params={{ key: parameter.key }}
                className="act"
                aria-label={t('param.declare', { name })}
              >
                <Settings2 size={15} strokeWidth={1.75} />
              </Link>
            )}
          </>
        );
      },
    },
  ];
}

function Next({ row, words }: { row: ParameterRow; words: string }): ReactNode {
  const { t } = useWords();
  const { stamp } = useTime();
  const takeBack = useTakeBack(row.parameter.key);
  if (!row.next) return null;
  const { n, from } = row.next;
  return (
    <span className="parameter-next">
      {t('param.nextIs', { when: stamp(from), value: words })}
      {row.may && (
        <button type="button" className="link" disabled={takeBack.isPending} onClick={() => takeBack.mutate(n)}>
          {t('param.takeBack')}
        </button>
      )}
    </span>
  );
}

export function useTakeBack(key: string) {
  const { t } = useWords();
  const queries = useQueryClient();
  const { message } = App.useApp();
  return useMutation({
    mutationFn: (n: number) =>
      ask(parameterApi.parameters[':key'].values[':n'].$delete({ param: { key, n: n as never } })),
    onSuccess: () => void message.success(t('param.takenBack')),
    onError: (error) => void message.error(`${asRefusal(error).title} ${asRefusal(error).detail}`),
    onSettled: () => queries.invalidateQueries({ queryKey: ['parameters'] }),
  });
}

/** Of those who manage it. */
function DecisionLink({ of: key, words }: { of: string; words: string }): ReactNode {
  return isManager(useMe()) ? (
    <Link to="/decision-tables/$key" params={{ key }} className="link">
      {words}
    </Link>
  ) : (
    <span>{words}</span>
  );
}
