// All registers as what a manager may change.
import { Link } from '@tanstack/react-router';
import { NotebookText } from 'lucide-react';
import type { ReactNode } from 'react';
import { ContentList } from '../../content/ContentList.tsx';
import { useWords } from '../../words/useWords.ts';

export function StructuresPage(): ReactNode {
  const { t } = useWords();
  return (
    <ContentList
      kind="register"
      icon={NotebookText}
      words={{
        title: t('struct.title'),
        find: t('struct.find'),
        make: t('reg.newRegister'),
        head: t('rail.registers'),
        none: t('reg.noRegisters'),
        noneHint: t('reg.noRegistersHint'),
      }}
      name={({ key }, words) => (
        <Link to="/registers/$register/structure" params={{ register: key }} className="cut">
          {words}
        </Link>
      )}
    />
  );
}
