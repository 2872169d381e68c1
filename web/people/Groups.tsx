// Named groups of people, roles and departments alike: how many are in, added, renamed, deleted when empty.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Modal, Select } from 'antd';
import { Plus, Trash2, Users } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Empty } from '../parts/Empty.tsx';
import { Failed } from '../parts/Failed.tsx';
import { List } from '../parts/List.tsx';
import type { Texts } from '../reach/shapes.ts';
import { named, useWords } from '../words/useWords.ts';

export type Group = { id: string; name: string; texts: Texts; people: number; parent?: string | null };
type Query = { data: { items: Group[] } | undefined; isError: boolean; error: unknown; refetch: () => unknown };
type Props = {
  tabs: ReactNode;
  query: Query;
  queryKey: string;
  add: string;
  nested?: boolean;
  save: (group: { id: string; name: string; texts: Texts; parent: string | null }) => Promise<unknown>;
  drop: (id: string) => Promise<unknown>;
};
type Values = { id: string; name: string; en?: string; parent?: string };

export function Groups({ tabs, query, queryKey, add, nested = false, save, drop }: Props): ReactNode {
  const { t, language } = useWords();
  const queries = useQueryClient();
  const [open, setOpen] = useState<Group | 'new'>();
  const [form] = Form.useForm<Values>();
  const refresh = (): void => {
    void queries.invalidateQueries({ queryKey: [queryKey] });
    setOpen(undefined);
  };
  const saving = useMutation({
    mutationFn: ({ id, name, en, parent }: Values) =>
      save({ id, name, texts: en ? { en: { name: en } } : {}, parent: parent ?? null }),
    onSuccess: refresh,
  });
  const dropping = useMutation({ mutationFn: drop, onSuccess: refresh });
  const group = open === 'new' ? undefined : open;
  return (
    <>
      <div className="page-tools">
        {tabs}
        <span className="spacer" />
        <Button type="primary" onClick={() => setOpen('new')}>
          <Plus size={16} strokeWidth={1.75} /> {add}
        </Button>
      </div>
      <div className="page-body">
        {dropping.isError && <Failed error={dropping.error} />}
        <List
          rows={{ ...query, data: query.data?.items }}
          idOf={({ id }) => id}
          opens
          keys
          empty={<Empty icon={Users} title={t('people.noGroups')} />}
          columns={[
            {
              id: 'name',
              head: t('people.group'),
              cell: (item) => (
                <button type="button" className="owner" onClick={() => setOpen(item)}>
                  {named(item, language)}
                </button>
              ),
            },
            ...(nested
              ? [
                  {
                    id: 'above',
                    head: t('people.above'),
                    gives: 2 as const,
                    className: 'quiet',
                    cell: ({ parent }: Group) =>
                      query.data?.items.filter(({ id }) => id === parent).map((one) => named(one, language)),
                  },
                ]
              : []),
            { id: 'count', head: t('people.count'), className: 'is-end is-number', cell: ({ people }) => people },
            {
              id: 'verbs',
              head: t('remove'),
              unseen: true,
              className: 'is-end is-verbs',
              cell: (item) =>
                item.people === 0 && (
                  <button
                    type="button"
                    className="act"
                    aria-label={t('people.delete', { name: named(item, language) })}
                    onClick={() => dropping.mutate(item.id)}
                  >
                    <Trash2 size={16} strokeWidth={1.75} />
                  </button>
                ),
            },
          ]}
        />
      </div>
      {open && (
        <Modal
          open
          title={group ? named(group, language) : add}
          okText={t('save')}
          cancelText={t('cancel')}
          confirmLoading={saving.isPending}
          onOk={() => form.submit()}
          onCancel={() => setOpen(undefined)}
        >
          <Form<Values>
            form={form}
            layout="vertical"
            requiredMark={false}
            initialValues={group ? { ...group, en: group.texts.en?.name, parent: group.parent ?? undefined } : {}}
            onFinish={(values) => saving.mutate(values)}
          >
            <Form.Item
              name="id"
              label={t('people.id')}
              rules={[{ required: true, pattern: /^[a-z0-9][a-z0-9-]{0,58}$/, message: t('people.idRule') }]}
            >
              <Input disabled={group !== undefined} />
            </Form.Item>
            <Form.Item name="name" label={t('people.groupName')} rules={[{ required: true, message: t('required') }]}>
              <Input maxLength={60} />
            </Form.Item>
            <Form.Item name="en" label={t('people.english')}>
              <Input maxLength={60} />
            </Form.Item>
            {nested && (
              <Form.Item name="parent" label={t('people.above')}>
                <Select
                  allowClear
                  options={(query.data?.items ?? [])
                    .filter(({ id }) => id !== group?.id)
                    .map((one) => ({ value: one.id, label: named(one, language) }))}
                />
              </Form.Item>
            )}
          </Form>
          {saving.isError && <Failed error={saving.error} />}
        </Modal>
      )}
    </>
  );
}
