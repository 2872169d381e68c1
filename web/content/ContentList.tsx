// All of a kind as what a manager may change: where each stands in its life, something new, archive and back.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Checkbox } from 'antd';
import { type LucideIcon, Plus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { wordsIn } from '../forms/label.ts';
import { Empty } from '../parts/Empty.tsx';
import { Find } from '../parts/Find.tsx';
import { type Column, List } from '../parts/List.tsx';
import { ListPage } from '../parts/ListPage.tsx';
import { useAddress } from '../parts/useAddress.ts';
import { ask, asRefusal, contentApi } from '../reach/client.ts';
import type { ContentItem } from '../reach/shapes.ts';
import { useWords } from '../words/useWords.ts';
import { ArchiveVerb } from './ArchiveVerb.tsx';
import { ContentTabs } from './ContentTabs.tsx';
import { useLifeColumns } from './life-columns.tsx';
import { NewContent } from './NewContent.tsx';

type Kind = 'register' | 'decision' | 'page';
type Words = { title: string; find: string; make: string; head: string; none: string; noneHint: string };
type Props = {
  kind: Kind;
  icon: LucideIcon;
  words: Words;
  /** The name, leading to its editor. */
  name: (item: ContentItem, words: string) => ReactNode;
};

export function ContentList({ kind, icon, words, name }: Props): ReactNode {
  const { t, language } = useWords();
  const life = useLifeColumns<ContentItem>();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [{ q = '', archived }, go] = useAddress<{ q?: string | undefined; archived?: string | undefined }>();
  const [making, setMaking] = useState(false);
  const query = useQuery({
    queryKey: ['content', kind, 'list', Boolean(archived)],
    queryFn: () =>
      ask(contentApi.content[':kind'].$get({ param: { kind }, query: archived ? { archived: 'true' as never } : {} })),
    placeholderData: (before) => before,
  });
  const put = useMutation({
    mutationFn: (key: string) =>
      ask(contentApi.content[':kind'][':key'].archived.$put({ param: { kind, key }, json: { archived: !archived } })),
    onError: (error) => void message.error(`${asRefusal(error).title} ${asRefusal(error).detail}`),
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: ['content', kind] });
      void queries.invalidateQueries({ queryKey: ['registers'] });
    },
  });
  const wanted = q.toLowerCase();
  const items = query.data?.items.filter((one) =>
    `${one.key} ${one.name.zh} ${one.name.en ?? ''}`.toLowerCase().includes(wanted),
  );
  const columns: Column<ContentItem>[] = [
    { id: 'name', head: words.head, cell: (item) => name(item, wordsIn(item.name, language)) },
    {
      id: 'key',
      head: t('struct.key'),
      gives: 1,
      className: 'quiet',
      cell: ({ key }) => <span className="mono">{key}</span>,
    },
    life.pack,
    life.version,
    life.published,
    {
      id: 'verbs',
      head: t('more'),
      unseen: true,
      className: 'is-end is-verbs',
      cell: (item) => (
        <ArchiveVerb
          name={wordsIn(item.name, language)}
          archived={Boolean(archived)}
          onPut={() => put.mutate(item.key)}
        />
      ),
    },
  ];
  return (
    <ListPage
      title={words.title}
      above={<ContentTabs />}
      tools={
        <>
          <Find value={q} label={words.find} onFind={(next) => go({ q: next })} />
          <Checkbox
            checked={Boolean(archived)}
            onChange={({ target }) => go({ archived: target.checked ? 'yes' : undefined })}
          >
            {t('reg.archived')}
          </Checkbox>
          <span className="spacer" />
          <Button type="primary" onClick={() => setMaking(true)}>
            <Plus size={16} strokeWidth={1.75} /> {words.make}
          </Button>
        </>
      }
    >
      <NewContent kind={kind} open={making} onClose={() => setMaking(false)} />
      <List
        rows={{ ...query, data: items }}
        idOf={({ key }) => key}
        opens
        keys
        empty={<Empty icon={icon} title={q || archived ? t('inbox.nothingFound') : words.none} hint={words.noneHint} />}
        columns={columns}
      />
    </ListPage>
  );
}
