// One channel set up: what its descriptor asks for. A secret goes in and is never shown again.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Checkbox, Form, Input, Modal, Select, Switch } from 'antd';
import type { ReactNode } from 'react';
import { Failed } from '../parts/Failed.tsx';
import { ask, channelApi } from '../reach/client.ts';
import type { ChannelItem } from '../reach/shapes.ts';
import { useWords } from '../words/useWords.ts';

type Values = { on: boolean; given: Record<string, string | boolean | undefined> };

export function SetUpChannel({ channel, onClose }: { channel: ChannelItem; onClose: () => void }): ReactNode {
  const { t, language } = useWords();
  const queries = useQueryClient();
  const [form] = Form.useForm<Values>();
  const { id, name, hint, on, settings } = channel;
  const save = useMutation({
    mutationFn: ({ on, given }: Values) => {
      const said = (secret: boolean) =>
        Object.fromEntries(
          settings.flatMap(({ name, kind }) => {
            const value = given[name];
            if ((kind === 'secret') !== secret || value === undefined || (secret && value === '')) return [];
            return [[name, typeof value === 'boolean' ? (value ? 'yes' : 'no') : value]];
          }),
        );
      const json = { on, values: said(false), secrets: said(true) };
      return ask(channelApi.channels[':id'].$put({ param: { id }, json }));
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['channels'] });
      onClose();
    },
  });
  const begins = Object.fromEntries(
    settings.map(({ name, kind, value, options }) => [
      name,
      kind === 'yesNo' ? value === 'yes' : (value ?? (kind === 'choice' ? options[0]?.value : undefined)),
    ]),
  );
  return (
    <Modal
      open
      title={name[language]}
      okText={t('save')}
      cancelText={t('cancel')}
      confirmLoading={save.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p className="quiet">{hint[language]}</p>
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ on, given: begins }}
        onFinish={(values) => save.mutate({ ...values, given: values.given ?? {} })}
      >
        {settings.map(({ name: key, label, hint, kind, options, kept }) => (
          <Form.Item
            key={key}
            name={['given', key]}
            label={kind === 'yesNo' ? undefined : label[language]}
            extra={hint?.[language]}
            {...(kind === 'yesNo' && { valuePropName: 'checked' })}
          >
            {kind === 'yesNo' ? (
              <Checkbox>{label[language]}</Checkbox>
            ) : kind === 'choice' ? (
              <Select options={options.map(({ value, label }) => ({ value, label: label[language] }))} />
            ) : kind === 'secret' ? (
              <Input.Password
                autoComplete="off"
                maxLength={2000}
                placeholder={kept ? t('reach.shop.secretKept') : ''}
              />
            ) : kind === 'lines' ? (
              <Input.TextArea rows={3} maxLength={8000} spellCheck={false} />
            ) : (
              <Input inputMode={kind === 'number' ? 'numeric' : 'text'} maxLength={500} />
            )}
          </Form.Item>
        ))}
        <Form.Item name="on" valuePropName="checked" label={t('reach.shop.on')}>
          <Switch />
        </Form.Item>
      </Form>
      {save.isError && <Failed error={save.error} />}
    </Modal>
  );
}
