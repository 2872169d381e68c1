// The discussion of a thing: what was said, newest first, and where one says something oneself.
import { Checkbox, Input } from 'antd';
import { MessagesSquare, Search } from 'lucide-react';
import { type ReactNode, useDeferredValue, useState } from 'react';
import { Empty } from '../parts/Empty.tsx';
import { List } from '../parts/List.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { useWords } from '../words/useWords.ts';
import { Composer } from './Composer.tsx';
import type { Fact } from './facts.ts';
import { useRemarks } from './queries.ts';
import { Remark } from './Remark.tsx';
import './remarks.css';

export type Thing = { kind: 'case' | 'task' | 'record'; id: string };
type Props = {
  /** What is shown; of a case with its tasks. */
  of: Thing;
  /** What is spoken of; absent: the same. */
  about?: Thing;
  /** What a decision would keep. */
  facts: Fact[];
};

/** So many and one looks for something. */
const MANY = 6;

export function Remarks({ of, about = of, facts }: Props): ReactNode {
  const { t } = useWords();
  const [only, setOnly] = useState(false);
  const [text, setText] = useState('');
  const q = useDeferredValue(text.trim());
  const rows = useRemarks(of, { decisions: only, q });
  const looks =
    only || q !== '' || (rows.data?.length ?? 0) >= MANY || rows.data?.some(({ kind }) => kind === 'decision');
  return (
    <div className="talk">
      <Composer about={about} facts={facts} />
      {looks && (
        <div className="talk-tools">
          <Input
            size="small"
            allowClear
            value={text}
            prefix={<Search size={14} strokeWidth={1.75} aria-hidden="true" />}
            aria-label={t('talk.findDecision')}
            onChange={({ target }) => setText(target.value)}
          />
          <Checkbox checked={only} onChange={({ target }) => setOnly(target.checked)}>
            {t('talk.onlyDecisions')}
          </Checkbox>
        </div>
      )}
      <List
        rows={rows}
        skeleton={<Skeleton rows={2} lines={[30, 80]} height={56} />}
        empty={
          looks ? (
            <p className="quiet">{t('talk.noneHere')}</p>
          ) : (
            <Empty icon={MessagesSquare} title={t('talk.none')} hint={t('talk.noneHint')} />
          )
        }
      >
        {(items) => (
          <ol className="talk-lines">
            {items.map((item) => (
              <Remark key={item.id} remark={item} where={of} />
            ))}
          </ol>
        )}
      </List>
    </div>
  );
}
