// Out of the lists, or back into them; what runs is not touched by it.
import { Archive, ArchiveRestore } from 'lucide-react';
import type { ReactNode } from 'react';
import { useWords } from '../words/useWords.ts';

type Props = { name: string; archived: boolean; onPut: () => void };

export function ArchiveVerb({ name, archived, onPut }: Props): ReactNode {
  const { t } = useWords();
  const Icon = archived ? ArchiveRestore : Archive;
  return (
    <button
      type="button"
      className="act"
      aria-label={t(archived ? 'struct.restoreOne' : 'struct.archiveOne', { name })}
      onClick={onPut}
    >
      <Icon size={15} strokeWidth={1.75} />
    </button>
  );
}
