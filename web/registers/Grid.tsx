// Rows of a register on the list of all pages: name over code, columns of the view, cells typed into where one may, sums at the foot.

import { useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { Archive, ArchiveRestore, Lock, Table2 } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import type { RegisterField } from '../../records/register.ts';
import { clauses } from '../../words/say.ts';
import { labelIn, wordsIn } from '../forms/label.ts';
import { Empty } from '../parts/Empty.tsx';
import { type Column, List } from '../parts/List.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { useAddress } from '../parts/useAddress.ts';
import { asRefusal } from '../reach/client.ts';
import type { RecordItem, RegisterDetail } from '../reach/shapes.ts';
import { isManager, useMe } from '../session/useMe.ts';
import { useValueReader } from '../values/useValueReader.ts';
import { valueWords } from '../values/value-words.ts';
import { useWords } from '../words/useWords.ts';
import { type GridSearch, writeSort } from './address.ts';
import { EditCell, fitsCell } from './EditCell.tsx';
import { addsUp, columnsOf, isNumeric, pictureField, whyLocked } from './fields.ts';
import { Picture } from './Picture.tsx';
import { rereadRecords } from './queries.ts';
import { RecordCell } from './RecordCell.tsx';
import { RecordKey } from './RecordKey.tsx';
import { isAt, type ShownView } from './shown.ts';
import { isOnWay, TreePlace, withWays } from './TreePlace.tsx';
import { useWrite } from './useWrite.ts';

const ROW = 53;
const PLAIN_ROW = 36;
/** So many are put away at once: one request each. */
const MOST = 100;

export function Grid({ register, view, asked, rows: found, count, at, onOpen, tree }: ShownView): ReactNode {
  const { t, language } = useWords();
  const [search, go] = useAddress<GridSearch>();
  const [editing, setEditing] = useState<{ id: string; field: string }>();
  const rows = useMemo(() => (tree && !tree.open ? { ...found, data: withWays(found.data) } : found), [found, tree]);
  const picture = pictureField(register);
  const sortOf = (id: string): Column<RecordItem>['sort'] => {
    const here = view.sort?.field === id;
    return {
      at: here ? (view.sort?.down ? 'down' : 'up') : undefined,
      onSort: () => go({ sort: writeSort({ field: id, down: here && !view.sort?.down }) }),
    };
  };
  const fields = columnsOf(register, view);
  const mayEdit = (field: RegisterField): boolean =>
    whyLocked(register, field) === undefined && fitsCell(field) && !search.archived;
  const columns: Column<RecordItem>[] = [
    {
      id: 'title',
      head: wordsIn(register.name, language),
      sort: sortOf('title'),
      cell: (record) => (
        <TreePlace tree={tree} record={record}>
          <button type="button" className="record-name" onClick={() => onOpen(isAt(at, record) ? undefined : record)}>
            {picture && <Picture value={record.values[picture.id]} size={32} />}
            <span className="cut">
              <span className="cut">
                <bdi>{record.title}</bdi>
              </span>
              <RecordKey record={record} />
            </span>
          </button>
        </TreePlace>
      ),
    },
    ...fields.map(
      (field, place): Column<RecordItem> => ({
        id: field.id,
        head: labelIn(field, language),
        mark: <LockMark register={register} field={field} />,
        className: isNumeric(field) ? 'is-end is-number' : '',
        ...(place >= 4 && { gives: place >= 6 ? (1 as const) : (2 as const) }),
        ...(register.finds.includes(field.id) && { sort: sortOf(field.id) }),
        cell: (record) =>
          // Its values are not known here. What is moved with all below it is moved on its page, which says so.
          isOnWay(record) ? null : mayEdit(field) && !(field.id === register.parentField && record.below) ? (
            <EditCell
              register={register}
              record={record}
              field={field}
              open={editing?.id === record.id && editing.field === field.id}
              onOpen={(open) => setEditing(open ? { id: record.id, field: field.id } : undefined)}
            />
          ) : (
            <RecordCell field={field} value={record.values[field.id]} />
          ),
      }),
    ),
  ];
  const name = wordsIn(register.name, language);
  const filtered =
    asked.where.length > 0 || asked.q !== undefined || asked.archived === true || asked.store !== undefined;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="register-rows" tabIndex={0} aria-label={name}>
        <List
          rows={rows}
          idOf={({ id }) => id}
          columns={columns}
          opens
          keys
          rowHeight={register.title !== undefined || picture ? ROW : PLAIN_ROW}
          isAt={(record) => isAt(at, record)}
          onAt={(record) => at !== undefined && onOpen(record)}
          onEdit={(record) => {
            const field = fields.find(mayEdit);
            if (field) setEditing({ id: record.id, field: field.id });
          }}
          skeleton={<Skeleton rows={14} lines={[92]} height={ROW} />}
          choice={{
            name: ({ title }) => t('bulk.choose', { name: title }),
            may: (record) => !isOnWay(record),
            most: MOST,
            bar: (chosen, none) => <ChosenBar register={register} chosen={chosen} onNone={none} />,
          }}
          empty={
            filtered ? (
              <Empty icon={Table2} title={t('inbox.nothingFound')} hint={t('inbox.nothingFoundHint')}>
                <Button onClick={() => go({ q: undefined, where: [], archived: undefined, store: undefined })}>
                  {t('inbox.clearFilter')}
                </Button>
              </Empty>
            ) : (
              <Empty icon={Table2} title={t('reg.none', { name })} hint={t('reg.noneHint', { name })} />
            )
          }
        />
      </section>
      <Foot register={register} fields={fields} rows={(!found.isPlaceholderData && found.data) || []} count={count} />
    </>
  );
}

