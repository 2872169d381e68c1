// The first page: sign in, or pick one of the demo shop's people; where nobody exists yet, the owner is made.

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Form, Input } from 'antd';
import { ChevronRight } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { TAGS } from '../../words/message.ts';
import { listed } from '../../words/say.ts';
import { Avatar } from '../parts/Avatar.tsx';
import { Failed } from '../parts/Failed.tsx';
import { Shown } from '../parts/Shown.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { actAs, ask, meApi, signInApi } from '../reach/client.ts';
import { chosenLanguage } from '../words/language.ts';
import { type Key, useWords } from '../words/useWords.ts';
import { Entrance } from './Entrance.tsx';
import { finishLeaving, hasEntered } from './leaving.ts';

type Credentials = { username: string; password: string };
type NewOwner = Credentials & { name: string; code: string };

export function SignIn(): ReactNode {
  const { t } = useWords();
  const { ended } = useSearch({ from: '/sign-in' });
  useEffect(() => void finishLeaving().catch(() => undefined), []);
  const setup = useQuery({ queryKey: ['setup'], queryFn: () => ask(signInApi.setup.$get()) });
  return (
    <Entrance>
      <Shown query={setup} skeleton={<Skeleton rows={3} lines={[50, 90]} height={64} />}>
        {({ needed, demo }) => (
          <div className={!needed && demo ? 'entrance-two' : ''}>
            <section>
              <h1>{t(needed ? 'signIn.firstTitle' : 'signIn.title')}</h1>
              {ended && <p role="status">{t('signIn.ended')}</p>}
              {needed ? <Owner /> : <Password />}
            </section>
            {!needed && demo && <People {...demo} />}
          </div>
        )}
      </Shown>
    </Entrance>
  );
}

function useEntered(): () => Promise<void> {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { to } = useSearch({ from: '/sign-in' });
  return async () => {
    hasEntered();
    queries.clear();
    actAs(undefined);
    const chosen = chosenLanguage();
    if (chosen) await meApi.me.$patch({ json: { language: TAGS[chosen] } }).catch(() => undefined);
    await navigate({ to: to?.startsWith('/') && !to.startsWith('//') ? to : '/', replace: true });
  };
}

function Password(): ReactNode {
  const { t } = useWords();
  const entered = useEntered();
  const [halfway, setHalfway] = useState(false);
  const enter = useMutation({
    mutationFn: (json: Credentials) => ask(signInApi.auth['sign-in'].$post({ json })),
    onSuccess: ({ person }) => (person === null ? setHalfway(true) : entered()),
  });
  if (halfway) return <SecondStep />;
  return (
    <Form<Credentials> layout="vertical" requiredMark={false} onFinish={(values) => enter.mutate(values)}>
      <Form.Item name="username" label={t('signIn.username')} rules={[{ required: true, message: t('required') }]}>
        <Input size="large" autoComplete="username" autoCapitalize="none" autoFocus />
      </Form.Item>
      <Form.Item name="password" label={t('signIn.password')} rules={[{ required: true, message: t('required') }]}>
        <Input.Password size="large" autoComplete="current-password" />
      </Form.Item>
      {enter.isError && <Failed error={enter.error} />}
      <Button type="primary" htmlType="submit" size="large" block loading={enter.isPending}>
        {t('signIn.enter')}
      </Button>
    </Form>
  );
}

/** The password was right; a code of the authenticator is asked. */
function SecondStep(): ReactNode {
  const { t } = useWords();
  const entered = useEntered();
  const enter = useMutation({
    mutationFn: (json: { code: string }) => ask(signInApi.auth['second-factor'].$post({ json })),
    onSuccess: entered,
  });
  return (
    <Form<{ code: string }> layout="vertical" requiredMark={false} onFinish={(values) => enter.mutate(values)}>
      <Form.Item
        name="code"
        label={t('access.code')}
        extra={t('access.codeHint')}
        rules={[{ required: true, message: t('required') }]}
      >
        <Input size="large" autoComplete="one-time-code" maxLength={40} autoFocus />
      </Form.Item>
      {enter.isError && <Failed error={enter.error} />}
      <Button type="primary" htmlType="submit" size="large" block loading={enter.isPending}>
        {t('signIn.enter')}
      </Button>
    </Form>
  );
}

function Owner(): ReactNode {
  const { t, language } = useWords();
  const entered = useEntered();
  const make = useMutation({
    mutationFn: (json: NewOwner) => ask(signInApi.setup.$post({ json: { ...json, language: TAGS[language] } })),
    onSuccess: entered,
  });
  return (
    <Form<NewOwner> layout="vertical" requiredMark={false} onFinish={(values) => make.mutate(values)}>
      <p className="quiet">{t('signIn.firstHint')}</p>
      <Form.Item
        name="code"
        label={t('signIn.setupCode')}
        extra={t('signIn.setupCodeHint')}
        rules={[{ required: true, message: t('required') }]}
      >
        <Input size="large" autoComplete="off" autoCapitalize="characters" autoFocus maxLength={40} />
      </Form.Item>
      <Form.Item name="name" label={t('signIn.name')} rules={[{ required: true, message: t('required') }]}>
        <Input size="large" autoComplete="name" />
      </Form.Item>
      <Form.Item
        name="username"
        label={t('signIn.username')}
        rules={[{ required: true, min: 2, pattern: /^[\p{L}\p{N}._-]+$/u, message: t('signIn.usernameRule') }]}
      >
        <Input size="large" autoComplete="username" autoCapitalize="none" />
      </Form.Item>
      <Form.Item
        name="password"
        label={t('signIn.password')}
        rules={[{ required: true, min: 10, message: t('password.tooShort') }]}
      >
        <Input.Password size="large" autoComplete="new-password" />
      </Form.Item>
      {make.isError && <Failed error={make.error} />}
      <Button type="primary" htmlType="submit" size="large" block loading={make.isPending}>
        {t('signIn.create')}
      </Button>
    </Form>
  );
}

type Demo = { password: string; accounts: { username: string; name: string; level: string; roles: string[] }[] };

function People({ password, accounts }: Demo): ReactNode {
  const { t, language } = useWords();
  const entered = useEntered();
  const enter = useMutation({
    mutationFn: (username: string) => ask(signInApi.auth['sign-in'].$post({ json: { username, password } })),
    onSuccess: entered,
  });
  return (
    <section className="demo">
      <h2>{t('signIn.demo')}</h2>
      <p className="quiet">{t('signIn.demoHint')}</p>
      {enter.isError && <Failed error={enter.error} />}
      <ul>
        {accounts.map(({ username, name, level, roles }) => (
          <li key={username}>
            <button type="button" disabled={enter.isPending} onClick={() => enter.mutate(username)}>
              <Avatar name={name} size={32} />
              <span className="cut">
                <strong>{name}</strong>
                <small>
                  {t(`level.${level}` as Key)} · {listed(roles, language)}
                </small>
              </span>
              <ChevronRight size={16} strokeWidth={1.75} aria-hidden="true" />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
