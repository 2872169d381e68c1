// Somebody is on it: who else has this task open, and who writes in it. Each page gives a sign now and then, and hears who else has.
import { useQuery } from '@tanstack/react-query';
import { Eye, PencilLine } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { listed } from '../../words/say.ts';
import { ask, presenceApi } from '../reach/client.ts';
import { useWords } from '../words/useWords.ts';

/** So long after the last key one still writes. */
const WRITES_MS = 15_000;
const FIRST_MS = 20_000;

export function Presence({ task, typed }: { task: string; typed: number }): ReactNode {
  const { t, language } = useWords();
  const typing = useTyping(typed);
  const query = useQuery({
    queryKey: ['presence', task, typing],
    queryFn: () => ask(presenceApi.tasks[':id'].presence.$put({ param: { id: task }, json: { typing } })),
    refetchInterval: ({ state }) => state.data?.again ?? FIRST_MS,
    refetchOnWindowFocus: true,
    placeholderData: (before) => before,
    gcTime: 0,
    retry: false,
  });
  useEffect(
    () => () => void ask(presenceApi.tasks[':id'].presence.$delete({ param: { id: task } })).catch(() => undefined),
    [task],
  );
  const others = query.data?.others ?? [];
  if (others.length === 0) return null;
  const writing = others.filter((one) => one.typing);
  const who = listed(
    (writing.length > 0 ? writing : others).map(({ name }) => name),
    language,
  );
  const Icon = writing.length > 0 ? PencilLine : Eye;
  return (
    <p className="presence" role="status">
      <Icon size={14} strokeWidth={1.75} aria-hidden="true" />
      {t(writing.length > 0 ? 'inbox.writes' : 'inbox.looks', { who })}
    </p>
  );
}

/** @param typed counts up with every change of the form */
function useTyping(typed: number): boolean {
  const [last, setLast] = useState(0);
  const [now, setNow] = useState(0);
  useEffect(() => {
    if (typed === 0) return;
    setLast(Date.now());
    setNow(Date.now());
    const timer = setTimeout(() => setNow(Date.now()), WRITES_MS + 50);
    return () => clearTimeout(timer);
  }, [typed]);
  return last > 0 && now - last < WRITES_MS;
}
