// A line of FEEL: what the process knows is offered while one types, and may be written as it is called.
import { AutoComplete, ConfigProvider } from 'antd';
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import { completions, type Name, typedFormula } from './typed-formula.ts';

type Props = {
  value: string | undefined;
  names: Name[];
  onCommit: (text: string) => void;
  placeholder?: string | undefined;
  rows?: number;
  /** Where no label stands around it. */
  label?: string;
};

export function FormulaField({ value, names, onCommit, placeholder, rows, label }: Props): ReactNode {
  const { componentDisabled = false } = ConfigProvider.useConfig();
  const [text, setText] = useState<string | undefined>(undefined);
  // Enter that chooses a name, or ends a word of an input method, does not leave the field.
  const chose = useRef(false);
  const shown = text ?? value ?? '';
  const commit = (): void => {
    const meant = text === undefined ? undefined : typedFormula(text.trim(), names);
    if (meant !== undefined && meant !== (value ?? '')) onCommit(meant);
    setText(undefined);
  };
  const input = {
    className: 'zf-input is-mono',
    readOnly: componentDisabled,
    placeholder,
    ...(label && { 'aria-label': label }),
    onKeyDown: ({ nativeEvent }: KeyboardEvent) => {
      chose.current = nativeEvent.isComposing;
    },
    onKeyUp: (event: KeyboardEvent<HTMLElement>) => {
      if (event.key === 'Enter' && !rows && !chose.current) event.currentTarget.blur();
    },
  };
  return (
    <AutoComplete
      className="zf-formula"
      value={shown}
      open={componentDisabled ? false : undefined}
      options={text === undefined && shown !== '' ? [] : completions(shown, names)}
      defaultActiveFirstOption={false}
      popupMatchSelectWidth={false}
      onChange={(typed: string) => setText(typed)}
      onSelect={() => {
        chose.current = true;
      }}
      onBlur={commit}
    >
      {rows ? <textarea {...input} rows={rows} /> : <input {...input} />}
    </AutoComplete>
  );
}
