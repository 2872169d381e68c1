// What was changed in the case while the form was open: before and now, to be looked at before it is submitted.
import { Button } from 'antd';
import { RefreshCw } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { labelIn } from '../forms/label.ts';
import type { TaskDetail } from '../reach/shapes.ts';
import type { Values } from '../typed/typed.ts';
import { useValueReader } from '../values/useValueReader.ts';
import { valueWords } from '../values/value-words.ts';
import { useWords } from '../words/useWords.ts';

const same = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

export function Changed({ task, typed }: { task: TaskDetail; typed: Values }): ReactNode {
  const { t, language } = useWords();
  const reads = useValueReader();
  const now = task.values as Values;
  const [seen, setSeen] = useState(now);
  const fields = task.form?.fields.filter(({ id }) => !same(seen[id], now[id])) ?? [];
  if (task.state !== 'open' || fields.length === 0) return null;
  const words = (field: (typeof fields)[number], value: unknown): string =>
    valueWords(value, { type: field.type, field }, reads) || t('case.correctEmpty');
  return (
    <div className="changed" role="status">
      <RefreshCw size={16} strokeWidth={1.75} aria-hidden="true" />
      <div>
        <strong>{t('task.changed')}</strong>
        <ul>
          {fields.map((field) => (
            <li key={field.id}>
              {labelIn(field, language)}: <s>{words(field, seen[field.id])}</s> →{' '}
              <bdi>{words(field, now[field.id])}</bdi>
              {typed[field.id] !== undefined && !field.readOnly && <em> {t('task.yoursStays')}</em>}
            </li>
          ))}
        </ul>
      </div>
      <Button size="small" onClick={() => setSeen(now)}>
        {t('task.seenIt')}
      </Button>
    </div>
  );
}
