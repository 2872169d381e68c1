// One thing that was said: by whom, when, with its files and, of a decision, the numbers it saw. Its writer may change it for ten minutes.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { Pencil, Stamp, Strikethrough } from 'lucide-react';
import { Fragment, type ReactNode, useState } from 'react';
import { Files } from '../forms/Files.tsx';
import { Avatar } from '../parts/Avatar.tsx';
import { Failed } from '../parts/Failed.tsx';
import { Tag } from '../parts/Tag.tsx';
import { ask, remarkApi } from '../reach/client.ts';
import type { RemarkItem } from '../reach/shapes.ts';
import { useTime } from '../time/ShopTime.tsx';
import { useWords } from '../words/useWords.ts';
import { type Fact, factWords } from './facts.ts';
import type { Thing } from './Remarks.tsx';

type Props = {
  remark: RemarkItem;
  /** Where it is shown: what it is about is said only elsewhere. */
  where?: Thing;
  /** In a list of many things: what it is about. */
  head?: ReactNode;
};

export function Remark({ remark, where, head }: Props): ReactNode {
  const { t } = useWords();
  const { moment, stamp } = useTime();
  const queries = useQueryClient();
  const [text, setText] = useState<string>();
  const again = (): void => void queries.invalidateQueries({ queryKey: ['remarks'] });
  const edit = useMutation({
    mutationFn: (said: string) =>
      ask(
        remarkApi.remarks[':id'].$patch({
          param: { id: remark.id },
          json: {
            text: said,
            mentions: remark.mentions.filter(({ name }) => said.includes(`@${name}`)).map(({ id }) => id),
          },
        }),
      ),
    onSuccess: () => {
      setText(undefined);
      again();
    },
  });
  const strike = useMutation({
    mutationFn: () => ask(remarkApi.remarks[':id'].$delete({ param: { id: remark.id } })),
    onSuccess: again,
  });
  const { by, at, kind, deletedAt, deletedBy, editedAt } = remark;
  const gone = deletedAt !== null;
  const failed = edit.error ?? strike.error;
  return (
    <li className={`talk-line ${kind === 'decision' ? 'is-decision' : ''}`}>
      <Avatar name={by.name} size={24} />
      <div>
        {head}
        <p className="talk-by">
          <strong>{by.name}</strong>
          {kind === 'decision' && (
            <Tag tone="accent" icon={Stamp}>
              {t('talk.decision')}
            </Tag>
          )}
          <time title={stamp(at)}>{moment(at)}</time>
          {remark.step && where?.kind !== 'task' && <small>{t('talk.on', { step: remark.step })}</small>}
          {gone ? (
            <small>{t('talk.struck', { who: deletedBy ?? '' })}</small>
          ) : (
            editedAt !== null && <small>{t('talk.edited')}</small>
          )}
          <span className="spacer" />
          {remark.editable > 0 && text === undefined && (
            <button type="button" className="act" aria-label={t('talk.edit')} onClick={() => setText(remark.text)}>
              <Pencil size={14} strokeWidth={1.75} aria-hidden="true" />
            </button>
          )}
          {remark.mayDelete && (
            <button
              type="button"
              className="act"
              aria-label={t('talk.strike')}
              title={t('talk.strike')}
              disabled={strike.isPending}
              onClick={() => strike.mutate()}
            >
              <Strikethrough size={14} strokeWidth={1.75} aria-hidden="true" />
            </button>
          )}
        </p>
        {text === undefined ? (
          remark.text && <p className="talk-text">{gone ? <s>{remark.text}</s> : <Said remark={remark} />}</p>
        ) : (
          <div className="talk-edit">
            <Input.TextArea
              autoFocus
              value={text}
              maxLength={4_000}
              autoSize={{ minRows: 2, maxRows: 10 }}
              aria-label={t('talk.edit')}
              onChange={({ target }) => setText(target.value)}
            />
            <Button size="small" onClick={() => setText(undefined)}>
              {t('cancel')}
            </Button>
            <Button
              size="small"
              type="primary"
              loading={edit.isPending}
              disabled={!text.trim()}
              onClick={() => edit.mutate(text.trim())}
            >
              {t('talk.save')}
            </Button>
          </div>
        )}
        {remark.files.length > 0 && !gone && (
          <Files field={{ images: false, max: 10 }} value={remark.files} readOnly onChange={() => {}} />
        )}
        {remark.saw && remark.saw.length > 0 && <Saw facts={remark.saw as Fact[]} />}
        {failed && <Failed error={failed} />}
      </div>
    </li>
  );
}

/** Names of those who were called stand out. */
function Said({ remark: { text, mentions } }: { remark: RemarkItem }): ReactNode {
  const names = mentions.map(({ name }) => `@${name}`).sort((a, b) => b.length - a.length);
  if (names.length === 0) return text;
  const parts = text.split(
    new RegExp(`(${names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})`),
  );
  return parts.map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of a text have no identity
    <Fragment key={index}>{names.includes(part) ? <span className="talk-name">{part}</span> : part}</Fragment>
  ));
}

export function Saw({ facts, title }: { facts: Fact[]; title?: string }): ReactNode {
  const { t, language } = useWords();
  const { zone } = useTime();
  return (
    <details className="talk-saw">
      <summary>{title ?? t('talk.saw')}</summary>
      <dl>
        {facts.map((fact) => {
          const { label, text } = factWords(fact, { language, zone });
          return (
            <div key={fact.name}>
              <dt>{label}</dt>
              <dd>
                <bdi>{text}</bdi>
              </dd>
            </div>
          );
        })}
      </dl>
    </details>
  );
}
