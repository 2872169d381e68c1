// One capability given to somebody else; a call can be tried before it is relied on.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { AutoComplete, Form, Input, InputNumber, Modal, Radio, Select } from 'antd';
import type { ReactNode } from 'react';
import { Failed } from '../parts/Failed.tsx';
import { rolesQuery } from '../processes/queries.ts';
import { ask, connectorApi } from '../reach/client.ts';
import { named, useWords } from '../words/useWords.ts';
import { type Binding, type Capability, METHODS, secretsQuery, topicsQuery } from './connections.ts';
import { TryCall } from './TryCall.tsx';

type Values = {
  to: Binding['to'];
  role?: string;
  hours?: number | null;
  url?: string;
  method?: (typeof METHODS)[number];
  headers?: string;
  secret?: string;
  topic?: string;
};

/** What was typed for another kind is left out. */
function bindingOf({ to, role, hours, url = '', method = 'POST', headers, secret, topic = '' }: Values): Binding {
  if (to === 'people') return { to, ...(role && { role }), ...(hours && { hours }) };
  if (to === 'sandbox') return { to };
  if (to === 'worker') return { to, topic };
  return { to, url, method, ...(headers && { headers }), ...(secret && { secret }) };
}

type Props = { capability: Capability; sandbox: boolean; onClose: () => void };

export function BindCapability({ capability, sandbox, onClose }: Props): ReactNode {
  const { t, language } = useWords();
  const queries = useQueryClient();
  const { data: roles } = useQuery(rolesQuery);
  const { data: secrets } = useQuery(secretsQuery);
  const { data: topics } = useQuery(topicsQuery);
  const [form] = Form.useForm<Values>();
  const to = Form.useWatch('to', form) ?? capability.binding.to;
  const bind = useMutation({
    mutationFn: (values: Values) =>
      ask(connectorApi.capabilities[':id'].$put({ param: { id: capability.id }, json: bindingOf(values) })),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['capabilities'] });
      onClose();
    },
  });
  return (
    <Modal
      open
      title={capability.name[language]}
      okText={t('save')}
      cancelText={t('cancel')}
      confirmLoading={bind.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p className="quiet">{capability.instruction[language]}</p>
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={capability.binding}
        onFinish={(values) => bind.mutate(values)}
      >
        <Form.Item name="to" label={t('capabilities.who')}>
          <Radio.Group
            options={(['people', 'http', 'worker', ...(sandbox ? (['sandbox'] as const) : [])] as const).map(
              (value) => ({
                value,
                label: t(`capabilities.to.${value}`),
              }),
            )}
          />
        </Form.Item>
        {to === 'people' && (
          <>
            <Form.Item name="role" label={t('capabilities.role')}>
              <Select
                allowClear
                placeholder={named(roles?.items.find(({ id }) => id === capability.role) ?? { name: '' }, language)}
                options={(roles?.items ?? []).map((role) => ({ value: role.id, label: named(role, language) }))}
              />
            </Form.Item>
            <Form.Item name="hours" label={t('capabilities.hours')} extra={t('capabilities.hoursHint')}>
              <InputNumber min={0.5} max={1000} step={0.5} placeholder={String(capability.hours)} />
            </Form.Item>
          </>
        )}
        {to === 'worker' && (
          <Form.Item
            name="topic"
            label={t('capabilities.topic')}
            extra={t('capabilities.topicHint')}
            rules={[{ required: true, whitespace: true, message: t('required') }]}
          >
            <AutoComplete
              maxLength={200}
              options={(topics?.items ?? []).map(({ topic, worker }) => ({
                value: topic,
                label: worker ? `${topic} · ${worker}` : topic,
              }))}
            />
          </Form.Item>
        )}
        {to === 'http' && (
          <>
            <Form.Item
              name="url"
              label={t('capabilities.url')}
              extra={t('capabilities.urlHint')}
              rules={[{ required: true, message: t('required') }]}
            >
              <Input placeholder="https://erp.example.com/orders/{orderNo}" maxLength={2000} />
            </Form.Item>
            <Form.Item name="method" label={t('capabilities.method')} initialValue="POST">
              <Select options={METHODS.map((value) => ({ value, label: value }))} />
            </Form.Item>
            <Form.Item
              name="headers"
              label={t('capabilities.headers')}
              extra={t('capabilities.headersHint', { secret: '{secret}' })}
            >
              <Input.TextArea rows={2} maxLength={4000} placeholder="X-Shop: qinghe" />
            </Form.Item>
            <Form.Item name="secret" label={t('capabilities.secret')}>
              <Select allowClear options={(secrets?.items ?? []).map(({ name }) => ({ value: name, label: name }))} />
            </Form.Item>
            <TryCall capability={capability.id} call={() => form.getFieldsValue()} />
          </>
        )}
      </Form>
      {bind.isError && <Failed error={bind.error} />}
    </Modal>
  );
}
