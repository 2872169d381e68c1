// What I write again and again, put into a text with a click; what stands in it now is kept as one more.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Popover } from 'antd';
import { BookmarkPlus, Quote, X } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { Failed } from '../parts/Failed.tsx';
import { newIntent } from '../reach/attempts.ts';
import { ask, phraseApi } from '../reach/client.ts';
import { useWords } from '../words/useWords.ts';
import './phrases.css';

type Props = { text: string; onText: (text: string) => void };

/** Longer than that is no phrase. */
const LONGEST = 300;
const PLENTY = 50;

export function Phrases({ text, onText }: Props): ReactNode {
  const { t } = useWords();
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const read = useQuery({
    queryKey: ['phrases'],
    queryFn: () => ask(phraseApi.me.phrases.$get()),
    staleTime: 5 * 60_000,
    enabled: open,
  });
  const refresh = () => queries.invalidateQueries({ queryKey: ['phrases'] });
  const keep = useMutation({
    mutationFn: ({ id, words }: { id: string; words: string }) =>
      ask(phraseApi.me.phrases[':id'].$put({ param: { id }, json: { text: words } })),
    onSuccess: refresh,
  });
  const drop = useMutation({
    mutationFn: (id: string) => ask(phraseApi.me.phrases[':id'].$delete({ param: { id } })),
    onSuccess: refresh,
  });
  const items = read.data?.items ?? [];
  const now = text.trim();
  const isNew = now !== '' && now.length <= LONGEST && items.length < PLENTY && !items.some((one) => one.text === now);
  const put = (words: string): void => {
    onText(now === '' ? words : `${text.trimEnd()}\n${words}`);
    setOpen(false);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !open) return;
    event.stopPropagation();
    setOpen(false);
  };
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="topLeft"
      arrow={false}
      destroyOnHidden
      content={
        <div className="phrases" role="dialog" aria-label={t('phrases.title')} onKeyDown={onKeyDown}>
          {read.isError && !read.data && <Failed error={read.error} onAgain={() => void read.refetch()} />}
          {read.data && items.length === 0 && !isNew && <p className="quiet">{t('phrases.none')}</p>}
          {items.length > 0 && (
            <ul>
              {items.map((one) => (
                <li key={one.id}>
                  <button type="button" className="phrase" onClick={() => put(one.text)}>
                    {one.text}
                  </button>
                  <button
                    type="button"
                    className="act"
                    aria-label={t('phrases.drop', { text: one.text })}
                    disabled={drop.isPending}
                    onClick={() => drop.mutate(one.id)}
                  >
                    <X size={14} strokeWidth={1.75} />
                  </button>
                </li>
              ))}
            </ul>
          )}
          {isNew && (
            <Button
              block
              loading={keep.isPending}
              icon={<BookmarkPlus size={16} strokeWidth={1.75} />}
              onClick={() => keep.mutate({ id: newIntent(), words: now })}
            >
              {t('phrases.keep')}
            </Button>
          )}
          {keep.isError && <Failed error={keep.error} />}
          {drop.isError && <Failed error={drop.error} />}
        </div>
      }
    >
      <button type="button" className="link phrases-open" aria-expanded={open} onKeyDown={onKeyDown}>
        <Quote size={14} strokeWidth={1.75} aria-hidden="true" /> {t('phrases.title')}
      </button>
    </Popover>
  );
}
