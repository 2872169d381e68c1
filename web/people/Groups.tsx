// Named groups of people, roles and departments alike: how many are in, added, renamed, deleted when empty.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Modal, Select } from 'antd';
import { Plus, Trash2, Users } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Empty } from '../parts/Empty.tsx';
import { Failed } from '../parts/Failed.tsx';
import { Shown } from '../parts/Shown.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import type { Texts } from '../reach/shapes.ts';
import { named, useWords } from '../words/useWords.ts';

export type Group = { id: string; name: string; texts: Texts; people: number; parent?: string | null };
type Query = { data: { items: Group[] } | undefined; isError: boolean; error: unknown; refetch: () => unknown };
type Props = {
  query: Query;
  queryKey: string;
  add: string;
  nested?: boolean;
  save: (group: { id: string; name: string; texts: Texts; parent: string | null }) => Promise<unknown>;
  drop: (id: string) => Promise<unknown>;
};
type Values = { id: string; name: string; en?: string; parent?: string };

export function Groups({ query, queryKey, add, nested = false, save, drop }: Props): ReactNode {
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
    <div className="page-body">
      <div className="page-tools is-inner">
        <span className="spacer" />
        <Button type="primary" onClick={() => setOpen('new')}>
          <Plus size={16} strokeWidth={1.75} /> {add}
        </Button>
      </div>
      {dropping.isError && (
        <div className="pad">
          <Failed error={dropping.error} />
        </div>
      )}
      <Shown query={query} skeleton={<Skeleton rows={6} lines={[92]} height={40} />}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon={Users} title={t('people.noGroups')} />
          ) : (
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">{t('people.group')}</th>
                  {nested && (
                    <th scope="col" className="opt-2">
                      {t('people.above')}
                    </th>
                  )}
                  <th scope="col" className="is-end">
                    {t('people.count')}
                  </th>
                  <th scope="col">
                    <span className="unseen">{t('remove')}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {items.map((item) => (
                  <tr key={item.id}>
                    <td>
                      <button type="button" className="owner" onClick={() => setOpen(item)}>
                        {named(item, language)}
                      </button>
                    </td>
                    {nested && (
                      <td className="opt-2 quiet">
                        {items.filter(({ id }) => id === item.parent).map((one) => named(one, language))}
                      </td>
                    )}
                    <td className="is-end is-number">{item.people}</td>
                    <td className="is-end">
                      {item.people === 0 && (
                        <button
                          type="button"
                          className="act"
                          aria-label={t('people.delete', { name: named(item, language) })}
                          onClick={() => dropping.mutate(item.id)}
                        >
                          <Trash2 size={16} strokeWidth={1.75} />
                        </button>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )
        }
      </Shown>
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
    </div>
  );
}
