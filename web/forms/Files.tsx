// Files and photos: uploaded as they are chosen, pictures shown as pictures. The form holds references only.
import { FileText, Plus, RotateCcw, X } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import type { FlatField } from '../../forms/form.ts';
import { ask, asRefusal, fileApi } from '../reach/client.ts';
import { useWords } from '../words/useWords.ts';

type Ref = { file: string; name: string; size: number; type: string };
type Upload = { id: number; file: File; error?: string };
type Props = {
  field: Pick<Extract<FlatField, { type: 'file' }>, 'images' | 'max'>;
  value: unknown;
  readOnly: boolean;
  onChange: (value: Ref[]) => void;
};

const size = (bytes: number): string =>
  bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1_000))} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;

let count = 0;

export function Files({ field, value, readOnly, onChange }: Props): ReactNode {
  const { t } = useWords();
  const chooser = useRef<HTMLInputElement>(null);
  const [uploads, setUploads] = useState<Upload[]>([]);
  const files = Array.isArray(value) ? (value as Ref[]) : [];
  const latest = useRef(files);
  latest.current = files;
  const max = field.max ?? 20;

  const send = async (upload: Upload): Promise<void> => {
    setUploads((all) => [...all.filter(({ id }) => id !== upload.id), { id: upload.id, file: upload.file }]);
    try {
      const ref = await ask(fileApi.files.$post({ form: { file: upload.file } }));
      latest.current = [...latest.current, ref];
      onChange(latest.current);
      setUploads((all) => all.filter(({ id }) => id !== upload.id));
    } catch (error) {
      const { detail } = asRefusal(error);
      setUploads((all) =>
        all.map((one) => (one.id === upload.id ? { ...one, error: detail || t('failed.offlineHint') } : one)),
      );
    }
  };
  const choose = (chosen: FileList | null): void => {
    const room = max - files.length - uploads.length;
    for (const file of [...(chosen ?? [])].slice(0, Math.max(0, room))) void send({ id: ++count, file });
    if (chooser.current) chooser.current.value = '';
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
        <figure key={file.file} className={file.type.startsWith('image/') ? 'file is-image' : 'file'}>
          <a href={`/api/files/${file.file}`} target="_blank" rel="noreferrer" title={file.name}>
            {file.type.startsWith('image/') ? (
              <img src={`/api/files/${file.file}`} alt={file.name} />
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
          <span className="cut">{upload.file.name}</span>
          <small>{upload.error ?? t('form.uploading')}</small>
          {upload.error && (
            <>
              <button type="button" className="act" aria-label={t('failed.again')} onClick={() => void send(upload)}>
                <RotateCcw size={14} />
              </button>
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
      {!readOnly && files.length + uploads.length < max && (
        <button type="button" className="file-add" onClick={() => chooser.current?.click()}>
          <Plus size={16} strokeWidth={1.75} aria-hidden="true" />
          {t(field.images ? 'form.addPicture' : 'form.addFile')}
        </button>
      )}
      <input
        ref={chooser}
        type="file"
        hidden
        multiple={max > 1}
        {...(field.images && { accept: 'image/*' })}
        onChange={(event) => choose(event.target.files)}
      />
    </div>
  );
}
