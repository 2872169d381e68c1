// The search of a list: what is typed goes into the address a moment later. The key / leads here.
import { Input, type InputRef } from 'antd';
import { Search } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { isTyping } from './useListKeys.ts';

const TYPING_MS = 250;

type Props = { value: string | undefined; label: string; onFind: (text: string | undefined) => void };

export function Find({ value = '', label, onFind }: Props): ReactNode {
  const box = useRef<InputRef>(null);
  const [text, setText] = useState(value);
  const sent = useRef(value);
  useEffect(() => {
    if (value === sent.current) return;
    sent.current = value;
    setText(value);
  }, [value]);
  // A page that draws itself anew meanwhile does not make what was typed wait again.
  const find = useRef(onFind);
  find.current = onFind;
  useEffect(() => {
    const wanted = text.trim();
    if (wanted === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = wanted;
      find.current(wanted || undefined);
    }, TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.key !== '/' || isTyping(event)) return;
      event.preventDefault();
      box.current?.focus({ cursor: 'all' });
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
  return (
    <Input
      ref={box}
      className="page-find"
      value={text}
      allowClear
      prefix={<Search size={15} strokeWidth={1.75} />}
      suffix={text ? undefined : <kbd>/</kbd>}
      placeholder={label}
      aria-label={label}
      onChange={(event) => setText(event.target.value)}
      onKeyDown={(event) => event.key === 'Escape' && box.current?.blur()}
    />
  );
}
