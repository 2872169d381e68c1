// Dropped, or chosen. The same file sent again after no answer came is read once.
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { wordsIn } from '../../forms/label.ts';
import { Drop } from '../../parts/Drop.tsx';
import { Failed } from '../../parts/Failed.tsx';
import { newIntent } from '../../reach/attempts.ts';
import type { RegisterDetail } from '../../reach/shapes.ts';
import { useWords } from '../../words/useWords.ts';
import { sendImport } from './queries.ts';

type Props = { register: RegisterDetail; onRead: (id: string) => void };
export function ChooseFile({ register, onRead }: Props): ReactNode {
  const { t, language } = useWords();
  const send = useMutation({
    mutationFn: ({ file, key }: { file: File; key: string }) => sendImport(register.key, file, key),
    onSuccess: ({ id }) => onRead(id),
  });
  return (
    <section>
      <h2>{t('reg.import.into', { name: wordsIn(register.name, language) })}</h2>
      <Drop
        text={t(send.isPending ? 'reg.import.reading' : 'reg.import.drop')}
        choose={t('reg.import.choose')}
        label={t('reg.import.choose')}
        accept=".xlsx,.csv,.txt,.tsv,text/csv"
        busy={send.isPending}
        primary
        onFiles={([file]) => send.mutate({ file, key: newIntent() })}
      />
      {send.isError && <Failed error={send.error} onAgain={send.variables && (() => send.mutate(send.variables))} />}
    </section>
  );
}
