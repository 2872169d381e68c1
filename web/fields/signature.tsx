// A signature: drawn with a finger, a pen or the mouse, or made of a typed name. It is saved by itself, a moment after the last stroke.
import { Input } from 'antd';
import { PenLine } from 'lucide-react';
import { type PointerEvent, type ReactNode, useContext, useEffect, useId, useRef, useState } from 'react';
import type { FlatField } from '../../forms/flat-field.ts';
import { FileWayContext } from '../forms/file-way.ts';
import { labelIn } from '../forms/label.ts';
import { UploadsReport } from '../forms/uploads.ts';
import { asRefusal } from '../reach/client.ts';
import { useWords } from '../words/useWords.ts';
import type { ControlProps, FieldView } from './field-view.ts';

type SignatureField = Extract<FlatField, { type: 'signature' }>;
const WIDTH = 600;
const HEIGHT = 200;
const REST_MS = 900;
/** On white, whatever the page looks like: it is looked at on paper, too. */
const INK = '#1a1a1a';

const isThere = (value: unknown): boolean => Array.isArray(value) && value.length > 0;

function clean(canvas: HTMLCanvasElement): CanvasRenderingContext2D | null {
  const pen = canvas.getContext('2d');
  if (!pen) return null;
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, WIDTH, HEIGHT);
  pen.strokeStyle = INK;
  pen.fillStyle = INK;
  pen.lineWidth = 4;
  pen.lineCap = 'round';
  pen.lineJoin = 'round';
  return pen;
}

function Pad({ field, value, disabled, language, onChange }: ControlProps<SignatureField>): ReactNode {
  const { t } = useWords();
  const canvas = useRef<HTMLCanvasElement>(null);
  const rest = useRef<ReturnType<typeof setTimeout>>(undefined);
  const drawing = useRef(false);
  const turn = useRef(0);
  const [open, setOpen] = useState(!isThere(value));
  const [state, setState] = useState<'idle' | 'saving' | 'failed'>('idle');
  const [why, setWhy] = useState('');
  const [name, setName] = useState('');
  const id = useId();
  const report = useContext(UploadsReport);
  useEffect(() => {
    report(
      id,
      state === 'idle' ? undefined : { sending: state === 'saving' ? 1 : 0, failed: state === 'failed' ? 1 : 0 },
    );
    return () => report(id, undefined);
  }, [report, id, state]);
  useEffect(() => {
    if (open && canvas.current) clean(canvas.current);
    return () => clearTimeout(rest.current);
  }, [open]);

  const way = useContext(FileWayContext);
  const save = async (): Promise<void> => {
    const mine = ++turn.current;
    const drawn = await new Promise<Blob | null>((done) => canvas.current?.toBlob(done, 'image/png'));
    if (!drawn) return;
    try {
      const file = new File([drawn], `${labelIn(field, language)}.png`, { type: 'image/png' });
      const ref = await way.send(file);
      if (mine !== turn.current) return;
      setState('idle');
      onChange([ref]);
    } catch (error) {
      if (mine !== turn.current) return;
      setWhy(asRefusal(error).detail || t('failed.offlineHint'));
      setState('failed');
    }
  };
  const saveSoon = (): void => {
    setState('saving');
    clearTimeout(rest.current);
    rest.current = setTimeout(() => void save(), REST_MS);
  };
  const at = ({ currentTarget, clientX, clientY }: PointerEvent<HTMLCanvasElement>): [number, number] => {
    const box = currentTarget.getBoundingClientRect();
    return [((clientX - box.left) / box.width) * WIDTH, ((clientY - box.top) / box.height) * HEIGHT];
  };
  const again = (): void => {
    clearTimeout(rest.current);
    turn.current++;
    setState('idle');
    if (canvas.current) clean(canvas.current);
    setOpen(true);
    onChange(null);
  };
  if (!open)
    return (
      <div className="signature">
        <Signed value={value} />
        {!disabled && (
          <button type="button" className="link" onClick={again}>
            {t('field.signAgain')}
          </button>
        )}
      </div>
    );
  return (
    <div className="signature">
      <canvas
        ref={canvas}
        width={WIDTH}
        height={HEIGHT}
        role="img"
        aria-label={t('field.sign')}
        className={disabled ? 'is-off' : ''}
        onPointerDown={(event) => {
          const pen = disabled ? null : event.currentTarget.getContext('2d');
          if (!pen) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          clearTimeout(rest.current);
          drawing.current = true;
          pen.beginPath();
          pen.moveTo(...at(event));
        }}
        onPointerMove={(event) => {
          const pen = drawing.current ? event.currentTarget.getContext('2d') : null;
          if (!pen) return;
          pen.lineTo(...at(event));
          pen.stroke();
        }}
        onPointerUp={() => {
          if (!drawing.current) return;
          drawing.current = false;
          saveSoon();
        }}
        onPointerCancel={() => {
          drawing.current = false;
        }}
      />
      <span className="signature-foot">
        <span role="status" className={state === 'failed' ? 'field-error' : 'quiet'}>
          {state === 'saving' && t('field.signSaving')}
          {state === 'failed' && t('field.signFailed', { why })}
          {state === 'idle' && t(isThere(value) ? 'field.signed' : 'field.sign')}
        </span>
        {(isThere(value) || state !== 'idle') && !disabled && (
          <button type="button" className="link" onClick={again}>
            {t('field.signAgain')}
          </button>
        )}
        {state === 'failed' && (
          <button type="button" className="link" onClick={saveSoon}>
            {t('failed.again')}
          </button>
        )}
      </span>
      {!disabled && (
        <span className="signature-foot">
          <Input
            aria-label={t('field.signTyped')}
            placeholder={t('field.signTyped')}
            value={name}
            maxLength={30}
            onChange={({ target }) => setName(target.value)}
          />
          <button
            type="button"
            className="link"
            disabled={name.trim() === ''}
            onClick={() => {
              const pen = canvas.current && clean(canvas.current);
              if (!pen) return;
              pen.font = 'italic 72px KaiTi, STKaiti, "Kaiti SC", cursive';
              pen.textBaseline = 'middle';
              pen.fillText(name.trim(), 24, HEIGHT / 2, WIDTH - 48);
              saveSoon();
            }}
          >
            {t('field.signUse')}
          </button>
        </span>
      )}
    </div>
  );
}

function Signed({ value }: { value: unknown }): ReactNode {
  const { t } = useWords();
  const way = useContext(FileWayContext);
  const [drawn] = Array.isArray(value) ? (value as { file: string }[]) : [];
  const address = drawn && way.address(drawn.file);
  if (!drawn) return null;
  if (!address) return <span>{t('field.signature')}</span>;
  return (
    <a href={address} target="_blank" rel="noreferrer" className="signature-shown">
      <img src={address} alt={t('field.signature')} loading="lazy" />
    </a>
  );
}

export const signature: FieldView<SignatureField> = {
  icon: PenLine,
  group: true,
  Input: Pad,
  Cell: Signed,
  Fact: Signed,
};
