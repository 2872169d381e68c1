// A register as pictures.
import { Images } from 'lucide-react';
import type { ReactNode } from 'react';
import { wordsIn } from '../forms/label.ts';
import { Empty } from '../parts/Empty.tsx';
import { List } from '../parts/List.tsx';
import { useWords } from '../words/useWords.ts';
import { RecordCard } from './RecordCard.tsx';
import { isAt, type ShownView } from './shown.ts';

export function GalleryView({ register, view, rows, at, onOpen }: ShownView): ReactNode {
  const { t, language } = useWords();
  const name = wordsIn(register.name, language);
  return (
    <div className="register-rows">
      <List
        rows={rows}
        empty={<Empty icon={Images} title={t('reg.none', { name })} hint={t('reg.noneHint', { name })} />}
      >
        {(items) => (
          <div className="gallery">
            {items.map((record) => (
              <RecordCard
                key={record.id}
                register={register}
                view={view}
                record={record}
                isAt={isAt(at, record)}
                large
                onOpen={onOpen}
              />
            ))}
          </div>
        )}
      </List>
    </div>
  );
}
