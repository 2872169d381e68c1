// 手册: the pages by folder, what I have to read, and the page that is open.
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import {
  BookOpen,
  BookOpenCheck,
  FileText,
  GraduationCap,
  type LucideIcon,
  MessageSquareQuote,
  Plus,
  UsersRound,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { isSaid } from '../../pages/page.ts';
import { wordsIn } from '../forms/label.ts';
import { Empty } from '../parts/Empty.tsx';
import { Find } from '../parts/Find.tsx';
import { List } from '../parts/List.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { Tabs } from '../parts/Tabs.tsx';
import { useAddress } from '../parts/useAddress.ts';
import { usePages } from '../parts/usePages.ts';
import { useWidth } from '../parts/useWidth.ts';
import { ask, pageApi } from '../reach/client.ts';
import type { PageItem } from '../reach/shapes.ts';
import { isManager, useMe } from '../session/useMe.ts';
import { Where } from '../shell/Where.tsx';
import { useTime } from '../time/ShopTime.tsx';
import { useWords } from '../words/useWords.ts';
import { Certificates } from './Certificates.tsx';
import { PageReader } from './PageReader.tsx';
import { toReadQuery } from './queries.ts';
import './pages.css';

const iconOf = ({ kind }: PageItem): LucideIcon =>
  isSaid(kind) ? MessageSquareQuote : kind === 'course' ? GraduationCap : FileText;

export function HandbookPage(): ReactNode {
  const { t } = useWords();
  const { key } = useParams({ strict: false }) as { key?: string };
  const width = useWidth();
  const narrow = width === 'phone' || width === 'narrow';
  return (
    <div className={`handbook is-${width}`}>
      <Where>
        {narrow && key !== undefined ? (
          <nav className="crumbs" aria-label={t('crumbs')}>
            <Link to="/handbook" search={(before) => before}>
              {t('pages.back')}
            </Link>
            <h1 className="top-title">{t('pages.title')}</h1>
          </nav>
        ) : (
          <h1 className="top-title">{t('pages.title')}</h1>
        )}
      </Where>
      {(!narrow || key === undefined) && <Contents at={key} />}
      {key === undefined ? (
        !narrow && (
          <div className="handbook-blank">
            <Empty icon={BookOpen} title={t('pages.choose')} hint={t('pages.chooseHint')} />
          </div>
        )
      ) : (
        <PageReader key={key} page={key} />
      )}
    </div>
  );
}

function Contents({ at }: { at: string | undefined }): ReactNode {
  const { t, language } = useWords();
  const manager = isManager(useMe());
  const [{ q = '', mine, certificates }, go] = useAddress<{
    q?: string | undefined;
    mine?: string | undefined;
    certificates?: string | undefined;
  }>();
  const count = useQuery(toReadQuery).data?.toRead;
  const rows = usePages(['pages', 'list', q, mine ?? ''], async (from) => {
    const { items, next } = await ask(
      pageApi.pages.$get({
        query: { ...from, limit: 100, ...(q && { q }), ...(mine && { toRead: 'true' as never }) },
      }),
    );
    return { items: items.map((one) => ({ ...one, id: one.key })), next };
  });
  return (
    <nav className="handbook-list" aria-label={t('pages.all')}>
      <Tabs
        label={t('pages.title')}
        at={certificates ? 'certificates' : mine ? 'mine' : 'all'}
        tabs={[
          { value: 'all', label: t('pages.all') },
          { value: 'mine', label: t('pages.mine'), ...(count ? { count } : {}) },
          { value: 'certificates', label: t('pages.course.certificates') },
        ]}
        onTab={(tab) =>
          go({ mine: tab === 'mine' ? 'yes' : undefined, certificates: tab === 'certificates' ? 'yes' : undefined })
        }
      />
      {certificates ? (
        <div className="handbook-rows">
          <Certificates />
        </div>
      ) : (
        <>
          <div className="handbook-find">
            <Find value={q} label={t('pages.find')} onFind={(next) => go({ q: next })} />
          </div>
          <div className="handbook-rows">
            <List
              rows={rows}
              skeleton={<Skeleton rows={8} lines={[70]} height={36} />}
              empty={
                q ? (
                  <Empty icon={BookOpen} title={t('inbox.nothingFound')} />
                ) : mine ? (
                  <Empty icon={BookOpenCheck} title={t('pages.nothing')} hint={t('pages.nothingHint')} />
                ) : (
                  <Empty icon={BookOpen} title={t('pages.none')} hint={t('pages.noneHint')} />
                )
              }
            >
              {(items) =>
                foldersOf(items, (page) => folderName(page, t, language)).map(([folder, pages]) => (
                  <section key={folder}>
                    <h2>
                      {folder} <small>{pages.length}</small>
                    </h2>
                    <ul>
                      {pages.map((page) => (
                        <Row key={page.key} page={page} at={page.key === at} />
                      ))}
                    </ul>
                  </section>
                ))
              }
            </List>
          </div>
        </>
      )}
      {manager && (
        <footer>
          <Link to="/pages" className="link">
            <Plus size={14} strokeWidth={1.75} aria-hidden="true" /> {t('pages.content.make')}
          </Link>
          <Link to="/receipts" className="link">
            <UsersRound size={14} strokeWidth={1.75} aria-hidden="true" /> {t('pages.receipts')}
          </Link>
        </footer>
      )}
    </nav>
  );
}

type Words = ReturnType<typeof useWords>;
const folderName = ({ folder, kind }: PageItem, t: Words['t'], language: Words['language']): string =>
  folder ? wordsIn(folder, language) : t(`pages.kind.${kind}`);

/** As they come: by folder, those without one by their kind. */
function foldersOf<Item extends PageItem>(items: Item[], nameOf: (item: Item) => string): [string, Item[]][] {
  const found = new Map<string, Item[]>();
  for (const item of items) {
    const name = nameOf(item);
    const list = found.get(name);
    if (list) list.push(item);
    else found.set(name, [item]);
  }
  return [...found];
}

function Row({ page, at }: { page: PageItem; at: boolean }): ReactNode {
  const { t, language } = useWords();
  const { now } = useTime();
  const Icon = iconOf(page);
  const { readVersion, version, toRead, reviewAt } = page;
  const mark = toRead
    ? t(page.quiz ? 'pages.course.please' : 'pages.pleaseRead')
    : readVersion !== null && readVersion < version
      ? t('pages.changed')
      : reviewAt !== null && reviewAt < now
        ? t('pages.reviewNow')
        : '';
  return (
    <li>
      <Link
        to="/handbook/$key"
        params={{ key: page.key }}
        search={(before) => before}
        className={`handbook-row ${at ? 'is-here' : ''}`}
        aria-current={at ? 'page' : undefined}
      >
        <Icon size={16} strokeWidth={1.75} aria-hidden="true" />
        <span className="cut">{wordsIn(page.title, language)}</span>
        {mark && <small className="is-amber">{mark}</small>}
      </Link>
    </li>
  );
}
