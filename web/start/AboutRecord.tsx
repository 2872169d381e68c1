// A start form that is about a record: filled in once from what stands there, over what was typed about another.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import { recordsOf } from '../../forms/kinds/record.ts';
import type { Startable } from '../reach/shapes.ts';
import { recordQuery, registerQuery } from '../registers/queries.ts';
import type { Values } from '../typed/typed.ts';
import { useWords } from '../words/useWords.ts';
import { fromRecord } from './from-record.ts';

type Props = { process: Startable; about: string; values: Values; onFill: (id: string, value: unknown) => void };

export function AboutRecord({ process, about, values, onFill }: Props): ReactNode {
  const { t } = useWords();
  const at = about.indexOf('/');
  const [key, id] = [about.slice(0, at), about.slice(at + 1)];
  const register = useQuery(registerQuery(key)).data;
  const record = useQuery(recordQuery(key, id)).data;
  const filled = useRef<string>(undefined);
  useEffect(() => {
    if (!register || !record || filled.current === about) return;
    filled.current = about;
    const given = fromRecord(process, register, record);
    // Begun for this very record before: what was typed stands.
    const isIt = (value: unknown): boolean => recordsOf(value).some(({ key: one }) => one === record.key);
    const begun = Object.entries(given).some(([field, value]) => isIt(value) && isIt(values[field]));
    if (!begun) for (const [field, value] of Object.entries(given)) onFill(field, value);
  }, [register, record, about, process, values, onFill]);
  if (!record) return null;
  return (
    <p className="start-about">
      <Link to="/registers/$register/records/$key" params={{ register: key, key: id }} className="link">
        {t('reg.filledIn', { name: record.title })}
      </Link>
    </p>
  );
}
