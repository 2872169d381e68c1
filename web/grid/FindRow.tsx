// Where a code is scanned, or a number typed, to go to its row. It takes the focus again after each, so that a hand scanner goes on.
import { App, Input } from 'antd';
import { ScanBarcode, ScanLine } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Camera, canScan } from '../fields/scan.tsx';
import { useWords } from '../words/useWords.ts';

/** @param onFind whether there is such a row */
export function FindRow({ onFind }: { onFind: (text: string) => boolean }): ReactNode {
  const { t } = useWords();
  const { message } = App.useApp();
  const [text, setText] = useState('');
  const [looking, setLooking] = useState(false);
  const find = (wanted: string): void => {
    if (!wanted.trim()) return;
    if (onFind(wanted)) setText('');
    else void message.warning(t('grid.notFound', { text: wanted.trim() }));
  };
  return (
    <>
      <Input
        className="grid-find"
        value={text}
        aria-label={t('grid.find')}
        placeholder={t('grid.find')}
        autoComplete="off"
        prefix={<ScanBarcode size={16} strokeWidth={1.75} aria-hidden="true" />}
        suffix={
          canScan() && (
            <button type="button" className="act" aria-label={t('grid.scan')} onClick={() => setLooking(true)}>
              <ScanLine size={16} strokeWidth={1.75} />
            </button>
          )
        }
        onChange={(event) => setText(event.target.value)}
        onFocus={(event) => event.target.select()}
        onPressEnter={(event) => {
          if (!event.nativeEvent.isComposing) find(text);
        }}
      />
      {looking && (
        <Camera
          onFound={(code) => {
            setLooking(false);
            find(code);
          }}
          onClose={() => setLooking(false)}
        />
      )}
    </>
  );
}
