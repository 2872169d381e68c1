// Published versions: what each changed, and taking one back as the draft.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Drawer } from 'antd';
import { History } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Empty } from '../parts/Empty.tsx';
import { Failed } from '../parts/Failed.tsx';
import { Shown } from '../parts/Shown.tsx';
import { Tag } from '../parts/Tag.tsx';
import { useWidth } from '../parts/useWidth.ts';
import { ask, contentApi } from '../reach/client.ts';
import { useTime } from '../time/ShopTime.tsx';
import { useWords } from '../words/useWords.ts';
import { Changes } from './Changes.tsx';
import type { ContentKind, DraftOf } from './useContentDraft.ts';

type Props = {
  kind: ContentKind;
  contentKey: string;
  open: boolean;
  draft: DraftOf<unknown>;
  onClose: () => void;
  onReopen: () => void;
};

export function ContentVersions({ kind, contentKey, open, draft, onClose, onReopen }: Props): ReactNode {
  const { t } = useWords();
  const { momentOfReal, stamp, nowExactly } = useTime();
  const { message } = App.useApp();
  const phone = useWidth() === 'phone';
  const [shown, setShown] = useState<number>();
  const queries = useQueryClient();
  const query = useQuery({
    queryKey: ['content', kind, contentKey, 'versions'],
    queryFn: () => ask(contentApi.content[':kind'][':key'].versions.$get({ param: { kind, key: contentKey } })),
    enabled: open,
  });
  const restore = useMutation({
    mutationFn: async (version: number) => {
      await draft.flush();
      return ask(
        contentApi.content[':kind'][':key'].restore.$post({
          param: { kind, key: contentKey },
          json: { version, revision: draft.revision() },
        }),
      );
    },
    onSuccess: (_, version) => {
      void message.success(t('struct.restored', { n: version }));
      onClose();
      onReopen();
    },
  });
  const takeBack = useMutation({
    mutationFn: async (version: number) => {
      await draft.flush();
      return ask(
        contentApi.content[':kind'][':key'].versions[':version']['take-back'].$post({
          param: { kind, key: contentKey, version: version as never },
        }),
      );
    },
    onSuccess: (_, version) => {
      void queries.invalidateQueries({ queryKey: ['content', kind, contentKey, 'versions'] });
      void message.success(t('tables.takenBackNow', { n: version }));
      onClose();
      onReopen();
    },
  });
  return (
    <Drawer
      open={open}
      onClose={onClose}
      mask={false}
      size={phone ? '100%' : 400}
      title={t('versions.title')}
      destroyOnHidden
      styles={{ body: { padding: 0 } }}
    >
      {restore.isError && <Failed error={restore.error} />}
      {takeBack.isError && <Failed error={takeBack.error} />}
      <Shown query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon={History} title={t('versions.none')} hint={t('versions.noneHint')} />
          ) : (
            <ol className="content-versions">
              {items.map((version, place) => {
                const before = items[place + 1]?.version;
                return (
                  <li key={version.version}>
                    <p>
                      <strong>{t('version', { n: version.version })}</strong>
                      <span className="spacer" />
                      {before !== undefined && (
                        <button
                          type="button"
                          className="link"
                          aria-expanded={shown === version.version}
                          onClick={() => setShown(shown === version.version ? undefined : version.version)}
                        >
                          {t('struct.whatChanged')}
                        </button>
                      )}
                      {!version.takenBack && version.from > nowExactly() && (
                        <Button
                          size="small"
                          loading={takeBack.isPending && takeBack.variables === version.version}
                          onClick={() => takeBack.mutate(version.version)}
                        >
                          {t('tables.takeBack')}
                        </Button>
                      )}
                      {(place > 0 || version.takenBack) && (
                        <Button
                          size="small"
                          loading={restore.isPending && restore.variables === version.version}
                          onClick={() => restore.mutate(version.version)}
                        >
                          {t('versions.restore')}
                        </Button>
                      )}
                    </p>
                    <p className="quiet">
                      {version.by ?? t('versions.system')} · {momentOfReal(version.at)}
                      {version.takenBack ? (
                        <Tag tone="grey">{t('tables.takenBack')}</Tag>
                      ) : (
                        version.from > nowExactly() && (
                          <Tag tone="amber">{t('tables.holdsFrom', { when: stamp(version.from) })}</Tag>
                        )
                      )}
                    </p>
                    {version.note && <p>{version.note}</p>}
                    {shown === version.version && before !== undefined && (
                      <Compared
                        kind={kind}
                        contentKey={contentKey}
                        from={before}
                        to={version.version}
                        body={draft.body}
                      />
                    )}
                  </li>
                );
              })}
            </ol>
          )
        }
      </Shown>
    </Drawer>
  );
}

type ComparedProps = { kind: ContentKind; contentKey: string; from: number; to: number; body: unknown };

function Compared({ kind, contentKey, from, to, body }: ComparedProps): ReactNode {
  const { t } = useWords();
  const query = useQuery({
    queryKey: ['content', kind, contentKey, 'diff', from, to],
    queryFn: () =>
      ask(
        contentApi.content[':kind'][':key'].diff.$get({
          param: { kind, key: contentKey },
          query: { from: from as never, to: to as never },
        }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <Shown query={query}>
      {({ items }) => <Changes items={items} bodies={[body]} none={t('struct.noChanges', { n: from })} />}
    </Shown>
  );
}
