// Where I am signed in, and the second step of signing in: on, off, and the codes for when the phone is lost.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Modal, QRCode, Typography } from 'antd';
import { type ReactNode, useState } from 'react';
import { Failed } from '../parts/Failed.tsx';
import { Shown } from '../parts/Shown.tsx';
import { Tag } from '../parts/Tag.tsx';
import { ask, ownAccessApi } from '../reach/client.ts';
import { useTime } from '../time/ShopTime.tsx';
import { useWords } from '../words/useWords.ts';

export function OwnAccess(): ReactNode {
  const { t } = useWords();
  const { moment } = useTime();
  const queries = useQueryClient();
  const query = useQuery({ queryKey: ['sessions'], queryFn: () => ask(ownAccessApi.auth.sessions.$get()) });
  const [changing, setChanging] = useState(false);
  const refresh = () => queries.invalidateQueries({ queryKey: ['sessions'] });
  const end = useMutation({
    mutationFn: (id: string) => ask(ownAccessApi.auth.sessions[':id'].$delete({ param: { id } })),
    onSuccess: refresh,
  });
  return (
    <Shown query={query}>
      {({ items, secondFactor }) => (
        <section className="own-access">
          <h2>
            {t('access.second')}
            <Button size="small" onClick={() => setChanging(true)}>
              {t(secondFactor ? 'access.off' : 'access.on')}
            </Button>
          </h2>
          <p className="quiet">{t(secondFactor ? 'access.isOn' : 'access.isOff')}</p>
          <h2>{t('access.sessions')}</h2>
          {end.isError && <Failed error={end.error} />}
          <ul>
            {items.map((one) => (
              <li key={one.id}>
                <span className="cut">
                  <strong>{deviceOf(one.agent) ?? t('access.unknown')}</strong>
                  <small>
                    {moment(Date.parse(one.since))}
                    {one.address && ` · ${one.address}`}
                  </small>
                </span>
                {one.current ? (
                  <Tag tone="line">{t('access.here')}</Tag>
                ) : (
                  <Button size="small" danger onClick={() => end.mutate(one.id)}>
                    {t('access.end')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
          {changing && (
            <SecondFactor
              on={secondFactor}
              onClose={() => {
                setChanging(false);
                void refresh();
              }}
            />
          )}
        </section>
      )}
    </Shown>
  );
}

/** Browser and system, as far as people tell them apart. */
function deviceOf(agent: string | null): string | undefined {
  const named = (names: string[]) => names.find((name) => agent?.includes(name));
  const browser = named(['MicroMessenger', 'Edg', 'Firefox', 'Chrome', 'Safari']);
  const system = named(['Android', 'iPhone', 'iPad', 'Windows', 'Macintosh', 'Linux']);
  return [browser, system].filter(Boolean).join(' · ') || undefined;
}

function SecondFactor({ on, onClose }: { on: boolean; onClose: () => void }): ReactNode {
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
