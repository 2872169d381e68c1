// What waits for my decision, with the facts that decide; what can be decided in place is.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Checkbox } from 'antd';
import { CircleCheck } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { labelIn } from '../forms/label.ts';
import { Avatar } from '../parts/Avatar.tsx';
import { DueMark } from '../parts/DueMark.tsx';
import { Tag } from '../parts/Tag.tsx';
import { useChosen } from '../parts/useChosen.ts';
import type { DecisionItem } from '../reach/shapes.ts';
import { useMe } from '../session/useMe.ts';
import { useValueReader } from '../values/useValueReader.ts';
import { valueWords } from '../values/value-words.ts';
import { named, useWords } from '../words/useWords.ts';
import { Answers } from './Answers.tsx';
import { Block } from './Block.tsx';
import { DecideSeveral, isPlain } from './DecideSeveral.tsx';
import { decisionsQuery } from './queries.ts';

const FEW = 3;
/** `bare`, on a phone: a few, and nothing where nothing waits. */
export function Decisions({ bare = false }: { bare?: boolean }): ReactNode {
  const { t } = useWords();
  const query = useQuery(decisionsQuery);
  const [all, setAll] = useState(false);
  const [many, setMany] = useState(false);
  const plain = query.data?.items.filter(isPlain) ?? [];
  const chosen = useChosen(many ? plain.map(({ task }) => task.id) : [], plain.length);
  if (bare && !query.data?.items.length) return null;
  const { count = 0, more = false } = query.data ?? {};
  return (
    <Block
      title={t('today.decide.title')}
      hint={count > 0 && t('today.decide.count', { count: more ? `${count}+` : count })}
      link={
        <>
          {!bare && (plain.length > 1 || many) && (
            <button type="button" className="link" aria-pressed={many} onClick={() => setMany(!many)}>
              {t('today.decide.several')}
            </button>
          )}
          {(more || count > (query.data?.items.length ?? 0)) && (
            <Link to="/work" className="link">
              {t('today.decide.all')}
            </Link>
          )}
        </>
      }
      query={query}
    >
      {({ items }) =>
        items.length === 0 ? (
          <p className="day-fine" title={t('today.decide.noneHint')}>
            <CircleCheck size={14} strokeWidth={1.75} aria-hidden="true" /> {t('today.decide.none')}
          </p>
        ) : (
          <>
            <ul className="deciding">
              {items.slice(0, bare && !all ? FEW : items.length).map((item) => (
                <Decision
                  key={item.task.id}
                  item={item}
                  chosen={many && isPlain(item) ? chosen.has(item.task.id) : undefined}
                  onChoose={(on) => chosen.put(item.task.id, on)}
                />
              ))}
            </ul>
            {many && (
              <DecideSeveral items={items.filter(({ task }) => chosen.has(task.id))} onDone={() => setMany(false)} />
            )}
            {bare && !all && items.length > FEW && (
              <button type="button" className="day-line" onClick={() => setAll(true)}>
                {t('today.phone.more', { count: items.length - FEW })}
              </button>
            )}
          </>
        )
      }
    </Block>
  );
}

type Props = {
  item: DecisionItem /** undefined: it is not chosen from. */;
  chosen: boolean | undefined;
  onChoose: (on: boolean) => void;
};
function Decision({ item, chosen, onChoose }: Props): ReactNode {
  const { t, language } = useWords();
  const me = useMe();
  const reads = useValueReader();
  const { task, facts, asks } = item;
  const title = task.title ?? task.businessKey ?? '';
  // What its title says is not said again.
  const shown = facts
    .map(
      ({ field, value }) =>
        field && {
          id: field.id,
          label: labelIn(field, language),
          text: valueWords(value, { type: field.type, field }, reads),
        },
    )
    .filter((fact) => fact?.text && !title.includes(fact.text));
  const view = task.assignee?.id === me.id ? 'todo' : 'claimable';
  return (
    <li>
      <div className="decision-what">
        <span className="decision-head">
          {chosen !== undefined && (
            <Checkbox
              checked={chosen}
              aria-label={t('today.decide.pick', { title })}
              onChange={({ target }) => onChoose(target.checked)}
            />
          )}
          <Tag>{named(task, language)}</Tag>
          <Link to="/work" search={{ view, task: task.id }} className="cut">
            <bdi>{task.title ?? task.businessKey ?? named(task.process, language)}</bdi>
          </Link>
          <span className="spacer" />
          {task.due !== null && <DueMark due={task.due} since={task.createdAt} />}
        </span>
        <dl>
          {shown.map(
            (fact) =>
              fact && (
                <div key={fact.id}>
                  <dt>{fact.label}</dt>
                  <dd>
                    <bdi>{fact.text}</bdi>
                  </dd>
                </div>
              ),
          )}
        </dl>
      </div>
      <span className="decision-who">
        {asks && (
          <>
            <Avatar name={asks.name} /> <span className="cut">{asks.name}</span>
          </>
        )}
      </span>
      {chosen === undefined && <Answers item={item} view={view} />}
    </li>
  );
}
