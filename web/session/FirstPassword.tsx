// A password that somebody else has set is changed before anything else.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import type { ReactNode } from 'react';
import { Failed } from '../parts/Failed.tsx';
import { ask, signInApi } from '../reach/client.ts';
import { useWords } from '../words/useWords.ts';
import { Entrance } from './Entrance.tsx';

type Values = { old: string; fresh: string };

export function FirstPassword(): ReactNode {
  const { t } = useWords();
  const queries = useQueryClient();
  const change = useMutation({
    mutationFn: (json: Values) => ask(signInApi.auth.password.$post({ json })),
    onSuccess: () => queries.resetQueries(),
  });
  return (
    <Entrance>
      <section>
        <h1>{t('password.first')}</h1>
        <p className="quiet">{t('password.firstHint')}</p>
        <Form<Values> layout="vertical" requiredMark={false} onFinish={(values) => change.mutate(values)}>
          <Form.Item name="old" label={t('password.old')} rules={[{ required: true, message: t('required') }]}>
            <Input.Password size="large" autoComplete="current-password" autoFocus />
          </Form.Item>
          <Form.Item
            name="fresh"
            label={t('password.fresh')}
            rules={[{ required: true, min: 10, message: t('password.tooShort') }]}
          >
            <Input.Password size="large" autoComplete="new-password" />
          </Form.Item>
          {change.isError && <Failed error={change.error} />}
          <Button type="primary" htmlType="submit" size="large" block loading={change.isPending}>
            {t('password.change')}
          </Button>
        </Form>
      </section>
    </Entrance>
  );
}
