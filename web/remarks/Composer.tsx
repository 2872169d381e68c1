// Where one says something: @ calls people who may read it, files go with it, and a decision keeps the numbers on the screen. What is
// typed is kept until it is said.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, Mentions } from 'antd';
import { type KeyboardEvent, type ReactNode, useDeferredValue, useMemo, useState } from 'react';
import { Files } from '../forms/Files.tsx';
import { UploadsReport, useUploads } from '../forms/uploads.ts';
import { Failed } from '../parts/Failed.tsx';
import { attempts } from '../reach/attempts.ts';
import { ask, remarkApi } from '../reach/client.ts';
import { useKept } from '../typed/useKept.ts';
import { useWords } from '../words/useWords.ts';
import type { Fact } from './facts.ts';
import { Saw } from './Remark.tsx';
import type { Thing } from './Remarks.tsx';

type Person = { id: string; name: string };
type Kept = { text?: string; called?: Person[]; files?: { file: string }[]; decision?: boolean };

const mac = /Mac|iP/.test(navigator.platform);

export function Composer({ about, facts }: { about: Thing; facts: Fact[] }): ReactNode {
  const { t } = useWords();
  const queries = useQueryClient();
  const kept = useKept(`remark:${about.kind}:${about.id}`);
  const { text = '', called = [], files = [], decision = false } = kept.values as Kept;
  const [asked, setAsked] = useState<string>();
  const q = useDeferredValue(asked);
  const uploads = useUploads();
  const send = useMemo(attempts, []);
  const people = useQuery({
    queryKey: ['remarkPeople', about.kind, about.id, q],
    queryFn: () => ask(remarkApi.remarks.people.$get({ query: { kind: about.kind, id: about.id, q: q ?? '' } })),
    enabled: q !== undefined,
    staleTime: 30_000,
    placeholderData: (before) => before,
  });
  // An answer that is still on its way must not put another under the key that chooses.
  const begun = (asked ?? '').toLowerCase();
  const offered = (people.data?.items ?? []).filter(
    ({ name, username }) => name.toLowerCase().startsWith(begun) || username?.toLowerCase().startsWith(begun),
  );
  /** Two of one name are told apart. */
  const calledBy = ({ name, username }: (typeof offered)[number]): string =>
    offered.filter((other) => other.name === name).length > 1 ? `${name}(${username ?? ''})` : name;
  const say = useMutation({
    mutationFn: () =>
      send(
        {
          about,
          text: text.trim(),
          decision,
          mentions: called.filter(({ name }) => text.includes(`@${name}`)).map(({ id }) => id),
          files: files.map(({ file }) => file),
          ...(decision && { saw: Object.fromEntries(facts.map(({ name, value }) => [name, value])) }),
        },
        ({ json, header }) => ask(remarkApi.remarks.$post({ json, header })),
      ),
    onSuccess: () => {
      kept.forget();
      void queries.invalidateQueries({ queryKey: ['remarks'] });
    },
    // What has changed meanwhile is to be seen before it is decided again.
    onError: () => void queries.invalidateQueries({ queryKey: about.kind === 'record' ? ['record'] : ['case'] }),
  });
  const empty = !text.trim() && files.length === 0;
  const busy = uploads.sending > 0 || say.isPending;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && (event.metaKey || event.ctrlKey) && !empty && !busy) {
      event.preventDefault();
      say.mutate();
    }
  };
  const wrote = !empty || decision;
  return (
    <div className="talk-write">
      <Mentions
        value={text}
        autoSize={{ minRows: wrote ? 2 : 1, maxRows: 10 }}
        placeholder={t('talk.write')}
        aria-label={t('talk.write')}
        maxLength={4_000}
        filterOption={false}
        notFoundContent={people.isFetching ? t('loading') : t('talk.nobody')}
        options={offered.map((person) => ({ value: calledBy(person), label: calledBy(person) }))}
        onSearch={setAsked}
        onSelect={({ value }) => {
          const person = offered.find((one) => calledBy(one) === value);
          if (person)
            kept.set('called', [...called.filter(({ id }) => id !== person.id), { id: person.id, name: value }]);
        }}
        onChange={(next) => kept.set('text', next)}
        onKeyDown={onKeyDown}
      />
      {say.isError && <Failed error={say.error} title={t('talk.notSaid')} />}
      {wrote && (
        <>
          {decision && facts.length > 0 && <Saw facts={facts} title={t('talk.keeps', { count: facts.length })} />}
          <div className="talk-do">
            <UploadsReport.Provider value={uploads.report}>
              <Files
                field={{ images: false, max: 10 }}
                value={files}
                readOnly={false}
                onChange={(next) => kept.set('files', next)}
              />
            </UploadsReport.Provider>
            <Checkbox checked={decision} onChange={({ target }) => kept.set('decision', target.checked)}>
              {t('talk.asDecision')}
            </Checkbox>
            <span className="spacer" />
            <Button
              type="primary"
              loading={say.isPending}
              disabled={empty || uploads.sending > 0}
              title={t('talk.sendHint', { key: mac ? '⌘↵' : 'Ctrl Enter' })}
              onClick={() => say.mutate()}
            >
              {t('talk.send')}
            </Button>
          </div>
        </>
      )}
    </div>
  );
}
