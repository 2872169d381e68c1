// Views that the register brings for all: what each is called, its kind, filters, order and columns.
import { Button, Input, Segmented, Select } from 'antd';
import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import type { View } from '../../../records/register.ts';
import { labelIn, wordsIn } from '../../forms/label.ts';
import type { RegisterItem } from '../../reach/shapes.ts';
import { useWords } from '../../words/useWords.ts';
import { readSort, writeSort } from '../address.ts';
import { FilterChips } from '../FilterChips.tsx';
import { namesRecord } from '../fields.ts';
import type { PartProps } from './StructurePage.tsx';

const KINDS: View['kind'][] = ['table', 'kanban', 'calendar', 'gallery'];

export function ViewsPart({ register, onChange }: PartProps): ReactNode {
  const { t, language } = useWords();
  const { views, fields } = register;
  const set = (next: View[]): void => onChange({ ...register, views: next });
  const put = (index: number, part: Partial<View>): void =>
    set(
      views.map((view, at) => {
        if (at !== index) return view;
        const next = { ...view, ...part } as Record<string, unknown>;
        for (const [name, value] of Object.entries(part)) if (value === undefined) delete next[name];
        return next as View;
      }),
    );
  const move = (index: number, by: number): void => {
    const next = [...views];
    const [view] = next.splice(index, 1);
    if (view) next.splice(index + by, 0, view);
    set(next);
  };
  const finds = fields.filter(({ find, by }) => find || by.who === 'ledger');
  const looked = { ...register, finds: finds.map(({ id }) => id) } as unknown as RegisterItem;
  const add = (): void => {
    let n = views.length + 1;
    while (views.some(({ key }) => key === `view-${n}`)) n++;
    set([...views, { key: `view-${n}`, title: { zh: t('struct.newView') }, kind: 'table', where: [], columns: [] }]);
  };
  return (
    <div className="structure-main structure-views">
      {views.map((view, index) => {
        const groups = fields.filter((field) =>
          view.kind === 'kanban' ? field.type === 'choice' && field.find : field.find === 'date',
        );
        return (
          <section key={view.key} aria-label={wordsIn(view.title, language)}>
            <header>
              <Input
                aria-label={t('reg.viewName')}
                value={view.title.zh}
                maxLength={30}
                onChange={({ target }) => target.value && put(index, { title: { ...view.title, zh: target.value } })}
              />
              <Input
                aria-label={t('struct.labelEn')}
                placeholder={t('struct.labelEn')}
                value={view.title.en ?? ''}
                maxLength={40}
                onChange={({ target }) =>
                  put(index, { title: { zh: view.title.zh, ...(target.value && { en: target.value }) } })
                }
              />
              <Segmented
                aria-label={t('reg.kindOfView')}
                value={view.kind}
                options={KINDS.map((kind) => ({ value: kind, label: t(`reg.kind.${kind}`) }))}
                onChange={(kind) => put(index, { kind, group: undefined })}
              />
              <span className="spacer" />
              <button
                type="button"
                className="act"
                aria-label={t('struct.up')}
                disabled={index === 0}
                onClick={() => move(index, -1)}
              >
                <ArrowUp size={15} strokeWidth={1.75} />
              </button>
              <button
                type="button"
                className="act"
                aria-label={t('struct.down')}
                disabled={index === views.length - 1}
                onClick={() => move(index, 1)}
              >
                <ArrowDown size={15} strokeWidth={1.75} />
              </button>
              <button
                type="button"
                className="act"
                aria-label={t('struct.removeView', { name: wordsIn(view.title, language) })}
                onClick={() => set(views.filter((_, at) => at !== index))}
              >
                <Trash2 size={15} strokeWidth={1.75} />
              </button>
            </header>
            <div className="structure-view">
              <FilterChips register={looked} where={view.where} onWhere={(where) => put(index, { where })} />
              <Select
                aria-label={t('reg.sort')}
                placeholder={t('reg.sort')}
                allowClear
                popupMatchSelectWidth={false}
                value={writeSort(view.sort)}
                options={finds.flatMap((field) => [
                  { value: field.id, label: `${labelIn(field, language)} ↑` },
                  { value: `-${field.id}`, label: `${labelIn(field, language)} ↓` },
                ])}
                onChange={(sort: string | undefined) => put(index, { sort: readSort(sort) })}
              />
              {view.kind === 'table' || view.kind === 'gallery' ? (
                <Select
                  mode="multiple"
                  className="structure-columns-of"
                  aria-label={t('struct.prop.columns')}
                  placeholder={t('struct.firstColumns')}
                  value={view.columns}
                  options={fields
                    .filter((field) => !namesRecord(register, field) && field.type !== 'table')
                    .map((field) => ({ value: field.id, label: labelIn(field, language) }))}
                  onChange={(columns: string[]) => put(index, { columns })}
                />
              ) : (
                <Select
                  aria-label={t('reg.group')}
                  placeholder={t(groups.length ? 'reg.group' : 'reg.noGroupField')}
                  popupMatchSelectWidth={false}
                  value={view.group}
                  options={groups.map((field) => ({ value: field.id, label: labelIn(field, language) }))}
                  onChange={(group: string) => put(index, { group })}
                />
              )}
            </div>
          </section>
        );
      })}
      <Button onClick={add}>
        <Plus size={15} strokeWidth={1.75} /> {t('struct.addView')}
      </Button>
    </div>
  );
}
