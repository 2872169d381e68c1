// A place to drop files on, with a button that chooses them.
import { Button } from 'antd';
import { FileUp } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';

type Props = {
  /** What is said in it: what to do, or that it is being done. */
  text: string;
  choose: string;
  /** The chooser, for those who do not see it. */
  label: string;
  /** It has been done, and may be done again. */
  done?: boolean;
  multiple?: boolean;
  accept: string;
  busy: boolean;
  primary?: boolean;
  /** At least one; more than one where `multiple`. */
  onFiles: (files: [File, ...File[]]) => void;
};

export function Drop({
  text,
  choose,
  label,
  accept,
  busy,
  primary,
  done = false,
  multiple = false,
  onFiles,
}: Props): ReactNode {
  const chooser = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const take = (files: FileList | null): void => {
    const [first, ...more] = files ?? [];
    if (first && !busy) onFiles([first, ...(multiple ? more : [])]);
    // The same file chosen again is a choice, too.
    if (chooser.current) chooser.current.value = '';
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a short cut of the button
    <div
      className={`drop ${over ? 'is-over' : ''} ${done ? 'is-done' : ''}`}
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
      <p>{text}</p>
      <Button {...(primary && { type: 'primary' as const })} loading={busy} onClick={() => chooser.current?.click()}>
        {choose}
      </Button>
      <input
        ref={chooser}
        type="file"
        hidden
        multiple={multiple}
        accept={accept}
        aria-label={label}
        onChange={(event) => take(event.target.files)}
      />
    </div>
  );
}
