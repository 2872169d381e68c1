// Renames in place: a double click or F2 puts the cursor into the name; Enter keeps, Escape drops.
import { type ReactNode, useRef, useState } from 'react';
import { useDesigner, useShop } from '../context.ts';

/** For how long menus and tooltips that close may still move the focus. */
const SETTLING_MS = 350;

type Props = { id: string; name: string; children: ReactNode };

export function NameEditor({ id, name, children }: Props): ReactNode {
  const editing = useDesigner((state) => state.editing === id);
  if (!editing) return children;
  return <Field id={id} name={name} />;
}

function Field({ id, name }: { id: string; name: string }): ReactNode {
  const { store, language } = useShop();
  const [text, setText] = useState(name);
  const opened = useRef(performance.now());
  const input = useRef<HTMLInputElement>(null);
  const finish = (keep: boolean): void => {
    if (store.getState().editing !== id) return;
    store.getState().set({ editing: undefined });
    if (keep && text !== name) store.getState().run({ edit: 'rename', id, name: text, language });
  };
  return (
    <input
      ref={input}
      className="zf-rename nodrag nopan"
      value={text}
      // biome-ignore lint/a11y/noAutofocus: the person asked to type here
      autoFocus
      onFocus={(event) => event.target.select()}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => {
        // A menu that closes takes the focus along a moment later: what is typed next belongs here.
        if (performance.now() - opened.current < SETTLING_MS) requestAnimationFrame(() => input.current?.focus());
        else finish(true);
      }}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Enter') finish(true);
        if (event.key === 'Escape') finish(false);
      }}
    />
  );
}
