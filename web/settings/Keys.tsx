// API keys, for programs: the text is shown once.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Modal, Select, Typography } from 'antd';
import { KeyRound, Plus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Empty } from '../parts/Empty.tsx';
import { Failed } from '../parts/Failed.tsx';
import { List } from '../parts/List.tsx';
import { Tag } from '../parts/Tag.tsx';
import { intent } from '../reach/attempts.ts';
import { ask, keyApi } from '../reach/client.ts';
import { useTime } from '../time/ShopTime.tsx';
import { useWords } from '../words/useWords.ts';
import { SCOPES, type Scope } from './scopes.ts';

type Values = { name: string; scopes: Scope[] };

export function Keys(): ReactNode {
  const { t } = useWords();
  const { momentOfReal } = useTime();
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const [form] = Form.useForm<Values>();
  const query = useQuery({ queryKey: ['keys'], queryFn: () => ask(keyApi.keys.$get()) });
  const refresh = (): void => void queries.invalidateQueries({ queryKey: ['keys'] });
  const create = useMutation({
    mutationFn: (json: Values) => ask(keyApi.keys.$post({ header: intent(), json })),
    onSuccess: refresh,
  });
  const revoke = useMutation({
    mutationFn: (id: string) => ask(keyApi.keys[':id'].$delete({ param: { id } })),
    onSuccess: refresh,
  });
  const close = (): void => {
    setOpen(false);
    create.reset();
    form.resetFields();
  };
  return (
    <section>
      <h2>
        {t('keys_.title')}
        <Button size="small" onClick={() => setOpen(true)}>
          <Plus size={14} strokeWidth={1.75} /> {t('keys_.add')}
        </Button>
      </h2>
      {revoke.isError && <Failed error={revoke.error} />}
      <List
        rows={{ ...query, data: query.data?.items }}
        idOf={({ id }) => id}
        isOff={({ revokedAt }) => revokedAt !== null}
        empty={<Empty icon={KeyRound} title={t('keys_.none')} hint={t('keys_.noneHint')} />}
        columns={[
          { id: 'name', head: t('keys_.name'), cell: ({ name }) => name },
          {
            id: 'may',
            head: t('keys_.may'),
            gives: 2,
            className: 'quiet',
            cell: ({ scopes }) => scopes.join(' '),
          },
          {
            id: 'used',
            head: t('keys_.used'),
            gives: 1,
            className: 'quiet',
            cell: ({ lastUsedAt }) => (lastUsedAt ? momentOfReal(lastUsedAt) : t('keys_.never')),
          },
          {
            id: 'verbs',
            head: t('keys_.revoke'),
            unseen: true,
            className: 'is-end is-verbs',
            cell: ({ id, revokedAt }) =>
              revokedAt ? (
                <Tag tone="line">{t('keys_.revoked')}</Tag>
              ) : (
                <Button size="small" danger onClick={() => revoke.mutate(id)}>
                  {t('keys_.revoke')}
                </Button>
              ),
          },
        ]}
      />
      <Modal
        open={open}
        title={t('keys_.add')}
        okText={t(create.data ? 'close' : 'keys_.make')}
        cancelText={t('cancel')}
        cancelButtonProps={{ hidden: create.data !== undefined }}
        confirmLoading={create.isPending}
        onOk={() => (create.data ? close() : form.submit())}
        onCancel={close}
      >
        {create.data ? (
          <>
            <p>{t('keys_.once')}</p>
            <Typography.Text code copyable>
              {create.data.key}
            </Typography.Text>
          </>
        ) : (
          <Form<Values> form={form} layout="vertical" requiredMark={false} onFinish={(values) => create.mutate(values)}>
            <Form.Item name="name" label={t('keys_.name')} rules={[{ required: true, message: t('required') }]}>
              <Input maxLength={80} />
            </Form.Item>
            <Form.Item name="scopes" label={t('keys_.may')} rules={[{ required: true, message: t('required') }]}>
              <Select mode="multiple" options={SCOPES.map((value) => ({ value, label: value }))} />
            </Form.Item>
          </Form>
        )}
        {create.isError && <Failed error={create.error} />}
      </Modal>
    </section>
  );
}
