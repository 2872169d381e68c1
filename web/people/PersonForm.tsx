// One person, new or changed.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input, Modal, Popconfirm, Select, Switch } from 'antd';
import { type ReactNode, useState } from 'react';
import { Certificates } from '../pages/Certificates.tsx';
import { Failed } from '../parts/Failed.tsx';
import { intent } from '../reach/attempts.ts';
import { ask, asRefusal, ownAccessApi, peopleApi } from '../reach/client.ts';
import type { Person, Texts } from '../reach/shapes.ts';
import { named, useWords } from '../words/useWords.ts';
import { HandOver } from './HandOver.tsx';
import { ShiftSelect } from './ShiftSelect.tsx';

type Named = { id: string; name: string; texts: Texts };
type Props = { person: Person | undefined; roles: Named[]; departments: Named[]; onClose: () => void };
type Values = {
  name: string;
  username: string;
  password?: string;
  level: Person['level'];
  roles: string[];
  department?: string | null;
  active?: boolean;
  skills?: string[];
  shift?: string | null;
  sees?: Person['sees'];
};

export function PersonForm({ person, roles, departments, onClose }: Props): ReactNode {
  const { t, language } = useWords();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [form] = Form.useForm<Values>();
  const [handing, setHanding] = useState(false);
  const save = useMutation({
    mutationFn: async ({
      name,
      username,
      password,
      level,
      roles: roleIds,
      department,
      active,
      skills,
      shift,
      sees,
    }: Values) => {
      if (!person)
        return ask(
          peopleApi.people.$post({
            header: intent(),
            json: {
              name,
              username,
              password: password ?? '',
              level,
              roles: roleIds,
              ...(department && { department }),
            },
          }),
        );
      if (password) await ask(peopleApi.people[':id'].password.$put({ param: { id: person.id }, json: { password } }));
      return ask(
        peopleApi.people[':id'].$patch({
          param: { id: person.id },
          json: {
            name,
            level,
            roles: roleIds,
            department: department ?? null,
            active: active ?? true,
            skills: skills ?? [],
            shift: shift ?? null,
            sees: level === 'admin' ? null : (sees ?? null),
          },
        }),
      );
    },
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['people'] });
      void message.success(t('saved'));
      onClose();
    },
    // Whoever is shut out hands over first what they hold.
    onError: (error) => setHanding(asRefusal(error).code === 'holdsWork'),
  });
  const drop = useMutation({
    mutationFn: () => ask(ownAccessApi.people[':id']['second-factor'].$delete({ param: { id: person?.id ?? '' } })),
    onSuccess: () => void message.success(t('saved')),
  });
  const seeing = (['own', 'department', 'all'] as const).map((value) => ({
    value,
    label: t(`people.seesWhat.${value}`),
  }));
  const options = (list: Named[]) => list.map((one) => ({ value: one.id, label: named(one, language) }));
  return (
    <Modal
      open
      title={person ? person.name : t('people.add')}
      okText={t('save')}
      cancelText={t('cancel')}
      confirmLoading={save.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={
          person
            ? { ...person, username: person.username ?? '', department: person.department ?? undefined }
            : { level: 'staff', roles: [] }
        }
        onFinish={(values) => save.mutate(values)}
      >
        <Form.Item name="name" label={t('people.name')} rules={[{ required: true, message: t('required') }]}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item
          name="username"
          label={t('signIn.username')}
          rules={[{ required: !person, min: 2, pattern: /^[\p{L}\p{N}._-]+$/u, message: t('signIn.usernameRule') }]}
        >
          <Input maxLength={60} disabled={person !== undefined} autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="password"
          label={t(person ? 'people.newPassword' : 'people.firstPassword')}
          rules={[{ required: !person, min: 10, message: t('password.tooShort') }]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <Form.Item name="level" label={t('people.level')}>
          <Select
            options={(['staff', 'manager', 'admin'] as const).map((value) => ({ value, label: t(`level.${value}`) }))}
          />
        </Form.Item>
        <Form.Item name="roles" label={t('people.roles')}>
          <Select mode="multiple" options={options(roles)} showSearch={{ optionFilterProp: 'label' }} />
        </Form.Item>
        <Form.Item name="department" label={t('people.department')}>
          <Select allowClear options={options(departments)} />
        </Form.Item>
        {person && (
          <>
            <Form.Item noStyle dependencies={['level']}>
              {({ getFieldValue }) =>
                getFieldValue('level') === 'admin' ? (
                  <Form.Item label={t('people.sees')} extra={t('people.seesAdmin')}>
                    <Select disabled value="all" options={seeing} />
                  </Form.Item>
                ) : (
                  <Form.Item name="sees" label={t('people.sees')} extra={t('people.seesHint')}>
                    <Select options={seeing} />
                  </Form.Item>
                )
              }
            </Form.Item>
            <Form.Item label={t('pages.course.certificates')}>
              <Certificates person={person.id} />
            </Form.Item>
            <Form.Item
              name="skills"
              label={t('people.skills')}
              extra={t('people.skillsHint')}
              rules={[
                {
                  type: 'array',
                  defaultField: { type: 'string', pattern: /^\S{1,40}$/, message: t('people.skillRule') },
                },
              ]}
            >
              <Select mode="tags" tokenSeparators={[' ', ',', '，']} open={false} suffixIcon={null} />
            </Form.Item>
            <Form.Item name="shift" label={t('people.shift')} extra={t('people.shiftHint')}>
              <ShiftSelect placeholder={t('people.shiftOfDepartment')} />
            </Form.Item>
          </>
        )}
        {person && (
          <Form.Item name="active" label={t('people.active')} valuePropName="checked" extra={t('people.activeHint')}>
            <Switch />
          </Form.Item>
        )}
        {person && (
          <Popconfirm
            title={t('people.dropSecondHint')}
            okText={t('people.dropSecond')}
            onConfirm={() => drop.mutate()}
          >
            <Button danger loading={drop.isPending}>
              {t('people.dropSecond')}
            </Button>
          </Popconfirm>
        )}
      </Form>
      {drop.isError && <Failed error={drop.error} />}
      {save.isError && <Failed error={save.error} />}
      {person && handing && <HandOver person={person} onClose={() => setHanding(false)} onDone={onClose} />}
    </Modal>
  );
}
