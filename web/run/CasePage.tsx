// One case: the picture with where it stands, its data below, its story at the right; what managers may do to it.
import { Link, useParams } from '@tanstack/react-router';
import { Tooltip } from 'antd';
import { ChevronRight, Printer } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useMemo, useState } from 'react';
import { ClockMark } from '../parts/ClockMark.tsx';
import { DueMark } from '../parts/DueMark.tsx';
import { Later } from '../parts/Later.tsx';
import { Paused } from '../parts/Paused.tsx';
import { Shown } from '../parts/Shown.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { Tag } from '../parts/Tag.tsx';
import { useWidth } from '../parts/useWidth.ts';
import type { CaseDetail } from '../reach/shapes.ts';
import { useRemarks } from '../remarks/queries.ts';
import { isManager, useMe } from '../session/useMe.ts';
import { Where } from '../shell/Where.tsx';
import { withHoldings } from '../story/holdings.ts';
import { withRemarks } from '../story/remarks.ts';
import { StoryLines } from '../story/StoryLines.tsx';
import { storyOf } from '../story/story.ts';
import { useTime } from '../time/ShopTime.tsx';
import { named, useWords } from '../words/useWords.ts';
import { CaseData } from './CaseData.tsx';
import { CaseStatus } from './CaseStatus.tsx';
import { CaseVerbs } from './CaseVerbs.tsx';
import { Incidents } from './Incidents.tsx';
import { OpenWork } from './OpenWork.tsx';
import { useStory } from './useStory.ts';
import './run.css';

const CasePicture = lazy(() => import('./CasePicture.tsx').then(({ CasePicture: made }) => ({ default: made })));

export function CasePage(): ReactNode {
  const { id } = useParams({ from: '/in/cases/$id' });
  const { t, language } = useWords();
  const me = useMe();
  const story = useStory(id);
  const { detail } = story;
  return (
    <>
      <Where>
        <nav className="crumbs" aria-label={t('crumbs')}>
          {isManager(me) ? (
            <Link to="/cases">{t('rail.run')}</Link>
          ) : (
            <Link to="/work" search={{ view: 'started' }}>
              {t('rail.work')}
            </Link>
          )}
          {detail && (
            <>
              <ChevronRight size={14} aria-hidden="true" />
              {isManager(me) ? (
                <Link to="/cases" search={{ process: detail.process.key }}>
                  {named(detail.process, language)}
                </Link>
              ) : (
                <span>{named(detail.process, language)}</span>
              )}
              <ChevronRight size={14} aria-hidden="true" />
            </>
          )}
          <h1 className="top-title cut">{detail ? (detail.number ?? detail.title ?? t('task.case')) : ''}</h1>
        </nav>
      </Where>
      <Shown query={story.case} skeleton={<Skeleton rows={3} lines={[40, 90]} height={180} />}>
        {(found) => <Case {...story} detail={found} />}
      </Shown>
    </>
  );
}

type CaseProps = Omit<ReturnType<typeof useStory>, 'detail'> & { detail: CaseDetail };

function Case({ detail, context, rows, history }: CaseProps): ReactNode {
  const { t } = useWords();
  const width = useWidth();
  const me = useMe();
  const single = width === 'phone' || width === 'narrow';
  const [element, setElement] = useState<string>();
  const said = useRemarks({ kind: 'case', id: detail.id }).data;
  const lines = useMemo(
    () =>
      rows && context ? withRemarks(withHoldings(storyOf(rows, context), detail.holdings, context), said ?? [], t) : [],
    [rows, context, detail.holdings, said, t],
  );
  const shown =
    element && lines.some((line) => line.element === element)
      ? lines.filter((line) => line.element === element)
      : lines;
  const name = element && context?.definition.elements[element];
  return (
    <div className={`case is-${width}`}>
      <CaseHead detail={detail} context={context} />
      {detail.pause && single && <Paused pause={detail.pause} then={t('paused.case')} />}
      <div className="case-main">
        <section className="case-picture" aria-label={t('case.picture')}>
          <Suspense
            fallback={
              <Later>
                <Skeleton rows={1} height={320} />
              </Later>
            }
          >
            <CasePicture key={detail.id} detail={detail} legend={width !== 'phone'} onSelect={setElement} />
          </Suspense>
        </section>
        <CaseData detail={detail} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <aside className="case-side" tabIndex={0} aria-label={t('case.story')}>
        {detail.pause && !single && <Paused pause={detail.pause} then={t('paused.case')} />}
        {detail.open.length > 0 && context && <Incidents detail={detail} context={context} canAct={isManager(me)} />}
        {context && <OpenWork detail={detail} context={context} />}
        <section>
          <h2>
            {t('case.story')}
            <small>
              {name && shown !== lines ? (
                <button type="button" className="link" onClick={() => setElement(undefined)}>
                  {t('case.allStory')}
                </button>
              ) : (
                t('case.newest')
              )}
            </small>
          </h2>
          <Shown query={history} skeleton={<Skeleton rows={6} lines={[60, 40]} height={52} />}>
            {() => <StoryLines lines={shown} />}
          </Shown>
        </section>
      </aside>
    </div>
  );
}

function CaseHead({ detail, context }: { detail: CaseDetail; context: CaseProps['context'] }): ReactNode {
  const { t, language } = useWords();
  const me = useMe();
  const { now, span, momentWithin } = useTime();
  const lasted = (detail.endedAt ?? now) - detail.startedAt;
  const open = detail.status !== 'ended';
  return (
    <header className="case-head">
      <div className="cut">
        <h2>
          <span className="cut">{detail.title ?? detail.businessKey ?? named(detail.process, language)}</span>
          <CaseStatus item={detail} />
          <Tag>{t('version', { n: detail.process.version })}</Tag>
        </h2>
        <p className="cut">
          {detail.starter && `${t('case.startedBy', { who: detail.starter.name })} · `}
          {t('case.startedAt', { when: momentWithin(detail.startedAt) })} ·{' '}
          {t(open ? 'case.lasts' : 'case.lasted', { span: span(lasted) })}
        </p>
      </div>
      <span className="spacer" />
      {open && detail.due !== null && !detail.pause && (
        <DueMark due={detail.due} since={detail.startedAt} size="head" />
      )}
      {open && !detail.pause && detail.limit && (
        <span className="case-limit">
          {t('case.whole')}{' '}
          <ClockMark of={{ ...detail.limit, createdAt: detail.startedAt, response: false, escalatedAt: null }} />
        </span>
      )}
      <Tooltip title={t('print.print')}>
        <Link
          className="act"
          to="/print/cases/$id"
          params={{ id: detail.id }}
          target="_blank"
          aria-label={t('print.print')}
        >
          <Printer size={16} strokeWidth={1.75} />
        </Link>
      </Tooltip>
      {context && <CaseVerbs detail={detail} context={context} manages={isManager(me)} />}
    </header>
  );
}
