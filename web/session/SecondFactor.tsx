// The second step of signing in turned on or off, with the codes for when the phone is lost.
import { useMutation } from '@tanstack/react-query';
import { Form, Input, Modal, QRCode, Typography } from 'antd';
import type { ReactNode } from 'react';
import { Failed } from '../parts/Failed.tsx';
import { ask, ownAccessApi } from '../reach/client.ts';
import { useWords } from '../words/useWords.ts';

export function SecondFactor({ on, onClose }: { on: boolean; onClose: () => void }): ReactNode {
  const { t } = useWords();
  const [form] = Form.useForm<{ password: string; code: string }>();
  const begin = useMutation({
    mutationFn: (password: string) => ask(ownAccessApi.auth['second-factor'].begin.$post({ json: { password } })),
  });
  const confirm = useMutation({
    mutationFn: (code: string) => ask(ownAccessApi.auth['second-factor'].confirm.$post({ json: { code } })),
    onSuccess: onClose,
  });
  const stop = useMutation({
    mutationFn: (password: string) => ask(ownAccessApi.auth['second-factor'].end.$post({ json: { password } })),
    onSuccess: onClose,
  });
  const failed = begin.error ?? confirm.error ?? stop.error;
  const submit = ({ password, code }: { password: string; code: string }): void => {
    if (on) stop.mutate(password);
    else if (begin.data) confirm.mutate(code);
    else begin.mutate(password);
  };
  return (
    <Modal
      open
      title={t('access.second')}
      okText={t(on ? 'access.off' : begin.data ? 'access.confirm' : 'access.next')}
      cancelText={t('cancel')}
      confirmLoading={begin.isPending || confirm.isPending || stop.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form form={form} layout="vertical" requiredMark={false} onFinish={submit}>
        {begin.data ? (
          <>
            <p>{t('access.scan')}</p>
            <QRCode value={begin.data.uri} />
            <Typography.Text code copyable className="access-secret">
              {new URL(begin.data.uri).searchParams.get('secret') ?? ''}
            </Typography.Text>
            <p>{t('access.backup')}</p>
            <Typography.Paragraph className="access-backup" code copyable={{ text: begin.data.backupCodes.join('\n') }}>
              {begin.data.backupCodes.join('  ')}
            </Typography.Paragraph>
            <Form.Item name="code" label={t('access.code')} rules={[{ required: true, message: t('required') }]}>
              <Input inputMode="numeric" autoComplete="one-time-code" maxLength={6} />
            </Form.Item>
          </>
        ) : (
          <Form.Item name="password" label={t('signIn.password')} rules={[{ required: true, message: t('required') }]}>
            <Input.Password autoComplete="current-password" />
          </Form.Item>
        )}
      </Form>
      {failed && <Failed error={failed} />}
    </Modal>
  );
}
