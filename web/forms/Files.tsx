// Files and photos: uploaded as they are chosen, pictures shown as pictures. The form holds references only.
import { Camera, FileText, Plus, RotateCcw, X } from 'lucide-react';
import { type ReactNode, useContext, useEffect, useId, useRef, useState } from 'react';
import type { FlatField } from '../../forms/flat-field.ts';
import { useWidth } from '../parts/useWidth.ts';
import { asRefusal } from '../reach/client.ts';
import { useWords } from '../words/useWords.ts';
import { type FileRef, FileWayContext } from './file-way.ts';
import { sizeWords as size } from './size-words.ts';
import { UploadsReport } from './uploads.ts';

/** `final`: trying again would not help. */
type Upload = { id: number; file: File; error?: string; final?: boolean };
type Props = {
  field: Pick<Extract<FlatField, { type: 'file' }>, 'images' | 'max'>;
  value: unknown;
  readOnly: boolean;
  onChange: (value: FileRef[]) => void;
};

/** What the server takes at most. */
const MOST_BYTES = 20 * 1024 * 1024;
/** What every browser can show. */
const PICTURES = 'image/png,image/jpeg,image/gif,image/webp,image/avif';
const isShown = (type: string): boolean => /^image\/(png|jpeg|gif|webp|avif)$/.test(type);

let count = 0;

export function Files({ field, value, readOnly, onChange }: Props): ReactNode {
  const { t } = useWords();
  const chooser = useRef<HTMLInputElement>(null);
  const lens = useRef<HTMLInputElement>(null);
  const [uploads, setUploads] = useState<Upload[]>([]);
  const files = Array.isArray(value) ? (value as FileRef[]) : [];
  const latest = useRef(files);
  latest.current = files;
  const max = field.max ?? 20;
  const id = useId();
  const report = useContext(UploadsReport);
  const way = useContext(FileWayContext);
  const sending = uploads.filter(({ error }) => !error).length;
  const failed = uploads.filter(({ error, final }) => error && !final).length;
  useEffect(() => {
    report(id, sending + failed > 0 ? { sending, failed } : undefined);
    return () => report(id, undefined);
  }, [report, id, sending, failed]);

  const room = !readOnly && files.length + sending + failed < max;
  // A wide screen has no camera that looks at goods.
  const camera = useWidth() === 'phone' && field.images === true && room;

  /** Why this one cannot be taken, as far as one sees before it is sent. */
  const whyNot = (file: File, place: number): string | undefined => {
    if (place >= max) return t('form.tooManyFiles', { max });
    if (file.size === 0) return t('form.emptyFile');
    if (file.size > MOST_BYTES) return t('form.fileTooLarge', { size: size(file.size), max: size(MOST_BYTES) });
    if (field.images && (/heic|heif/.test(file.type) || /\.hei[cf]$/i.test(file.name))) return t('form.heic');
    if (field.images && !isShown(file.type)) return t('form.picturesOnly');
    return undefined;
  };

  const send = async (upload: Upload): Promise<void> => {
    setUploads((all) => [...all.filter(({ id }) => id !== upload.id), { id: upload.id, file: upload.file }]);
    try {
      const ref = await way.send(upload.file);
      latest.current = [...latest.current, ref];
      onChange(latest.current);
      setUploads((all) => all.filter(({ id }) => id !== upload.id));
    } catch (error) {
      const { detail, code } = asRefusal(error);
      const why = { error: detail || t('failed.offlineHint'), final: code === 'fileRefused' || code === 'tooLarge' };
      setUploads((all) => all.map((one) => (one.id === upload.id ? { ...one, ...why } : one)));
    }
  };
  const choose = (chosen: FileList | null): void => {
    let place = files.length + sending + failed;
    const refused: Upload[] = [];
    for (const file of chosen ?? []) {
      const error = whyNot(file, place);
      if (error) refused.push({ id: ++count, file, error, final: true });
      else {
        place++;
        void send({ id: ++count, file });
      }
    }
    // What was refused before gives way to what is chosen now.
    setUploads((all) => [...all.filter(({ final }) => !final), ...refused]);
    for (const input of [chooser, lens]) if (input.current) input.current.value = '';
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a short cut of the button
    <div
      className="files"
      onDragOver={(event) => !readOnly && event.preventDefault()}
      onDrop={(event) => {
        if (readOnly) return;
        event.preventDefault();
        choose(event.dataTransfer.files);
      }}
    >
      {files.map((file) => (
        <figure key={file.file} className={isShown(file.type) && way.address(file.file) ? 'file is-image' : 'file'}>
          <a href={way.address(file.file)} target="_blank" rel="noreferrer" title={file.name}>
            {isShown(file.type) && way.address(file.file) ? (
              <img src={way.address(file.file)} alt={file.name} />
            ) : (
              <>
                <FileText size={16} strokeWidth={1.75} aria-hidden="true" />
                <span className="cut">{file.name}</span>
                <small>{size(file.size)}</small>
              </>
            )}
          </a>
          {!readOnly && (
            <button
              type="button"
              className="file-off"
              aria-label={t('form.removeFile', { name: file.name })}
              onClick={() => onChange(files.filter((one) => one !== file))}
            >
              <X size={12} strokeWidth={2} />
            </button>
          )}
        </figure>
      ))}
      {uploads.map((upload) => (
        <figure key={upload.id} className={`file is-upload ${upload.error ? 'is-wrong' : ''}`}>
          <span className="cut" title={upload.file.name}>
            <bdi>{upload.file.name}</bdi>
          </span>
          <small role={upload.error ? 'alert' : undefined}>{upload.error ?? t('form.uploading')}</small>
          {upload.error && (
            <>
              {!upload.final && (
                <button type="button" className="act" aria-label={t('failed.again')} onClick={() => void send(upload)}>
                  <RotateCcw size={14} />
                </button>
              )}
              <button
                type="button"
                className="act"
                aria-label={t('remove')}
                onClick={() => setUploads((all) => all.filter((one) => one !== upload))}
              >
                <X size={14} />
              </button>
            </>
          )}
        </figure>
      ))}
      {room && (
        <button type="button" className="file-add" onClick={() => chooser.current?.click()}>
          <Plus size={16} strokeWidth={1.75} aria-hidden="true" />
          {t(field.images ? 'form.addPicture' : 'form.addFile')}
        </button>
      )}
      {camera && (
        <>
          <button type="button" className="file-add" onClick={() => lens.current?.click()}>
            <Camera size={16} strokeWidth={1.75} aria-hidden="true" />
            {t('form.takePicture')}
          </button>
          <input
            ref={lens}
            type="file"
            hidden
            accept={PICTURES}
            capture="environment"
            onChange={(event) => choose(event.target.files)}
          />
        </>
      )}
      <input
        ref={chooser}
        type="file"
        hidden
        multiple={max > 1}
        {...(field.images && { accept: PICTURES })}
        onChange={(event) => choose(event.target.files)}
      />
    </div>
  );
}
