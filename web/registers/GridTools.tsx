// Above the rows: search, what is filtered by, which columns, in which order; and keeping all that as a view.

import { useNavigate } from '@tanstack/react-router';
import { Button, Checkbox, Dropdown, Popover } from 'antd';
import { Archive, ArrowDownUp, Columns3, Combine, FileUp, Plus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { View } from '../../records/register.ts';
import { labelIn, wordsIn } from '../forms/label.ts';
import { Find } from '../parts/Find.tsx';
import { StoreFilter } from '../parts/StoreFilter.tsx';
import { useAddress } from '../parts/useAddress.ts';
import type { RegisterItem, SavedView } from '../reach/shapes.ts';
import { isManager, useMe } from '../session/useMe.ts';
import { useWords } from '../words/useWords.ts';
import { type GridSearch, isChanged, writeSort } from './address.ts';
import { ExportButton } from './ExportButton.tsx';
import { FilterChips } from './FilterChips.tsx';
import { columnsOf, namesRecord } from './fields.ts';
import { NewRecord } from './NewRecord.tsx';
import { SaveView } from './SaveView.tsx';

type Props = {
  register: RegisterItem;
  /** The view as it is looked at. */
  looked: View;
  saved: SavedView | undefined;
};

export function GridTools({ register, looked, saved }: Props): ReactNode {
  const { t, language } = useWords();
  const [search, go] = useAddress<GridSearch>();
  const me = useMe();
  const navigate = useNavigate();
  const [adding, setAdding] = useState(false);
  const name = wordsIn(register.name, language);
  const sorted = looked.sort && register.fields.find(({ id }) => id === looked.sort?.field);
  const sortable = [
    { id: 'title', label: t('reg.name') },
    ...register.finds.flatMap((id) => {
      const field = register.fields.find((one) => one.id === id);
      return field ? [{ id, label: labelIn(field, language) }] : [];
    }),
    { id: 'updated', label: t('reg.updated') },
  ];
  const table = looked.kind === 'table';
  return (
    <div className="register-tools">
      <Find value={search.q} label={t('reg.find', { name })} onFind={(q) => go({ q })} />
      <StoreFilter of="records" value={search.store} onChange={(store) => go({ store })} />
      <FilterChips register={register} where={looked.where} onWhere={(where) => go({ where })} />
      {search.archived && (
        <button type="button" className="chip-on" onClick={() => go({ archived: undefined })}>
          <Archive size={14} strokeWidth={1.75} aria-hidden="true" /> {t('reg.archived')} ×
        </button>
      )}
      <span className="spacer" />
      {(isChanged(search) || saved?.mine) && (
        <SaveView
          // What is typed about one view is not said of another.
          key={saved?.id ?? looked.key}
          register={register}
          view={looked}
          saved={saved}
          changed={isChanged(search)}
        />
      )}
      {table && (
        <Popover
          trigger="click"
          placement="bottomRight"
          content={<ColumnBoxes register={register} looked={looked} onColumns={(columns) => go({ columns })} />}
        >
          <Button>
            <Columns3 size={15} strokeWidth={1.75} />
            <span className="tool-words">
              {t('reg.columns', { n: columnsOf(register, looked).length, all: choosable(register).length })}
            </span>
          </Button>
        </Popover>
      )}
      <Dropdown
        trigger={['click']}
        menu={{
          selectedKeys: looked.sort ? [writeSort(looked.sort) as string] : [],
          items: sortable.flatMap(({ id, label }) => [
            { key: id, label: `${label} ↑`, onClick: () => go({ sort: id }) },
            { key: `-${id}`, label: `${label} ↓`, onClick: () => go({ sort: `-${id}` }) },
          ]),
        }}
      >
        <Button>
          <ArrowDownUp size={15} strokeWidth={1.75} />
          <span className="tool-words">
            {sorted
              ? t(looked.sort?.down ? 'reg.sortDown' : 'reg.sortUp', { field: labelIn(sorted, language) })
              : t('reg.sort')}
          </span>
        </Button>
      </Dropdown>
      {(register.may.add || register.may.change) && (
        <Button
          onClick={() => void navigate({ to: '/registers/$register/import', params: { register: register.key } })}
        >
          <FileUp size={15} strokeWidth={1.75} />
          <span className="tool-words">{t('reg.import.title')}</span>
        </Button>
      )}
      {isManager(me) && (
        <Button
          onClick={() => void navigate({ to: '/registers/$register/duplicates', params: { register: register.key } })}
        >
          <Combine size={15} strokeWidth={1.75} />
          <span className="tool-words">{t('reg.merge.title')}</span>
        </Button>
      )}
      {register.may.export && <ExportButton register={register} looked={looked} />}
      {register.may.add && (
        <Button type="primary" onClick={() => setAdding(true)}>
          <Plus size={16} strokeWidth={1.75} /> {t('reg.new', { name })}
        </Button>
      )}
      {register.may.add && <NewRecord register={register} open={adding} onClose={() => setAdding(false)} />}
    </div>
  );
}

const choosable = (register: RegisterItem) =>
  register.fields.filter((field) => !namesRecord(register, field) && field.type !== 'table');

function ColumnBoxes({
  register,
  looked,
  onColumns,
}: {
  register: RegisterItem;
  looked: View;
  onColumns: (columns: string[]) => void;
}): ReactNode {
  const { language } = useWords();
  const at = columnsOf(register, looked).map(({ id }) => id);
  return (
    <ul className="column-boxes">
      {choosable(register).map((field) => (
        <li key={field.id}>
          <Checkbox
            checked={at.includes(field.id)}
            disabled={at.length === 1 && at[0] === field.id}
            onChange={({ target }) =>
              onColumns(target.checked ? [...at, field.id] : at.filter((id) => id !== field.id))
            }
          >
            {labelIn(field, language)}
          </Checkbox>
        </li>
      ))}
    </ul>
  );
}
