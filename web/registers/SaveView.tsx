// Keeping how one looks at a register: as a view of one's own, for all where one may, over the one that was changed.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, Input, Popover, Segmented, Select } from 'antd';
import { BookmarkPlus, Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { View } from '../../records/register.ts';
import { labelIn } from '../forms/label.ts';
import { Failed } from '../parts/Failed.tsx';
import { useAddress } from '../parts/useAddress.ts';
import { newIntent } from '../reach/attempts.ts';
import { ask, savedViewApi } from '../reach/client.ts';
import type { RegisterItem, SavedView } from '../reach/shapes.ts';
import { isManager, useMe } from '../session/useMe.ts';
import { useWords } from '../words/useWords.ts';
import { type GridSearch, isWhole } from './address.ts';

const KINDS: View['kind'][] = ['table', 'kanban', 'calendar', 'gallery'];
type Props = { register: RegisterItem; view: View; saved: SavedView | undefined; changed: boolean };

export function SaveView({ register, view, saved, changed }: Props): ReactNode {
  const { t, language } = useWords();
  const me = useMe();
  const queries = useQueryClient();
  const [, go] = useAddress<GridSearch>();
  const mine = saved?.mine ? saved : undefined;
  const [open, setOpen] = useState(false);
  const [title, setTitle] = useState(mine?.view.title.zh ?? '');
  const [kind, setKind] = useState(view.kind);
  const [group, setGroup] = useState(view.group);
  const [shared, setShared] = useState(mine?.shared ?? false);
  const done = async (id: string | undefined): Promise<void> => {
    await queries.invalidateQueries({ queryKey: ['savedViews', register.key] });
    setOpen(false);
    go({ tab: id, where: undefined, sort: undefined, columns: undefined });
  };
  const save = useMutation({
    mutationFn: async (id: string) => {
      const named: View = {
        ...view,
        where: view.where.filter(isWhole),
        key: 'saved',
        title: { zh: title.trim() },
        kind,
        group: kind === 'kanban' || kind === 'calendar' ? group : undefined,
      };
      await ask(
        savedViewApi.registers[':register'].views[':id'].$put({
          param: { register: register.key, id },
          json: { view: named, shared },
        }),
      );
      return id;
    },
    onSuccess: done,
  });
  const drop = useMutation({
    mutationFn: (id: string) =>
      ask(savedViewApi.registers[':register'].views[':id'].$delete({ param: { register: register.key, id } })),
    onSuccess: () => done(undefined),
  });
  const groups = register.fields.filter((field) =>
    kind === 'kanban' ? field.type === 'choice' : field.type === 'date' && register.finds.includes(field.id),
  );
  const grouped = kind === 'kanban' || kind === 'calendar';
  const form = (
    <form
      className="save-view"
      onSubmit={(event) => {
        event.preventDefault();
        if (title.trim()) save.mutate(mine?.id ?? newIntent());
      }}
    >
      <Input
        value={title}
        maxLength={30}
        placeholder={t('reg.viewName')}
        aria-label={t('reg.viewName')}
        onChange={({ target }) => setTitle(target.value)}
      />
      <Segmented
        aria-label={t('reg.kindOfView')}
        value={kind}
        options={KINDS.map((one) => ({ value: one, label: t(`reg.kind.${one}`) }))}
        onChange={(next) => {
          setKind(next);
          setGroup(undefined);
        }}
      />
      {grouped && (
        <Select
          aria-label={t('reg.group')}
          placeholder={t(groups.length ? 'reg.group' : 'reg.noGroupField')}
          value={group}
          options={groups.map((field) => ({ value: field.id, label: labelIn(field, language) }))}
          onChange={setGroup}
        />
      )}
      {isManager(me) && (
        <Checkbox checked={shared} onChange={({ target }) => setShared(target.checked)}>
          {t('reg.forAll')}
        </Checkbox>
      )}
      {save.isError && <Failed error={save.error} />}
      <div className="save-view-verbs">
        <Button
          type="primary"
          htmlType="submit"
          loading={save.isPending}
          disabled={!title.trim() || (grouped && group === undefined)}
        >
          {t(mine ? 'save' : 'reg.saveView')}
        </Button>
        {mine && (
          <Button danger icon={<Trash2 size={14} />} loading={drop.isPending} onClick={() => drop.mutate(mine.id)}>
            {t('reg.dropView')}
          </Button>
        )}
      </div>
    </form>
  );
  return (
    <Popover trigger="click" placement="bottomRight" open={open} onOpenChange={setOpen} content={form}>
      <Button type="text" className="save-view-open">
        <BookmarkPlus size={15} strokeWidth={1.75} /> {t(mine && !changed ? 'reg.changeView' : 'reg.saveView')}
      </Button>
    </Popover>
  );
}