/** Why nobody types into a column. */
function LockMark({ register, field }: { register: RegisterDetail; field: RegisterField }): ReactNode {
  const { t } = useWords();
  const why = whyLocked(register, field);
  if (why === undefined || why === 'rights') return null;
  const words = t(`reg.why.${why}`);
  return (
    <span className="lock-mark" title={words}>
      <Lock size={11} strokeWidth={1.75} aria-hidden="true" />
      <span className="unseen">{words}</span>
    </span>
  );
}

type FootProps = { register: RegisterDetail; fields: RegisterField[]; rows: RecordItem[]; count: ShownView['count'] };

function Foot({ register, fields, rows, count }: FootProps): ReactNode {
  const { t, language } = useWords();
  const reads = useValueReader();
  const summed = fields.filter(addsUp);
  const whole = count !== null && !count.more && rows.length >= count.n;
  return (
    <footer className="register-foot">
      {count && (
        <span>
          {t('reg.total')} <b>{`${count.n.toLocaleString('en-US')}${count.more ? '+' : ''}`}</b>
        </span>
      )}
      {rows.length > 0 && summed.length > 0 && !whole && (
        <span className="quiet">{t('reg.ofLoaded', { count: rows.length.toLocaleString('en-US') })}</span>
      )}
      {rows.length > 0 &&
        summed.map((field) => (
          <span key={field.id}>
            {labelIn(field, language)}{' '}
            <b>
              {valueWords(
                rows.reduce((sum, { values }) => sum + Number(values[field.id] ?? 0), 0),
                { type: field.type, field },
                reads,
              )}
            </b>
          </span>
        ))}
      <span className="spacer" />
      <span className="register-keys">
        <kbd>J</kbd> <kbd>K</kbd> {t('keys.move')} <kbd>{t('reg.space')}</kbd> {t('reg.tick')}
        {fields.some((field) => whyLocked(register, field) === undefined) && (
          <>
            {' '}
            <kbd>E</kbd> {t('reg.edit')}
          </>
        )}
      </span>
    </footer>
  );
}

/** What is chosen is put away together, or brought back; nothing is deleted. */
function ChosenBar({
  register,
  chosen,
  onNone,
}: {
  register: RegisterDetail;
  chosen: RecordItem[];
  onNone: () => void;
}): ReactNode {
  const { t, language } = useWords();
  const me = useMe();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const write = useWrite(register.key);
  const [going, setGoing] = useState(false);
  const archived = chosen[0]?.archived === true;
  const copy = (): void => {
    void navigator.clipboard
      .writeText(chosen.map(({ key, title }) => `${key}\t${title}`).join('\n'))
      .then(() => message.success(t('reg.copied', { count: chosen.length })));
  };
  const putAway = async (): Promise<void> => {
    setGoing(true);
    const failed: string[] = [];
    for (const record of chosen)
      await write
        .mutateAsync({ record, values: {}, archived: !archived })
        .catch((error) => failed.push(`${record.title} · ${asRefusal(error).title}`));
    setGoing(false);
    rereadRecords(queries, register.key);
    if (failed.length > 0) void message.error(clauses(failed.slice(0, 3), language));
    onNone();
  };
  return (
    <section className="bulk-bar" aria-label={t('bulk.chosen', { count: chosen.length })}>
      <strong>{t('bulk.chosen', { count: chosen.length })}</strong>
      <Button size="small" onClick={copy}>
        {t('reg.copyKeys')}
      </Button>
      {isManager(me) && (
        <Button
          size="small"
          loading={going}
          icon={archived ? <ArchiveRestore size={14} /> : <Archive size={14} />}
          onClick={() => void putAway()}
        >
          {t(archived ? 'reg.restore' : 'reg.archive')}
        </Button>
      )}
      <Button size="small" type="text" onClick={onNone}>
        {t('inbox.none')}
      </Button>
    </section>
  );
}
