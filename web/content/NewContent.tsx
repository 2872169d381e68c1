// Something new under the life cycle: its name and key, and a draft that its editor opens.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Input, Modal } from 'antd';
import { type ReactNode, useId } from 'react';
import { Failed } from '../parts/Failed.tsx';
import { ask, contentApi } from '../reach/client.ts';
import { useKept } from '../typed/useKept.ts';
import { type Key, useWords } from '../words/useWords.ts';

type Kind = 'register' | 'decision' | 'page';
const WORDS: Record<Kind, Record<'title' | 'called' | 'calledHint' | 'keyRule', Key> & { example: string }> = {
  register: {
    title: 'reg.newRegister',
    called: 'struct.registerName',
    calledHint: 'struct.registerNameHint',
    keyRule: 'struct.keyRule',
    example: 'supplier',
  },
  decision: {
    title: 'tables.new',
    called: 'tables.called',
    calledHint: 'tables.calledHint',
    keyRule: 'tables.keyRule',
    example: 'budget',
  },
  page: {
    title: 'pages.content.make',
    called: 'pages.content.called',
    calledHint: 'pages.content.calledHint',
    keyRule: 'pages.content.keyRule',
    example: 'returns-inspection',
  },
};
type Props = { kind: Kind; open: boolean; onClose: () => void };

export function NewContent({ kind, open, onClose }: Props): ReactNode {
  const { t } = useWords();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const id = useId();
  const kept = useKept(`new:${kind}`);
  const { name = '', key = '' } = kept.values as { name?: string; key?: string };
  const right = /^[a-z][a-z0-9-]{0,58}$/.test(key);
  const first: Record<Kind, () => object> = {
    register: () => firstRegister(key, name.trim(), t('struct.code'), t('struct.nameField')),
    decision: () => firstTable(key, name.trim(), t('tables.looksAt'), t('tables.gives')),
    page: () => ({ key, kind: 'sop', title: { zh: name.trim() }, text: { zh: t('pages.content.first') } }),
  };
  const words = WORDS[kind];
  const make = useMutation({
    mutationFn: () =>
      ask(
        contentApi.content[':kind'][':key'].draft.$put({
          param: { kind, key },
          json: {
            revision: 0,
            body: first[kind](),
          },
        }),
      ),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['content', kind] });
      kept.forget();
      onClose();
      if (kind === 'register') void navigate({ to: '/registers/$register/structure', params: { register: key } });
      else void navigate({ to: kind === 'page' ? '/pages/$key' : '/decision-tables/$key', params: { key } });
    },
  });
  return (
    <Modal open={open} onCancel={onClose} footer={null} title={t(words.title)} destroyOnHidden>
      <form
        className="new-content"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() && right) make.mutate();
        }}
      >
        <label htmlFor={`${id}-name`}>
          <span>{t(words.called)}</span>
          <Input
            id={`${id}-name`}
            value={name}
            maxLength={40}
            placeholder={t(words.calledHint)}
            onChange={({ target }) => kept.set('name', target.value)}
          />
        </label>
        <label htmlFor={`${id}-key`}>
          <span>{t('struct.key')}</span>
          <Input
            id={`${id}-key`}
            value={key}
            maxLength={59}
            placeholder={words.example}
            status={key && !right ? 'error' : ''}
            onChange={({ target }) => kept.set('key', target.value.trim().toLowerCase())}
          />
          <small className={key && !right ? 'is-red' : 'quiet'}>{t(words.keyRule)}</small>
        </label>
        {make.isError && <Failed error={make.error} />}
        <Button type="primary" htmlType="submit" loading={make.isPending} disabled={!name.trim() || !right}>
          {t('processes.create')}
        </Button>
      </form>
    </Modal>
  );
}

/** A code that names a record, and what it is called: the least that publishes. */
const firstRegister = (key: string, name: string, code: string, title: string) => ({
  key,
  name: { zh: name },
  keyField: 'code',
  title: '=name',
  fields: [
    { type: 'text', id: 'code', label: { zh: code }, required: true, find: 'text' },
    { type: 'text', id: 'name', label: { zh: title }, required: true },
  ],
});

/** One column that is looked at, one that is given; what they are called in the process is said next. */
const firstTable = (key: string, name: string, looksAt: string, gives: string) => ({
  id: key,
  name,
  hitPolicy: 'FIRST',
  inputs: [{ id: 'input_1', label: looksAt, expression: 'amount' }],
  outputs: [{ id: 'output_1', name: 'result', label: gives }],
  rules: [{ id: 'rule_1', inputs: ['-'], outputs: [''] }],
});
