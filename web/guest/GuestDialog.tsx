// 请外人填: a link for one outside, shown once; those made before, and their end.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, InputNumber, Modal, Typography } from 'antd';
import { type ReactNode, useState } from 'react';
import { Failed } from '../parts/Failed.tsx';
import { attempts } from '../reach/attempts.ts';
import { ask, guestApi } from '../reach/client.ts';
import type { GuestLinkItem, TaskDetail } from '../reach/shapes.ts';
import { useTime } from '../time/ShopTime.tsx';
import { useWords } from '../words/useWords.ts';
import './guest.css';

type Values = { name: string; days: number };

export function GuestDialog({ task: { id }, onClose }: { task: TaskDetail; onClose: () => void }): ReactNode {
  const { t } = useWords();
  const queries = useQueryClient();
  const [form] = Form.useForm<Values>();
  const [send] = useState(attempts);
  const links = useQuery({
    queryKey: ['guest-links', id],
    queryFn: () => ask(guestApi.tasks[':id']['guest-links'].$get({ param: { id } })),
  });
  const make = useMutation({
    mutationFn: (values: Values) =>
      send(values, (sent) => ask(guestApi.tasks[':id']['guest-links'].$post({ param: { id }, ...sent }))),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['guest-links', id] }),
  });
  return (
    <Modal
      open
      title={t('guest.title')}
      okText={t(make.data ? 'close' : 'guest.make')}
      cancelText={t('cancel')}
      cancelButtonProps={{ style: make.data ? { display: 'none' } : {} }}
      confirmLoading={make.isPending}
      onOk={() => (make.data ? onClose() : form.submit())}
      onCancel={onClose}
    >
      {make.data ? (
        <>
          <p>{t('guest.made', { name: make.variables?.name ?? '' })}</p>
          <Typography.Text code copyable>
            {`${location.origin}${make.data.path}`}
          </Typography.Text>
        </>
      ) : (
        <>
          <p className="quiet">{t('guest.hint')}</p>
          <Form<Values>
            form={form}
            layout="vertical"
            requiredMark={false}
            initialValues={{ days: 3 }}
            onFinish={(values) => make.mutate(values)}
          >
            <Form.Item
              name="name"
              label={t('guest.name')}
              rules={[{ required: true, whitespace: true, message: t('required') }]}
            >
              <Input maxLength={60} placeholder={t('guest.nameHint')} />
            </Form.Item>
            <Form.Item name="days" label={t('guest.days')} rules={[{ required: true, message: t('required') }]}>
              <InputNumber min={1} max={30} precision={0} />
            </Form.Item>
          </Form>
        </>
      )}
      {make.isError && <Failed error={make.error} />}
      {(links.data?.items.length ?? 0) > 0 && (
        <>
          <h3>{t('guest.links')}</h3>
          <ul className="guest-links">
            {links.data?.items.map((link) => (
              <LinkRow key={link.id} link={link} task={id} />
            ))}
          </ul>
        </>
      )}
    </Modal>
  );
}

function LinkRow({ link, task }: { link: GuestLinkItem; task: string }): ReactNode {
  const { t } = useWords();
  const { momentOfReal } = useTime();
  const queries = useQueryClient();
  const revoke = useMutation({
    mutationFn: () =>
      ask(guestApi.tasks[':id']['guest-links'][':link'].$delete({ param: { id: task, link: link.id } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['guest-links', task] }),
  });
  const standing = link.usedAt ? 'used' : link.revokedAt ? 'revoked' : link.open ? 'open' : 'over';
  return (
    <li>
      <bdi>{link.name}</bdi>
      <span className="quiet">{t(`guest.${standing}`)}</span>
      <span className="spacer" />
      {link.open && <span className="quiet">{t('guest.until', { when: momentOfReal(link.expiresAt) })}</span>}
      {link.open && (
        <Button size="small" danger loading={revoke.isPending} onClick={() => revoke.mutate()}>
          {t('guest.revoke')}
        </Button>
      )}
      {revoke.isError && <Failed error={revoke.error} />}
    </li>
  );
}
