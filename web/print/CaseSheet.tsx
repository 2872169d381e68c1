// One case on paper: what it is about, what it knows as its reader may see it, and what happened, from the beginning.
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { isEmpty } from '../../forms/validate.ts';
import { viewOf } from '../fields/views.ts';
import { Fact } from '../forms/Facts.tsx';
import { labelIn } from '../forms/label.ts';
import { Shown } from '../parts/Shown.tsx';
import type { CaseDetail } from '../reach/shapes.ts';
import { CaseStatus } from '../run/CaseStatus.tsx';
import { useWholeHistory } from '../run/useCase.ts';
import { useStory } from '../run/useStory.ts';
import { withHoldings } from '../story/holdings.ts';
import { StoryLines } from '../story/StoryLines.tsx';
import { type StoryRow, storyOf } from '../story/story.ts';
import { useTime } from '../time/ShopTime.tsx';
import { useValueReader } from '../values/useValueReader.ts';
import { valueWords } from '../values/value-words.ts';
import { named, useWords } from '../words/useWords.ts';
import { Lines, Sheet } from './Sheet.tsx';

export function CaseSheet(): ReactNode {
  const { id } = useParams({ from: '/bare/print/cases/$id' });
  const story = useStory(id);
  return <Shown query={story.case}>{(detail) => <Case {...story} detail={detail} />}</Shown>;
}

type Props = Omit<ReturnType<typeof useStory>, 'detail'> & { detail: CaseDetail };

function Case({ detail, context }: Props): ReactNode {
  const { t, language } = useWords();
  const { momentWithin } = useTime();
  const reads = useValueReader();
  const rows = useWholeHistory(detail.id).data as StoryRow[] | undefined;
  const story = rows && context ? withHoldings(storyOf(rows, context), detail.holdings, context).reverse() : [];
  // What has no name is nothing that people know.
  const known = detail.variables.filter(({ label, field, value }) => (label ?? field) !== null && !isEmpty(value));
  return (
    <Sheet
      title={named(detail.process, language)}
      object={detail.title ?? ''}
      facts={[
        ...(detail.number ? [[t('print.number'), detail.number] as [string, string]] : []),
        [t('print.state'), <CaseStatus key="state" item={detail} />],
        [t('print.started'), [momentWithin(detail.startedAt), detail.starter?.name].filter(Boolean).join(' · ')],
        ...(detail.endedAt === null ? [] : [[t('print.ended'), momentWithin(detail.endedAt)] as [string, string]]),
      ]}
    >
      {known.length > 0 && (
        <section>
          <h2>{t('print.data')}</h2>
          <Lines
            lines={known.map(({ name, label, texts, type, field, value }) => {
              const words = valueWords(value, { type, field }, reads);
              return {
                id: name,
                label: label ? named({ name: label, texts }, language) : field ? labelIn(field, language) : name,
                shown: field ? <Fact field={field} value={value} words={words} /> : <bdi>{words}</bdi>,
                large: field !== null && viewOf(field).large === true,
              };
            })}
          />
        </section>
      )}
      {story.length > 0 && (
        <section>
          <h2>{t('print.story')}</h2>
          <StoryLines lines={story} compact />
        </section>
      )}
    </Sheet>
  );
}
