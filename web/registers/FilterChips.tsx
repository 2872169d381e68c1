// What the rows are filtered by, each a chip: a click changes it, its cross takes it away. Only fields that the database finds by are offered.
import { useQueries, useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Dropdown, Popover, Select } from 'antd';
import { ListFilter, X } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import type { Value } from '../../feel/value.ts';
import { kindOf } from '../../forms/kinds.ts';
import { type Filter, otherField, type RegisterField } from '../../records/register.ts';
import { comparable } from '../../records/slots.ts';
import { Chips } from '../forms/Chips.tsx';
import { Control } from '../forms/FieldInput.tsx';
import { labelIn, wordsIn } from '../forms/label.ts';
import type { RegisterItem } from '../reach/shapes.ts';
import { useValueReader } from '../values/useValueReader.ts';
import { useWords } from '../words/useWords.ts';
import { filterWords, operatorsOf, operatorWords, valueInWords } from './filter-words.ts';
import { recordQuery, registersQuery } from './queries.ts';

type Props = { register: RegisterItem; where: Filter[]; onWhere: (where: Filter[]) => void };
const MOST = 8;

export function FilterChips({ register, where, onWhere }: Props): ReactNode {
  const { t, language } = useWords();
  const reads = useValueReader();
  const [open, setOpen] = useState<number>();
  const fieldOf = (id: string): RegisterField | undefined => register.fields.find((one) => one.id === id);
  const registers = useQuery(registersQuery).data?.items ?? [];
  const isInTree = (field: RegisterField): boolean =>
    field.type === 'record' &&
    !field.many &&
    registers.some(({ key, kind }) => key === field.register && kind === 'tree');
  const operators = (field: RegisterField): Filter['is'][] =>
    operatorsOf(field, isInTree(field), register.finds.includes(field.id));
  const finds = [...new Set([...register.finds, ...[register.parentField ?? []].flat()])];
  const findable = finds.flatMap((id) => fieldOf(id) ?? []);
  const titles = useTitles(where.map((filter) => ({ filter, field: fieldOf(filter.field) })));
  const put = (index: number, filter: Filter | undefined): void =>
    onWhere(where.flatMap((one, at) => (at === index ? (filter ?? []) : one)));
  const add = (field: RegisterField): void => {
    onWhere([...where, { field: field.id, is: operators(field)[0] as Filter['is'] }]);
    setOpen(where.length);
  };
  return (
    <>
      {where.map((filter, index) => {
        const field = fieldOf(filter.field);
        const words = filterWords(titles(filter), field, t, reads, register.fields);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: filters are known by place
          <span key={`${filter.field} ${index}`} className="chip-on">
            {field ? (
              <Popover
                trigger="click"
                placement="bottomLeft"
                open={open === index}
                onOpenChange={(is) => setOpen(is ? index : undefined)}
                content={
                  <FilterEditor
                    field={field}
                    operators={operators(field)}
                    filter={filter}
                    onFilter={(next) => put(index, next)}
                  />
                }
              >
                <button type="button">{words}</button>
              </Popover>
            ) : (
              <span>{words}</span>
            )}
            <button
              type="button"
              className="chip-off"
              aria-label={t('reg.dropFilter', { filter: words })}
              onClick={() => put(index, undefined)}
            >
              <X size={13} strokeWidth={2} />
            </button>
          </span>
        );
      })}
      {findable.length > 0 && where.length < MOST && (
        <Dropdown
          trigger={['click']}
          menu={{
            items: findable.map((field) => ({
              key: field.id,
              label: labelIn(field, language),
              onClick: () => add(field),
            })),
          }}
        >
          <Button>
            <ListFilter size={15} strokeWidth={1.75} /> {t('reg.filter')}
          </Button>
        </Dropdown>
      )}
    </>
  );
}

