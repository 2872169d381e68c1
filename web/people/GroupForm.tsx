// One role or department, new or changed. Each opening is a form of its own: antd keeps what an instance held, whoever it was of.
import { useMutation } from '@tanstack/react-query';
import { Form, Input, Modal, Select } from 'antd';
import type { ReactNode } from 'react';
import { Failed } from '../parts/Failed.tsx';
import type { Texts } from '../reach/shapes.ts';
import { named, useWords } from '../words/useWords.ts';
import { PersonSelect } from './PersonSelect.tsx';
import { ShiftSelect } from './ShiftSelect.tsx';

export type Group = {
  id: string;
  name: string;
  texts: Texts;
  people: number;
  parent?: string | null;
  head?: string | null;
  shift?: string | null;
};
export type Save = (group: {
  id: string;
  name: string;
  texts: Texts;
  parent: string | null;
  head: string | null;
  shift: string | null;
}) => Promise<unknown>;
type Values = { id: string; name: string; en?: string; parent?: string; head?: string; shift?: string };
type Props = {
  group: Group | undefined;
  others: Group[];
  title: string;
  nested: boolean;
  save: Save;
  onClose: () => void;
  onSaved: () => void;
};

export function GroupForm({ group, others, title, nested, save, onClose, onSaved }: Props): ReactNode {
  const { t, language } = useWords();
  const [form] = Form.useForm<Values>();
  const saving = useMutation({
    mutationFn: ({ id, name, en, parent, head, shift }: Values) =>
      save({
        id,
        name,
        texts: en ? { en: { name: en } } : {},
        parent: parent ?? null,
        head: head ?? null,
        shift: shift ?? null,
      }),
    onSuccess: onSaved,
  });
  return (
    <Modal
      open
      title={title}
      okText={t('save')}
      cancelText={t('cancel')}
      confirmLoading={saving.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={
          group
            ? {
                ...group,
                en: group.texts.en?.name,
                parent: group.parent ?? undefined,
                head: group.head ?? undefined,
                shift: group.shift ?? undefined,
              }
            : {}
        }
        onFinish={(values) => saving.mutate(values)}
      >
        <Form.Item
          name="id"
          label={t('people.id')}
          rules={[
            { required: true, pattern: /^[a-z0-9][a-z0-9-]{0,58}$/, message: t('people.idRule') },
            // Saving says what stands under an id: a new one must not become another by accident.
            {
              validator: (_, id) =>
                others.some((one) => one.id === id)
                  ? Promise.reject(new Error(t('people.idTaken')))
                  : Promise.resolve(),
            },
          ]}
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
            <Select allowClear options={others.map((one) => ({ value: one.id, label: named(one, language) }))} />
          </Form.Item>
        )}
        {nested && (
          <Form.Item name="head" label={t('people.head')}>
            <PersonSelect label={t('people.head')} />
          </Form.Item>
        )}
        {nested && (
          <Form.Item name="shift" label={t('people.shift')} extra={t('people.shiftHint')}>
            <ShiftSelect placeholder={t('people.shiftAlways')} />
          </Form.Item>
        )}
      </Form>
      {saving.isError && <Failed error={saving.error} />}
    </Modal>
  );
}
