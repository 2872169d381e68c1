// Below the text of a course: its chapters one after the other, the quiz, and the certificate of whoever has passed.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Drawer } from 'antd';
import { Award, BookOpenCheck, Check, ChevronRight, Circle, RotateCcw } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { wordsIn } from '../forms/label.ts';
import { Failed } from '../parts/Failed.tsx';
import { Shown } from '../parts/Shown.tsx';
import { useAddress } from '../parts/useAddress.ts';
import { useWidth } from '../parts/useWidth.ts';
import { ask, courseApi, pageApi } from '../reach/client.ts';
import type { CourseDetail } from '../reach/shapes.ts';
import { useTime } from '../time/ShopTime.tsx';
import { useWords } from '../words/useWords.ts';
import { PageBody } from './PageBody.tsx';
import { QuizDrawer } from './QuizDrawer.tsx';
import { courseQuery, pageQuery } from './queries.ts';
import './course.css';

export function Course({ page }: { page: string }): ReactNode {
  const query = useQuery(courseQuery(page));
  return <Shown query={query}>{(course) => <Standing page={page} course={course} />}</Shown>;
}

function Standing({ page, course }: { page: string; course: CourseDetail }): ReactNode {
  const { t, language } = useWords();
  const { day } = useTime();
  const queries = useQueryClient();
  const [{ attempt }, go] = useAddress<{ attempt?: string | undefined }>();
  const [chapter, setChapter] = useState<string>();
  const { chapters, quiz, certificate, holds, open, past } = course;
  const left = chapters.filter(({ read }) => !read).length;
  const begin = useMutation({
    mutationFn: () => ask(courseApi.courses[':key'].attempt.$post({ param: { key: page } })),
    onSuccess: ({ id, ...begun }) => {
      queries.setQueryData(['pages', 'attempt', id], { ...begun, id });
      go({ attempt: id });
    },
  });
  const noneLeft = quiz?.left === 0 && open === null;
  return (
    <div className="course">
      {certificate && (
        <p className={`course-certificate ${holds ? 'is-green' : 'is-amber'}`}>
          <Award size={20} strokeWidth={1.75} aria-hidden="true" />
          <span>
            <strong>{t(holds ? 'pages.course.certified' : 'pages.course.over')}</strong>{' '}
            {t('pages.course.earned', { day: day(certificate.at), score: certificate.score })}
            {certificate.until !== null && ` · ${t('pages.course.until', { day: day(certificate.until) })}`}
          </span>
        </p>
      )}
      {chapters.length > 0 && (
        <section>
          <h3>
            {t('pages.course.chapters')}{' '}
            <small>{t('pages.course.done', { n: chapters.length - left, of: chapters.length })}</small>
          </h3>
          <ol>
            {chapters.map(({ key, title, read }) => (
              <li key={key}>
                <button type="button" onClick={() => setChapter(key)}>
                  {read ? (
                    <Check size={16} strokeWidth={2} className="is-green" aria-label={t('pages.course.isRead')} />
                  ) : (
                    <Circle size={16} strokeWidth={1.75} aria-label={t('pages.notRead')} />
                  )}
                  <span className="cut">{wordsIn(title, language)}</span>
                  <ChevronRight size={16} strokeWidth={1.75} aria-hidden="true" />
                </button>
              </li>
            ))}
          </ol>
        </section>
      )}
      {quiz && (
        <section>
          <h3>{t('pages.course.quiz')}</h3>
          <p className="quiet">
            {t('pages.course.rules', { questions: quiz.questions, pass: quiz.pass })}
            {quiz.left !== null && ` · ${t('pages.course.left', { count: quiz.left })}`}
            {quiz.validDays !== null && ` · ${t('pages.course.valid', { days: quiz.validDays })}`}
          </p>
          {past.length > 0 && (
            <ul className="course-past" aria-label={t('pages.course.past')}>
              {past.slice(0, 5).map(({ id, at, score, passed }) => (
                <li key={id}>
                  <button type="button" className="link" onClick={() => go({ attempt: id })}>
                    {day(at)} · {t('pages.course.score', { score })} ·{' '}
                    {t(passed ? 'pages.course.passed' : 'pages.course.failed')}
                  </button>
                </li>
              ))}
            </ul>
          )}
          <Button
            type={holds ? 'default' : 'primary'}
            disabled={left > 0 || noneLeft}
            loading={begin.isPending}
            onClick={() => begin.mutate()}
          >
            {past.length > 0 && open === null ? (
              <RotateCcw size={16} strokeWidth={1.75} />
            ) : (
              <BookOpenCheck size={16} strokeWidth={1.75} />
            )}
            {t(open ? 'pages.course.goOn' : past.length > 0 ? 'pages.course.again' : 'pages.course.begin')}
          </Button>
          {left > 0 && <p className="is-amber course-why">{t('pages.course.readFirst', { count: left })}</p>}
          {noneLeft && <p className="is-amber course-why">{t('pages.course.noneLeft')}</p>}
          {begin.isError && <Failed error={begin.error} onAgain={() => begin.mutate()} />}
        </section>
      )}
      <Chapter
        at={chapter}
        chapters={chapters}
        onGo={setChapter}
        onRead={() => void queries.invalidateQueries({ queryKey: ['pages'] })}
      />
      <QuizDrawer
        attempt={attempt}
        mayTryAgain={!noneLeft}
        onAgain={() => begin.mutate()}
        onClose={() => go({ attempt: undefined })}
      />
    </div>
  );
}

type ChapterProps = {
  at: string | undefined;
  chapters: CourseDetail['chapters'];
  onGo: (key: string | undefined) => void;
  onRead: () => void;
};
function Chapter({ at, chapters, onGo, onRead }: ChapterProps): ReactNode {
  const { t, language } = useWords();
  const phone = useWidth() === 'phone';
  const place = chapters.findIndex(({ key }) => key === at);
  const chapter = chapters[place];
  const query = useQuery({ ...pageQuery(at ?? ''), enabled: chapter !== undefined });
  const next =
    chapters.find(({ read }, index) => index > place && !read) ?? chapters.find(({ read, key }) => !read && key !== at);
  const note = useMutation({
    mutationFn: ({ key, version }: { key: string; version: number }) =>
      ask(pageApi.pages[':key'].read.$post({ param: { key }, json: { version } })),
    onSuccess: () => {
      onRead();
      onGo(next?.key);
    },
  });
  return (
    <Drawer
      open={chapter !== undefined}
      onClose={() => onGo(undefined)}
      size={phone ? '100%' : 640}
      title={chapter && wordsIn(chapter.title, language)}
      footer={
        query.data && (
          <div className="course-next">
            <span className="quiet">{t('pages.course.place', { n: place + 1, of: chapters.length })}</span>
            <Button
              type="primary"
              loading={note.isPending}
              onClick={() => query.data && note.mutate({ key: query.data.key, version: query.data.version })}
            >
              {t(next ? 'pages.course.next' : 'pages.course.allRead')}
            </Button>
          </div>
        )
      }
    >
      <Shown query={query}>
        {(page) => (
          <>
            <PageBody text={(language === 'en' && page.text.en) || page.text.zh} filling={page} />
            {note.isError && <Failed error={note.error} onAgain={() => note.reset()} />}
          </>
        )}
      </Shown>
    </Drawer>
  );
}
