// 走到哪了: the picture of the case and its story, beside a task.
import { lazy, memo, type ReactNode, Suspense, useMemo } from 'react';
import { Later } from '../parts/Later.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { useStory } from '../run/useStory.ts';
import { withHoldings } from '../story/holdings.ts';
import { StoryLines } from '../story/StoryLines.tsx';
import { storyOf } from '../story/story.ts';

const CasePicture = lazy(() => import('../run/CasePicture.tsx').then(({ CasePicture: made }) => ({ default: made })));

export const WhereItIs = memo(function WhereItIs({ caseId }: { caseId: string }): ReactNode {
  const { context, rows, detail } = useStory(caseId);
  const lines = useMemo(
    () => (rows && context && detail ? withHoldings(storyOf(rows, context), detail.holdings, context) : []),
    [rows, context, detail],
  );
  return (
    <div className="where">
      <div className="where-picture">
        <Suspense
          fallback={
            <Later>
              <Skeleton rows={2} height={110} />
            </Later>
          }
        >
          {detail && <CasePicture detail={detail} legend={false} />}
        </Suspense>
      </div>
      <div className="where-story">
        <StoryLines lines={lines} />
      </div>
    </div>
  );
});
