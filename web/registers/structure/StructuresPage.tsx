// All registers as what a manager may change: where each stands in its life.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { App, Button, Checkbox } from 'antd';
import { NotebookText, Plus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { ArchiveVerb } from '../../content/ArchiveVerb.tsx';
import { ContentTabs } from '../../content/ContentTabs.tsx';
import { useLifeColumns } from '../../content/life-columns.tsx';
import { NewContent } from '../../content/NewContent.tsx';
import { wordsIn } from '../../forms/label.ts';
import { Empty } from '../../parts/Empty.tsx';
import { Find } from '../../parts/Find.tsx';
import { List } from '../../parts/List.tsx';
import { ListPage } from '../../parts/ListPage.tsx';
import { useAddress } from '../../parts/useAddress.ts';
import { ask, asRefusal, contentApi } from '../../reach/client.ts';
import type { ContentItem } from '../../reach/shapes.ts';
import { useWords } from '../../words/useWords.ts';

export function StructuresPage(): ReactNode {
  const { t, language } = useWords();
  const life = useLifeColumns<ContentItem>();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [{ q = '', archived }, go] = useAddress<{ q?: string | undefined; archived?: string | undefined }>();
  const [making, setMaking] = useState(false);
  const query = useQuery({
    queryKey: ['content', 'register', 'list', Boolean(archived)],
    queryFn: () =>
      ask(
        contentApi.content[':kind'].$get({
          param: { kind: 'register' },
          query: archived ? { archived: 'true' as never } : {},
        }),
      ),
    placeholderData: (before) => before,
  });
  const put = useMutation({
    mutationFn: (key: string) =>
      ask(
        contentApi.content[':kind'][':key'].archived.$put({
          param: { kind: 'register', key },
          json: { archived: !archived },
        }),
      ),
    onError: (error) => void message.error(`${asRefusal(error).title} ${asRefusal(error).detail}`),
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: ['content', 'register'] });
      void queries.invalidateQueries({ queryKey: ['registers'] });
    },
  });
  const wanted = q.toLowerCase();
  const items = query.data?.items.filter(({ key, name }) =>
    `${key} ${name.zh} ${name.en ?? ''}`.toLowerCase().includes(wanted),
  );
  return (
    <ListPage
      title={t('struct.title')}
      above={<ContentTabs />}
      tools={
        <>
          <Find value={q} label={t('struct.find')} onFind={(next) => go({ q: next })} />
          <Checkbox
            checked={Boolean(archived)}
            onChange={({ target }) => go({ archived: target.checked ? 'yes' : undefined })}
          >
            {t('reg.archived')}
          </Checkbox>
          <span className="spacer" />
          <Button type="primary" onClick={() => setMaking(true)}>
            <Plus size={16} strokeWidth={1.75} /> {t('reg.newRegister')}
          </Button>
        </>
      }
    >
      <NewContent kind="register" open={making} onClose={() => setMaking(false)} />
      <List
        rows={{ ...query, data: items }}
        idOf={({ key }) => key}
        opens
        keys
        empty={
          <Empty
            icon={NotebookText}
            title={t(q || archived ? 'inbox.nothingFound' : 'reg.noRegisters')}
            hint={t('reg.noRegistersHint')}
          />
        }
        columns={[
          {
            id: 'name',
            head: t('rail.registers'),
            cell: ({ key, name }) => (
              <Link to="/registers/$register/structure" params={{ register: key }} className="cut">
                {wordsIn(name, language)}
              </Link>
            ),
          },
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
            cell: ({ key, name }) => (
              <ArchiveVerb name={wordsIn(name, language)} archived={Boolean(archived)} onPut={() => put.mutate(key)} />
            ),
          },
        ]}
      />
    </ListPage>
  );
}
