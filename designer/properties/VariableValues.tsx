// What the values of a variable are called where no form asks for it: reasons that a decision gives, states that the process keeps.
import { Plus, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { Extension } from '../../bpmn/definition.ts';
import { useWords } from '../context.ts';
import { isPlain, withText } from '../model/texts.ts';
import { InLanguages } from './InLanguages.tsx';
import { TextField } from './Section.tsx';

type Option = NonNullable<NonNullable<Extension['variable']>[number]['option']>[number];

export function VariableValues({
  options,
  onChange,
}: {
  options: Option[];
  onChange: (options: Option[] | undefined) => void;
}): ReactNode {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const set = (next: Option[]): void => onChange(next.length > 0 ? next : undefined);
  const change = (index: number, part: Partial<Option>): void =>
    set(options.map((one, at) => (at === index ? { ...one, ...part } : one)));
  return (
    <div className="zf-values">
      <button type="button" className="zf-link" aria-expanded={open} onClick={() => setOpen(!open)}>
        {t('process.values', { count: options.length })}
      </button>
      {open &&
        options.map((one, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: values are known by place
          <div key={index} className="zf-list-row">
            <TextField
              mono
              label={t('form.optionValue')}
              value={one.value}
              onCommit={(value) => value.trim() && change(index, { value: value.trim() })}
            />
            <InLanguages
              label={t('form.option')}
              says={(language) => isPlain(language) || !!one.text?.[language]?.name}
            >
              {(language, label) => (
                <TextField
                  label={label}
                  value={isPlain(language) ? one.label : one.text?.[language]?.name}
                  placeholder={one.label}
                  onCommit={(said) => {
                    if (!isPlain(language))
                      change(index, { text: withText(one.text, language, { name: said.trim() }) });
                    else if (said.trim()) change(index, { label: said.trim() });
                  }}
                />
              )}
            </InLanguages>
            <button
              type="button"
              className="zf-action"
              aria-label={t('remove')}
              onClick={() => set(options.filter((_, at) => at !== index))}
            >
              <X size={14} />
            </button>
          </div>
        ))}
      {open && (
        <button
          type="button"
          className="zf-link"
          onClick={() => set([...options, { value: `value${options.length + 1}`, label: t('form.newOption') }])}
        >
          <Plus size={14} /> {t('form.addOption')}
        </button>
      )}
    </div>
  );
}
