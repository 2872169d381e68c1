// ⌘K: finds a case by the beginning of its number or title, a page by any part of it; for managers also processes and people by name.
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Input, type InputRef } from 'antd';
import { Search } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useDeferredValue, useEffect, useRef, useState } from 'react';
import { wordsIn } from '../forms/label.ts';
import { peopleQuery, processesQuery } from '../processes/queries.ts';
import { ask, caseApi, pageApi } from '../reach/client.ts';
import type { CaseItem } from '../reach/shapes.ts';
import { CaseStatus } from '../run/CaseStatus.tsx';
import { caseName } from '../run/case-words.ts';
import { useMe } from '../session/useMe.ts';
import { named, useWords } from '../words/useWords.ts';

type Hit = { id: string; name: string } & ({ is: 'case'; item: CaseItem } | { is: 'process' | 'person' | 'page' });

const mac = /Mac|iP/.test(navigator.platform);

export function FindCase(): ReactNode {
  const { t, language } = useWords();
  const navigate = useNavigate();
  const input = useRef<InputRef>(null);
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const q = useDeferredValue(text.trim());
  const found = useQuery({
    queryKey: ['find', q],
    queryFn: () => ask(caseApi.cases.$get({ query: { q, limit: 8 } })),
    enabled: q.length > 0 && open,
    placeholderData: (before) => before,
  });
  useEffect(() => {
    const listen = (event: globalThis.KeyboardEvent): void => {
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        input.current?.focus({ cursor: 'all' });
      }
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
  const pages = useQuery({
    queryKey: ['pages', 'find', q],
    queryFn: () => ask(pageApi.pages.$get({ query: { q, limit: 3 } })),
    enabled: q.length > 0 && open,
    placeholderData: (before) => before,
  });
  const { level } = useMe();
  const manages = level !== 'staff';
  const asked = { enabled: manages && q.length > 0 && open };
  const processes = useQuery({ ...processesQuery, ...asked }).data?.items ?? [];
  const people = useQuery({ ...peopleQuery, ...asked }).data?.items ?? [];
  const has = (...words: (string | null | undefined)[]): boolean =>
    words.some((word) => word?.toLowerCase().includes(q.toLowerCase()));
  const items: Hit[] = q
    ? [
        ...processes
          .filter(({ name, key }) => has(name, key))
          .slice(0, 3)
          .map((one): Hit => ({ is: 'process', id: one.key, name: named(one, language) })),
        ...people
          .filter(({ name, username }) => has(name, username))
          .slice(0, 3)
          .map((one): Hit => ({ is: 'person', id: one.id, name: one.name })),
        ...(pages.data?.items ?? []).map(
          (one): Hit => ({ is: 'page', id: one.key, name: wordsIn(one.title, language) }),
        ),
        ...(found.data?.items ?? []).map((item): Hit => ({ is: 'case', id: item.id, name: caseName(item), item })),
      ]
    : [];
  const go = (hit: Hit | undefined): void => {
    if (!hit) return;
    setOpen(false);
    setText('');
    input.current?.blur();
    if (hit.is === 'case') void navigate({ to: '/cases/$id', params: { id: hit.id } });
    else if (hit.is === 'page') void navigate({ to: '/handbook/$key', params: { key: hit.id } });
    else if (hit.is === 'process') void navigate({ to: '/processes/$key', params: { key: hit.id } });
    else if (level === 'admin') void navigate({ to: '/people', search: { q: hit.name } });
    else void navigate({ to: '/team' });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown') setAt(Math.min(at + 1, items.length - 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0));
    else if (event.key === 'Enter' && !event.nativeEvent.isComposing) go(items[at]);
    else if (event.key === 'Escape') input.current?.blur();
    else return;
    if (event.key.startsWith('Arrow')) event.preventDefault();
  };
  return (
    <search className="find">
      <Input
        ref={input}
        value={text}
        prefix={<Search size={16} strokeWidth={1.75} />}
        suffix={<kbd>{mac ? '⌘K' : 'Ctrl K'}</kbd>}
        placeholder={t('find.placeholder')}
        aria-label={t('find.placeholder')}
        role="combobox"
        aria-expanded={open && q.length > 0}
        aria-controls="find-list"
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setTimeout(() => setOpen(false), 150)}
        onKeyDown={onKeyDown}
      />
      {open && q && (
        <div className="find-list" id="find-list" role="listbox" aria-label={t('find.placeholder')}>
          {items.map((item, index) => (
            // biome-ignore lint/a11y/useFocusableInteractive: the input keeps the focus
            <div
              key={`${item.is} ${item.id}`}
              role="option"
              aria-selected={index === at}
              className={index === at ? 'is-at' : ''}
              onPointerDown={() => go(item)}
              onPointerEnter={() => setAt(index)}
            >
              <span className="cut">
                <strong>{item.name}</strong>{' '}
                <small>{item.is === 'case' ? named(item.item.process, language) : t(`find.${item.is}`)}</small>
              </span>
              {item.is === 'case' && <CaseStatus item={item.item} />}
            </div>
          ))}
          {found.data && items.length === 0 && <p>{t('find.nothing', { q })}</p>}
        </div>
      )}
    </search>
  );
}
