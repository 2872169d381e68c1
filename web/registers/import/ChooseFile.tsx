// Dropped, or chosen. The same file sent again after no answer came is read once.
import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { FileUp } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import { wordsIn } from '../../forms/label.ts';
import { Failed } from '../../parts/Failed.tsx';
import { newIntent } from '../../reach/attempts.ts';
import type { RegisterDetail } from '../../reach/shapes.ts';
import { useWords } from '../../words/useWords.ts';
import { sendImport } from './queries.ts';

type Props = { register: RegisterDetail; onRead: (id: string) => void };
export function ChooseFile({ register, onRead }: Props): ReactNode {
  const { t, language } = useWords();
  const chooser = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const send = useMutation({
    mutationFn: ({ file, key }: { file: File; key: string }) => sendImport(register.key, file, key),
    onSuccess: ({ id }) => onRead(id),
  });
  const take = (files: FileList | null): void => {
    const file = files?.[0];
    if (file && !send.isPending) send.mutate({ file, key: newIntent() });
    if (chooser.current) chooser.current.value = '';
  };
  return (
    <section>
      <h2>{t('reg.import.into', { name: wordsIn(register.name, language) })}</h2>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a short cut of the button */}
      <div
        className={`drop ${over ? 'is-over' : ''}`}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          take(event.dataTransfer.files);
        }}
      >
        <FileUp size={20} strokeWidth={1.75} aria-hidden="true" />
        <p>{t(send.isPending ? 'reg.import.reading' : 'reg.import.drop')}</p>
        <Button type="primary" loading={send.isPending} onClick={() => chooser.current?.click()}>
          {t('reg.import.choose')}
        </Button>
        <input
          ref={chooser}
          type="file"
          hidden
          accept=".xlsx,.csv,.txt,.tsv,text/csv"
          aria-label={t('reg.import.choose')}
          onChange={(event) => take(event.target.files)}
        />
      </div>
      {send.isError && <Failed error={send.error} onAgain={send.variables && (() => send.mutate(send.variables))} />}
    </section>
  );
}