/** A record that is filtered by is said by its name. */
function useTitles(asked: { filter: Filter; field: RegisterField | undefined }[]): (filter: Filter) => Filter {
  const named = asked.flatMap(({ filter: { value }, field }) =>
    field?.type === 'record' && typeof value === 'string' && value
      ? [{ id: field.id, register: field.register, key: value }]
      : [],
  );
  const found = useQueries({
    queries: named.map(({ register, key }) => ({ ...recordQuery(register, key), retry: false })),
  });
  return (filter) => {
    const at = named.findIndex(({ id, key }) => id === filter.field && key === filter.value);
    const title = at < 0 ? undefined : found[at]?.data?.title;
    return title === undefined ? filter : { ...filter, value: title };
  };
}

type EditorProps = {
  field: RegisterField;
  operators: Filter['is'][];
  filter: Filter;
  onFilter: (filter: Filter) => void;
};

function FilterEditor({ field, operators, filter, onFilter }: EditorProps): ReactNode {
  const { t, language } = useWords();
  const id = useId();
  const { is, value } = filter;
  const asks = is !== 'empty' && is !== 'filled';
  const set = (next: Partial<Filter>): void => onFilter({ ...filter, ...next });
  return (
    <div className="filter-editor">
      <strong>{labelIn(field, language)}</strong>
      <Select
        aria-label={t('reg.operator')}
        value={is}
        options={operators.map((one) => ({ value: one, label: operatorWords(one, field, t) }))}
        onChange={(next) => onFilter({ field: field.id, is: next, ...(asks && value !== undefined && { value }) })}
      />
      {asks && field.type === 'choice' && (
        <div className="filter-options">
          {field.options.map((option) => {
            const on = Array.isArray(value) ? value : value === undefined ? [] : [String(value)];
            return (
              <Checkbox
                key={option.value}
                checked={on.includes(option.value)}
                onChange={({ target }) =>
                  set({ value: target.checked ? [...on, option.value] : on.filter((one) => one !== option.value) })
                }
              >
                {wordsIn(option.label, language)}
              </Checkbox>
            );
          })}
        </div>
      )}
      {asks && kindOf(field).find === 'date' && <DayValue value={value} onValue={(next) => set({ value: next })} />}
      {asks && field.type !== 'choice' && kindOf(field).find !== 'date' && (
        <Control
          id={id}
          label={t('reg.value')}
          field={{ ...field, required: false } as never}
          value={otherField(value) === undefined ? value : undefined}
          wrong={false}
          disabled={false}
          language={language}
          onChange={(next) => set({ value: asValue(field, next) })}
        />
      )}
    </div>
  );
}

/** While a number is half written, it filters nothing. */
const asValue = (field: RegisterField, given: unknown): Filter['value'] => {
  const next = comparable(field, given as Value);
  if (next === null || next === undefined || next === '') return undefined;
  if (kindOf(field).stored === 'number') return typeof next === 'number' ? next : undefined;
  return typeof next === 'boolean' || typeof next === 'number' ? next : String(next);
};

const DAYS = ['@today', '@today-7', '@today-30', '@today+7', '@today+30'];
function DayValue({
  value,
  onValue,
}: {
  value: Filter['value'];
  onValue: (value: string | undefined) => void;
}): ReactNode {
  const { t, language } = useWords();
  const reads = useValueReader();
  const id = useId();
  const relative = typeof value === 'string' && value.startsWith('@');
  return (
    <>
      <Chips
        options={DAYS.map((day) => ({ value: day, label: valueInWords(day, undefined, t, reads) }))}
        value={relative ? [value] : []}
        several={false}
        disabled={false}
        onChange={([chosen]) => onValue(chosen)}
      />
      <Control
        id={id}
        label={t('reg.value')}
        field={{ type: 'date', id: 'day', label: { zh: '' }, required: false }}
        value={relative ? undefined : value}
        wrong={false}
        disabled={false}
        language={language}
        onChange={(next) => onValue(typeof next === 'string' && /^\d{4}-\d\d-\d\d$/.test(next) ? next : undefined)}
      />
    </>
  );
}
