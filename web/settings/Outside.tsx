// Where steps may call, and the secrets that they call with: a value goes in and is never shown again.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Modal, Select } from 'antd';
import { Plus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Failed } from '../parts/Failed.tsx';
import { List } from '../parts/List.tsx';
import { Shown } from '../parts/Shown.tsx';
import { ask, connectorApi } from '../reach/client.ts';
import { useTime } from '../time/ShopTime.tsx';
import { useWords } from '../words/useWords.ts';
import { hostsQuery, secretsQuery } from './connections.ts';

export function Outside(): ReactNode {
  return (
    <>
      <Hosts />
      <Secrets />
    </>
  );
}

function Hosts(): ReactNode {
  const { t } = useWords();
  const queries = useQueryClient();
  const query = useQuery(hostsQuery);
  const save = useMutation({
    mutationFn: (hosts: string[]) => ask(connectorApi['http-hosts'].$put({ json: { hosts } })),
    onSettled: () => queries.invalidateQueries({ queryKey: ['http-hosts'] }),
  });
  return (
    <section>
      <h2>{t('outside.hosts')}</h2>
      <p className="quiet">{t('outside.hostsHint')}</p>
      <Shown query={query}>
        {({ hosts }) => (
          <Select
            mode="tags"
            className="outside-hosts"
            aria-label={t('outside.hosts')}
            value={save.isPending ? save.variables : hosts}
            tokenSeparators={[' ', ',', '，']}
            placeholder="erp.example.com"
            open={false}
            suffixIcon={null}
            onChange={(next: string[]) => save.mutate(next)}
          />
        )}
      </Shown>
      {save.isError && <Failed error={save.error} />}
    </section>
  );
}

type Values = { name: string; value: string };

function Secrets(): ReactNode {
  const { t } = useWords();
  const { momentOfReal } = useTime();
  const queries = useQueryClient();
  const query = useQuery(secretsQuery);
  const [open, setOpen] = useState(false);
  const [form] = Form.useForm<Values>();
  const refresh = () => queries.invalidateQueries({ queryKey: ['secrets'] });
  const close = (): void => {
    setOpen(false);
    form.resetFields();
  };
  const keep = useMutation({
    mutationFn: ({ name, value }: Values) =>
      ask(connectorApi.secrets[':name'].$put({ param: { name }, json: { value } })),
    onSuccess: async () => {
      await refresh();
      close();
    },
  });
  const forget = useMutation({
    mutationFn: (name: string) => ask(connectorApi.secrets[':name'].$delete({ param: { name } })),
    onSuccess: refresh,
  });
  return (
    <section>
      <h2>
        {t('outside.secrets')}
        <Button size="small" onClick={() => setOpen(true)}>
          <Plus size={14} strokeWidth={1.75} /> {t('outside.addSecret')}
        </Button>
      </h2>
      <p className="quiet">{t('outside.secretsHint')}</p>
      {forget.isError && <Failed error={forget.error} />}
      <List
        rows={{ ...query, data: query.data?.items }}
        idOf={({ name }) => name}
        empty={null}
        columns={[
          { id: 'name', head: t('outside.name'), cell: ({ name }) => name },
          {
            id: 'changed',
            head: t('outside.changed'),
            gives: 1,
            className: 'quiet',
            cell: ({ changedAt }) => momentOfReal(changedAt),
          },
          {
            id: 'verbs',
            head: t('outside.forget'),
            unseen: true,
            className: 'is-end is-verbs',
            cell: ({ name }) => (
              <Button size="small" danger onClick={() => forget.mutate(name)}>
                {t('outside.forget')}
              </Button>
            ),
          },
        ]}
      />
      <Modal
        open={open}
        title={t('outside.addSecret')}
        okText={t('save')}
        cancelText={t('cancel')}
        confirmLoading={keep.isPending}
        onOk={() => form.submit()}
        onCancel={close}
      >
        <Form<Values> form={form} layout="vertical" requiredMark={false} onFinish={(values) => keep.mutate(values)}>
          <Form.Item
            name="name"
            label={t('outside.name')}
            rules={[{ required: true, pattern: /^[\w.-]{1,60}$/, message: t('outside.nameRule') }]}
          >
            <Input maxLength={60} />
          </Form.Item>
          <Form.Item name="value" label={t('outside.value')} rules={[{ required: true, message: t('required') }]}>
            <Input.Password autoComplete="off" maxLength={4000} />
          </Form.Item>
        </Form>
        {keep.isError && <Failed error={keep.error} />}
      </Modal>
    </section>
  );
}
