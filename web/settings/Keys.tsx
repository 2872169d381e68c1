// API keys, for programs: the text is shown once.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Modal, Select, Typography } from 'antd';
import { KeyRound, Plus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Empty } from '../parts/Empty.tsx';
import { Failed } from '../parts/Failed.tsx';
import { Shown } from '../parts/Shown.tsx';
import { Tag } from '../parts/Tag.tsx';
import { ask, intent, keyApi } from '../reach/client.ts';
import { useTime } from '../time/ShopTime.tsx';
import { useWords } from '../words/useWords.ts';
import { SCOPES, type Scope } from './scopes.ts';

type Values = { name: string; scopes: Scope[] };

export function Keys(): ReactNode {
  const { t } = useWords();
  const { moment } = useTime();
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
      <Shown query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon={KeyRound} title={t('keys_.none')} hint={t('keys_.noneHint')} />
          ) : (
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">{t('keys_.name')}</th>
                  <th scope="col" className="opt-2">
                    {t('keys_.may')}
                  </th>
                  <th scope="col" className="opt-1">
                    {t('keys_.used')}
                  </th>
                  <th scope="col">
                    <span className="unseen">{t('keys_.revoke')}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {items.map((key) => (
                  <tr key={key.id} className={key.revokedAt ? 'is-off' : ''}>
                    <td>{key.name}</td>
                    <td className="opt-2 quiet">{key.scopes.join(' ')}</td>
                    <td className="opt-1 quiet">
                      {key.lastUsedAt ? moment(Date.parse(key.lastUsedAt)) : t('keys_.never')}
                    </td>
                    <td className="is-end">
                      {key.revokedAt ? (
                        <Tag tone="line">{t('keys_.revoked')}</Tag>
                      ) : (
                        <Button size="small" danger onClick={() => revoke.mutate(key.id)}>
                          {t('keys_.revoke')}
                        </Button>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )
        }
      </Shown>
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
