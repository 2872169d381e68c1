// Where something stands in its life, the same columns for every kind: which pack has brought it, its version and draft, published when.
import { Pencil } from 'lucide-react';
import { wordsIn } from '../forms/label.ts';
import type { Column } from '../parts/List.tsx';
import { Tag } from '../parts/Tag.tsx';
import { useTime } from '../time/ShopTime.tsx';
import { useWords } from '../words/useWords.ts';

export type Life = {
  pack: { key: string; name: { zh: string; en?: string | undefined } } | null;
  latest: number | null;
  isDraft: boolean;
  draftBy: string | null;
  draftAt: string | null;
  publishedAt: string | null;
};

export function useLifeColumns<Item extends Life>(): Record<'pack' | 'version' | 'published', Column<Item>> {
  const { t, language } = useWords();
  const { stampOfReal, momentOfReal } = useTime();
  return {
    pack: {
      id: 'pack',
      head: t('struct.pack'),
      gives: 2,
      cell: ({ pack }) => (pack ? wordsIn(pack.name, language) : <span className="quiet">{t('struct.own')}</span>),
    },
    version: {
      id: 'version',
      head: t('processes.version'),
      cell: ({ latest, isDraft, draftBy, draftAt }) => (
        <span className="versions">
          {latest !== null ? t('version', { n: latest }) : t('processes.unpublished')}
          {isDraft && (
            <span title={[draftBy, draftAt && momentOfReal(draftAt)].filter(Boolean).join(' ')}>
              <Tag tone="amber" icon={Pencil}>
                {t('processes.draft')}
              </Tag>
            </span>
          )}
        </span>
      ),
    },
    published: {
      id: 'published',
      head: t('struct.published'),
      gives: 1,
      className: 'is-end is-number quiet',
      cell: ({ publishedAt }) => (publishedAt ? stampOfReal(publishedAt) : '–'),
    },
  };
}
