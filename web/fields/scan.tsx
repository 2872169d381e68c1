// The text of a bar code. A hand scanner types it and presses Enter, which goes on to the next field; where the browser can read codes,
// the camera does it, too. Nothing of what the camera sees leaves the page.
import { Input, Modal } from 'antd';
import { ScanBarcode, ScanLine } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { FlatField } from '../../forms/flat-field.ts';
import { LINE } from '../../forms/kinds/text.ts';
import { useWords } from '../words/useWords.ts';
import { type FieldView, given, status } from './field-view.ts';

type Detector = { detect: (image: HTMLVideoElement) => Promise<{ rawValue: string }[]> };
type DetectorClass = new () => Detector;
const detectorClass = (): DetectorClass | undefined =>
  (window as unknown as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
/** Whether this browser reads codes with its camera. */
export const canScan = (): boolean => detectorClass() !== undefined && navigator.mediaDevices !== undefined;

/** To what may be filled in next, in the order of the page. */
function goOn(from: HTMLElement): void {
  const within = from.closest('form, .form, .register-page, main') ?? document.body;
  const all = [...within.querySelectorAll<HTMLElement>('input, textarea, select, button')].filter(
    (one) => !(one as HTMLInputElement).disabled && one.tabIndex >= 0 && one.offsetParent !== null,
  );
  const next = all.slice(all.indexOf(from) + 1).find((one) => one.matches('input, textarea, select'));
  (next ?? all[all.indexOf(from) + 1])?.focus();
}

export const scan: FieldView<Extract<FlatField, { type: 'scan' }>> = {
  icon: ScanBarcode,
  inRow: 'typed',
  Input(props) {
    const { t } = useWords();
    const { field, value, wrong, disabled, cell, onChange } = props;
    const [looking, setLooking] = useState(false);
    const all = {
      ...given(props),
      value: (value as string) ?? '',
      maxLength: field.maxLength ?? LINE,
      autoComplete: 'off',
      onChange: (event: { target: { value: string } }) => onChange(event.target.value),
      onKeyDown: (event: KeyboardEvent<HTMLInputElement>) => {
        // In a row of a list Enter saves.
        if (event.key !== 'Enter' || event.nativeEvent.isComposing || event.currentTarget.closest('.cell-editing'))
          return;
        event.preventDefault();
        goOn(event.currentTarget);
      },
    };
    if (cell) return <input {...all} className={`cell ${wrong ? 'is-wrong' : ''}`} />;
    return (
      <>
        <Input
          {...all}
          {...status(wrong)}
          suffix={
            canScan() &&
            !disabled && (
              <button type="button" className="act" aria-label={t('field.scan')} onClick={() => setLooking(true)}>
                <ScanLine size={16} strokeWidth={1.75} />
              </button>
            )
          }
        />
        {!canScan() && !disabled && <p className="field-help">{t('field.scanByHand')}</p>}
        {looking && (
          <Camera
            onFound={(text) => {
              setLooking(false);
              onChange(text);
            }}
            onClose={() => setLooking(false)}
          />
        )}
      </>
    );
  },
};

const EVERY_MS = 200;

export function Camera({ onFound, onClose }: { onFound: (text: string) => void; onClose: () => void }): ReactNode {
  const { t } = useWords();
  const video = useRef<HTMLVideoElement>(null);
  const [failed, setFailed] = useState(false);
  const found = useRef(onFound);
  found.current = onFound;
  useEffect(() => {
    let over = false;
    let stream: MediaStream | undefined;
    const stop = (): void => {
      over = true;
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
    void (async () => {
      try {
        const Known = detectorClass();
        const detector = Known && new Known();
        stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
        const screen = video.current;
        if (over || !detector || !screen) return stop();
        screen.srcObject = stream;
        await screen.play();
        while (!over) {
          const [code] = await detector.detect(screen);
          if (code?.rawValue && !over) {
            stop();
            found.current(code.rawValue);
            return;
          }
          await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
        }
      } catch {
        if (!over) setFailed(true);
        stop();
      }
    })();
    return stop;
  }, []);
  return (
    <Modal open title={t('field.scan')} footer={null} onCancel={onClose} destroyOnHidden>
      {failed ? (
        <p role="alert">{t('field.noCamera')}</p>
      ) : (
        <video ref={video} className="scan-video" playsInline muted />
      )}
      <p className="quiet">{t('field.scanHint')}</p>
    </Modal>
  );
}
