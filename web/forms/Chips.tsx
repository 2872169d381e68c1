// Few options, all in sight: one click chooses.
import { Check } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useRef } from 'react';

type Props = {
  options: { value: string; label: string }[];
  value: string[];
  several: boolean;
  disabled: boolean;
  onChange: (value: string[]) => void;
};

export function Chips({ options, value, several, disabled, onChange }: Props): ReactNode {
  const row = useRef<HTMLDivElement>(null);
  const choose = (one: string): void => {
    const on = value.includes(one);
    if (several) onChange(on ? value.filter((each) => each !== one) : [...value, one]);
    else onChange(on ? [] : [one]);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const chips = [...(row.current?.querySelectorAll('button') ?? [])];
    const at = chips.indexOf(document.activeElement as HTMLButtonElement);
    chips[(at + by + chips.length) % chips.length]?.focus();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrows move the focus between the chips
    <div className="chips" ref={row} onKeyDown={onKeyDown} role={several ? 'group' : 'radiogroup'}>
      {options.map((option) => {
        const on = value.includes(option.value);
        return (
          // biome-ignore lint/a11y/useAriaPropsSupportedByRole: radio and checkbox both are checked
          <button
            key={option.value}
            type="button"
            role={several ? 'checkbox' : 'radio'}
            aria-checked={on}
            className={`chip ${on ? 'is-on' : ''}`}
            disabled={disabled}
            onClick={() => choose(option.value)}
          >
            {on && <Check size={14} strokeWidth={2} aria-hidden="true" />}
            {option.label}
          </button>
        );
      })}
    </div>
  );
}
