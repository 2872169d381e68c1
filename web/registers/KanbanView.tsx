// A register as columns, one an option of a choice; a card is moved by whoever may type that field.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { Columns3 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { wordsIn } from '../forms/label.ts';
import { Empty } from '../parts/Empty.tsx';
import { More } from '../parts/More.tsx';
import { Shown } from '../parts/Shown.tsx';
import { asRefusal } from '../reach/client.ts';
import type { RecordItem } from '../reach/shapes.ts';
import { useWords } from '../words/useWords.ts';
import { whyLocked } from './fields.ts';
import { countQuery, rereadRecords } from './queries.ts';
import { RecordCard } from './RecordCard.tsx';
import { isAt, type ShownView } from './shown.ts';
import { useRecords } from './useRecords.ts';
import { useWrite } from './useWrite.ts';

export function KanbanView(props: ShownView): ReactNode {
  const { register, view } = props;
  const { t, language } = useWords();
  const [dragged, drag] = useState<RecordItem>();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const write = useWrite(register.key);
  const field = register.fields.find(({ id }) => id === view.group);
  if (field?.type !== 'choice' || !register.finds.includes(field.id))
    return <Empty icon={Columns3} title={t('reg.noGroup')} hint={t('reg.noGroupHint')} />;
  const mayMove = whyLocked(register, field) === undefined;
  const move = (to: string): void => {
    if (!dragged || dragged.values[field.id] === to) return;
    write.mutate(
      { record: dragged, values: { [field.id]: to } },
      {
        onSuccess: () => rereadRecords(queries, register.key),
        onError: (error) => void message.error(`${asRefusal(error).title} ${asRefusal(error).detail}`),
      },
    );
    drag(undefined);
  };
  return (
    <div className="kanban">
      {field.options
        .filter(({ gone }) => !gone)
        .map((option) => (
          <Lane
            key={option.value}
            {...props}
            title={wordsIn(option.label, language)}
            group={field.id}
            option={option.value}
            mayMove={mayMove}
            onHold={drag}
            onDrop={() => move(option.value)}
          />
        ))}
    </div>
  );
}

type LaneProps = ShownView & {
  title: string;
  group: string;
  option: string;
  mayMove: boolean;
  onHold: (record: RecordItem) => void;
  onDrop: () => void;
};

const LANE = 50;
function Lane({
  register,
  view,
  asked,
  at,
  onOpen,
  title,
  group,
  option,
  mayMove,
  onHold,
  onDrop,
}: LaneProps): ReactNode {
  const { t } = useWords();
  const own = { ...asked, where: [...asked.where, { field: group, is: '=' as const, value: option }] };
  const rows = useRecords(register.key, own, LANE);
  const { sort: _, ...uncounted } = own;
  const count = useQuery(countQuery(register.key, uncounted)).data;
  return (
    <section
      className="lane"
      aria-label={title}
      onDragOver={(event) => mayMove && event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        onDrop();
      }}
    >
      <h3>
        {title} <small>{count ? `${count.n.toLocaleString('en-US')}${count.more ? '+' : ''}` : ''}</small>
      </h3>
      <div className="lane-cards">
        <Shown query={rows}>
          {(items) =>
            items.length === 0 ? (
              <p className="record-none">{t('reg.noneHere')}</p>
            ) : (
              items.map((record) => (
                // biome-ignore lint/a11y/noStaticElementInteractions: the keyboard opens the record and changes the field there
                <div key={record.id} draggable={mayMove} onDragStart={() => onHold(record)}>
                  <RecordCard register={register} view={view} record={record} isAt={isAt(at, record)} onOpen={onOpen} />
                </div>
              ))
            )
          }
        </Shown>
        <More query={rows} />
      </div>
    </section>
  );
}
