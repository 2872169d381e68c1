// The first page of a new owner: three doors, the questions of a shop of one's own, and how far the opening has come.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { Check, ChevronLeft, CircleAlert, LoaderCircle, Package, Store, Telescope } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { Failed } from '../parts/Failed.tsx';
import { Shown } from '../parts/Shown.tsx';
import { attempts } from '../reach/attempts.ts';
import { ask, openingApi } from '../reach/client.ts';
import type { OpeningAnswers, OpeningState } from '../reach/shapes.ts';
import { Entrance } from '../session/Entrance.tsx';
import { useWords } from '../words/useWords.ts';
import { Door } from './Door.tsx';
import { OwnShop } from './OwnShop.tsx';
import { openingQuery } from './queries.ts';
import './opening.css';

const START = 'npm start -- --demo --data …';

export function OpeningPage(): ReactNode {
  const query = useQuery(openingQuery);
  return (
    <Entrance>
      <div className="opening">
        <Shown query={query}>{(opening) => <Stage opening={opening} />}</Shown>
      </div>
    </Entrance>
  );
}

function Stage({ opening }: { opening: OpeningState }): ReactNode {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { state, door } = opening;
  useEffect(() => {
    if (state !== 'open') return;
    void queries.resetQueries().then(() => navigate({ to: door === 'shop' ? '/first-day' : '/', replace: true }));
  }, [state, door, queries, navigate]);
  if (state === 'open') return null;
  return state === 'fresh' ? <Doors opening={opening} /> : <Progress opening={opening} />;
}

function Doors({ opening }: { opening: OpeningState }): ReactNode {
  const { t } = useWords();
  const { modal } = App.useApp();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const [send] = useState(attempts);
  const take = useMutation({
    mutationFn: (answers: OpeningAnswers) => send(answers, (sent) => ask(openingApi.opening.$post(sent))),
    onSettled: () => queries.invalidateQueries({ queryKey: openingQuery.queryKey }),
  });
  const failed = take.isError && <Failed error={take.error} />;
  if (asking)
    return (
      <>
        <button type="button" className="link is-back" onClick={() => setAsking(false)}>
          <ChevronLeft size={16} aria-hidden="true" /> {t('back')}
        </button>
        <OwnShop opening={opening} busy={take.isPending} onOpen={take.mutate}>
          {failed}
        </OwnShop>
      </>
    );
  return (
    <>
      <h1>{t('opening.title')}</h1>
      <p className="quiet">{t('opening.hint')}</p>
      {failed}
      <ul className="doors">
        <Door icon={Telescope} name={t('opening.demo.name')} about={t('opening.demo.about')}>
          {opening.demo ? (
            <>
              <p className="quiet">{t('opening.demo.note')}</p>
              <Button block loading={take.isPending} onClick={() => take.mutate({ door: 'demo' })}>
                {t('opening.demo.take')}
              </Button>
            </>
          ) : (
            <p className="quiet">{t('opening.demo.absent', { command: START })}</p>
          )}
        </Door>
        <Door icon={Store} name={t('opening.shop.name')} about={t('opening.shop.about')}>
          <p className="quiet">{t('opening.shop.note')}</p>
          <Button type="primary" block disabled={take.isPending} onClick={() => setAsking(true)}>
            {t('opening.shop.take')}
          </Button>
        </Door>
        <Door icon={Package} name={t('opening.empty.name')} about={t('opening.empty.about')}>
          <p className="quiet">{t('opening.empty.note')}</p>
          <Button
            block
            disabled={take.isPending}
            onClick={() =>
              modal.confirm({
                title: t('opening.empty.sure'),
                okText: t('opening.empty.yes'),
                cancelText: t('cancel'),
                onOk: () => take.mutate({ door: 'empty' }),
              })
            }
          >
            {t('opening.empty.take')}
          </Button>
        </Door>
      </ul>
    </>
  );
}

type Step = 'people' | 'goods' | 'orders' | 'work' | 'packs' | 'answers';
/** Of each door, in their order. */
const STEPS: Record<NonNullable<OpeningState['door']>, Step[]> = {
  demo: ['people', 'goods', 'orders'],
  shop: ['packs', 'answers'],
  empty: [],
};

function Progress({ opening: { state, door, step } }: { opening: OpeningState }): ReactNode {
  const { t } = useWords();
  const queries = useQueryClient();
  const steps: readonly Step[] = STEPS[door ?? 'empty'];
  const failed = state === 'failed';
  const at = Math.max(
    0,
    steps.findIndex((one) => one === step),
  );
  const again = useMutation({
    mutationFn: () => ask(openingApi.opening.again.$post()),
    onSettled: () => queries.invalidateQueries({ queryKey: openingQuery.queryKey }),
  });
  return (
    <section className="opening-progress" aria-live="polite">
      <h1>{t(failed ? 'opening.failed' : 'opening.working')}</h1>
      <p className="quiet">{t(failed ? 'opening.failedHint' : 'opening.workingHint')}</p>
      <ol>
        {steps.map((one, n) => {
          const stands = n < at ? 'done' : n > at ? 'later' : failed ? 'failed' : 'now';
          const Icon = { done: Check, now: LoaderCircle, failed: CircleAlert, later: undefined }[stands];
          return (
            <li key={one} className={`is-${stands}`} aria-current={n === at ? 'step' : undefined}>
              <span className="opening-progress-mark">
                {Icon && <Icon size={16} strokeWidth={1.75} aria-hidden="true" />}
              </span>
              {t(`opening.step.${one}`)}
            </li>
          );
        })}
      </ol>
      {again.isError && <Failed error={again.error} />}
      {failed && (
        <Button type="primary" loading={again.isPending} onClick={() => again.mutate()}>
          {t('opening.again')}
        </Button>
      )}
    </section>
  );
}
