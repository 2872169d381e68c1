// A question of the panel: icon, head, something at its right, what answers it.
import { ConfigProvider } from 'antd';
import type { LucideIcon } from 'lucide-react';
import { ChevronRight } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';

type Props = { icon: LucideIcon; title: string; extra?: ReactNode; children: ReactNode };

export function Section({ icon: Icon, title, extra, children }: Props): ReactNode {
  return (
    <section className="zf-section">
      <h2>
        <Icon size={15} strokeWidth={1.75} aria-hidden="true" />
        <span>{title}</span>
        {extra && <span className="zf-section-extra">{extra}</span>}
      </h2>
      {children}
    </section>
  );
}

export function Folded({ icon: Icon, title, extra, children }: Props): ReactNode {
  const [open, setOpen] = useState(false);
  return (
    <section className="zf-section is-folded">
      <button type="button" className="zf-fold" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon size={15} strokeWidth={1.75} aria-hidden="true" />
        <span>{title}</span>
        <span className="zf-section-extra">{extra}</span>
        <ChevronRight size={14} className={open ? 'is-open' : ''} />
      </button>
      {open && <div className="zf-fold-body">{children}</div>}
    </section>
  );
}

export function Field({ label, hint, children }: { label: string; hint?: ReactNode; children: ReactNode }): ReactNode {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is among the children
    <label className="zf-field">
      <span>{label}</span>
      {children}
      {hint && <small>{hint}</small>}
    </label>
  );
}

/** A line of text that is kept when the person leaves it. */
export function TextField({
  value,
  onCommit,
  placeholder,
  rows,
  mono,
  label,
  isNew,
}: {
  value: string | undefined;
  onCommit: (text: string) => void;
  placeholder?: string;
  rows?: number;
  mono?: boolean;
  /** Where no label stands around it. */
  label?: string;
  /** Just added: what one types is its name. */
  isNew?: boolean;
}): ReactNode {
  // Read-only panels disable every control of antd; this one is plain.
  const { componentDisabled = false } = ConfigProvider.useConfig();
  const [text, setText] = useState<string | undefined>(undefined);
  const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  useEffect(() => {
    if (isNew) field.current?.select();
  }, [isNew]);
  const shown = text ?? value ?? '';
  const commit = (): void => {
    if (text !== undefined && text !== (value ?? '')) onCommit(text);
    setText(undefined);
  };
  const props = {
    ref: field,
    className: `zf-input ${mono ? 'is-mono' : ''}`,
    value: shown,
    readOnly: componentDisabled,
    placeholder,
    ...(label && { 'aria-label': label }),
    onBlur: commit,
    onChange: (event: { target: { value: string } }) => setText(event.target.value),
  };
  return rows ? (
    <textarea {...props} rows={rows} />
  ) : (
    <input
      {...props}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.nativeEvent.isComposing) event.currentTarget.blur();
      }}
    />
  );
}
