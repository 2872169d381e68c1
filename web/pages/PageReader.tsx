// One page as it holds now: its text with the shop's numbers in it, what has changed since I read it, and noting that I have.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { BookOpenCheck, Check, History, Pencil, Printer } from 'lucide-react';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { changedLines } from '../../pages/changes.ts';
import { wordsIn } from '../forms/label.ts';
import { AsOf } from '../offline/AsOf.tsx';
import { Failed } from '../parts/Failed.tsx';
import { Shown } from '../parts/Shown.tsx';
import { Tag } from '../parts/Tag.tsx';
import { ask, asRefusal, pageApi } from '../reach/client.ts';
import type { PageDetail } from '../reach/shapes.ts';
import { isManager, useMe } from '../session/useMe.ts';
import { useTime } from '../time/ShopTime.tsx';
import { useWords } from '../words/useWords.ts';
import { Course } from './Course.tsx';
import { PageBody } from './PageBody.tsx';
import { PageSide } from './PageSide.tsx';
import { pageQuery } from './queries.ts';

export function PageReader({ page: key }: { page: string }): ReactNode {
  const query = useQuery(pageQuery(key));
  return (
    <article className="handbook-page">
      <AsOf at={query.dataUpdatedAt} />
      <Shown query={query}>{(page) => <Read page={page} />}</Shown>
    </article>
  );
}

/** Whoever has had it before his eyes for so long has seen it; what has to be read is noted by hand. */
const SEEN_MS = 4_000;
const LETTERS_A_MINUTE = 400;

function Read({ page }: { page: PageDetail }): ReactNode {
  const { t, language } = useWords();
  const { day, now, momentWithin } = useTime();
  const manager = isManager(useMe());
  const queries = useQueryClient();
  const text = (language === 'en' && page.text.en) || page.text.zh;
  const { key, version, toRead, readVersion, reviewAt, due } = page;
  const note = useMutation({
    mutationFn: () => ask(pageApi.pages[':key'].read.$post({ param: { key }, json: { version } })),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['pages', 'list'] });
      if (!toRead) return;
      void queries.invalidateQueries({ queryKey: ['pages'] });
    },
    onError: (error) => {
      if (asRefusal(error).code === 'pageMoved') void queries.invalidateQueries({ queryKey: ['pages'] });
    },
  });
  const { mutate } = note;
  useEffect(() => {
    if (page.quiz || toRead || readVersion === version) return;
    const timer = setTimeout(() => mutate(), SEEN_MS);
    return () => clearTimeout(timer);
  }, [mutate, page.quiz, toRead, readVersion, version]);
  const minutes = Math.max(1, Math.round(text.length / LETTERS_A_MINUTE));
  const since = day(page.from);
  return (
    <>
      <header className="handbook-head">
        <div className="handbook-tools">
          <span className="quiet">{page.folder ? wordsIn(page.folder, language) : t(`pages.kind.${page.kind}`)}</span>
          <span className="spacer" />
          <span className="quiet">
            <History size={15} strokeWidth={1.75} aria-hidden="true" /> {t('version', { n: version })}
          </span>
          {manager && (
            <Link to="/pages/$key" params={{ key }} className="handbook-tool">
              <Pencil size={15} strokeWidth={1.75} aria-hidden="true" /> {t('pages.edit')}
            </Link>
          )}
          <button type="button" className="handbook-tool" onClick={() => print()}>
            <Printer size={15} strokeWidth={1.75} aria-hidden="true" /> {t('pages.print')}
          </button>
        </div>
      </header>
      <div className="handbook-scroll">
        <div className="handbook-text">
          <h2>
            {wordsIn(page.title, language)}{' '}
            {reviewAt !== null && reviewAt < now && <Tag tone="amber">{t('pages.reviewNow')}</Tag>}
          </h2>
          <p className="handbook-meta">
            {page.publishedBy
              ? t('pages.since', { who: page.publishedBy.name, day: since })
              : t('pages.sinceNobody', { day: since })}
            {' · '}
            {t('pages.minutes', { count: minutes })}
            {reviewAt !== null && reviewAt >= now && ` · ${t('pages.review', { day: day(reviewAt) })}`}
          </p>
          {page.before && <Changed page={page} text={text} />}
          <PageBody text={text} filling={page} />
          {page.kind === 'course' && <Course page={key} />}
          {!page.quiz && (toRead || readVersion === version) && (
            <footer className="handbook-note">
              {toRead ? (
                <>
                  <span className={due !== null && due < now ? 'is-red' : 'is-amber'}>
                    {due === null ? t('pages.pleaseRead') : t('pages.dueRead', { when: momentWithin(due) })}
                  </span>
                  <Button type="primary" loading={note.isPending} onClick={() => note.mutate()}>
                    <BookOpenCheck size={16} strokeWidth={1.75} /> {t('pages.read')}
                  </Button>
                </>
              ) : (
                <span className="is-green">
                  <Check size={16} strokeWidth={2} aria-hidden="true" /> {t('pages.haveRead')}
                </span>
              )}
            </footer>
          )}
          {note.isError && toRead && <Failed error={note.error} onAgain={() => note.mutate()} />}
        </div>
        <PageSide page={page} />
      </div>
    </>
  );
}

function Changed({ page, text }: { page: PageDetail; text: string }): ReactNode {
  const { t, language } = useWords();
  const [open, setOpen] = useState(false);
  const before = (language === 'en' && page.before?.en) || page.before?.zh || '';
  const lines = useMemo(() => changedLines(before, text).filter(({ is }) => is !== 'same'), [before, text]);
  return (
    <section className="handbook-changed">
      <p>
        {t('pages.youRead', { n: page.readVersion ?? 0 })}{' '}
        <button type="button" className="link" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t(open ? 'pages.hideChanges' : 'pages.showChanges')}
        </button>
      </p>
      {open && (
        <ul>
          {lines
            .filter((line) => line.text.trim())
            .map((line, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines of one text
              <li key={at} className={`is-${line.is}`}>
                <span className="unseen">{t(line.is === 'come' ? 'pages.added' : 'pages.removed')} </span>
                {line.is === 'come' ? <ins>{line.text}</ins> : <del>{line.text}</del>}
              </li>
            ))}
        </ul>
      )}
    </section>
  );
}
