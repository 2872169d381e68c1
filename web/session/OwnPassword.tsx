// The own password, changed: the old one first.
import { useMutation } from '@tanstack/react-query';
import { App, Form, Input, Modal } from 'antd';
import type { ReactNode } from 'react';
import { Failed } from '../parts/Failed.tsx';
import { ask, signInApi } from '../reach/client.ts';
import { useWords } from '../words/useWords.ts';

type Values = { old: string; fresh: string };

export function OwnPassword({ open, onClose }: { open: boolean; onClose: () => void }): ReactNode {
  const { t } = useWords();
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const change = useMutation({
    mutationFn: (json: Values) => ask(signInApi.auth.password.$post({ json })),
    onSuccess: () => {
      void message.success(t('password.changed'));
      close();
    },
  });
  const close = (): void => {
    form.resetFields();
    change.reset();
    onClose();
  };
  return (
    <Modal
      open={open}
      title={t('me.password')}
      okText={t('password.change')}
      cancelText={t('cancel')}
      onCancel={close}
      onOk={() => form.submit()}
      confirmLoading={change.isPending}
      destroyOnHidden
    >
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(values) => change.mutate(values)}>
        <Form.Item name="old" label={t('password.old')} rules={[{ required: true, message: t('required') }]}>
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <Form.Item
          name="fresh"
          label={t('password.fresh')}
          rules={[{ required: true, min: 10, message: t('password.tooShort') }]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
      </Form>
      {change.isError && <Failed error={change.error} />}
    </Modal>
  );
}
