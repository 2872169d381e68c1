// What must not be, over all fields of a form: each rule a condition and what is told where it is true.
import { Plus, X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Form, Rule } from '../forms/form.ts';
import { useWords } from './context.ts';
import { Field, TextField } from './properties/Section.tsx';
import { WordsIn } from './properties/WordsIn.tsx';

export function FormRules({ form, onChange }: { form: Form; onChange: (form: Form) => void }): ReactNode {
  const { t } = useWords();
  const rules = form.rules ?? [];
  const set = (next: Rule[]): void => onChange({ ...form, rules: next.length ? next : undefined });
  const put = (at: number, part: Partial<Rule>): void =>
    set(rules.map((rule, index) => (index === at ? { ...rule, ...part } : rule)));
  return (
    <fieldset className="zf-form-rules">
      <legend>{t('form.rules')}</legend>
      {rules.map((rule, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rules are known by place
        <div key={index} className="zf-card">
          <Field label={t('form.ruleWhen')} hint={index === 0 ? t('form.ruleHint') : undefined}>
            <TextField
              mono
              label={t('form.ruleWhen')}
              value={rule.when}
              onCommit={(text) => text.trim() && put(index, { when: text.trim() })}
            />
          </Field>
          <Field label={t('form.ruleSay')}>
            <WordsIn label={t('form.ruleSay')} words={rule.say} onChange={(say) => put(index, { say })} />
          </Field>
          <button
            type="button"
            className="zf-action"
            aria-label={t('remove')}
            onClick={() => set(rules.filter((_, at) => at !== index))}
          >
            <X size={14} />
          </button>
        </div>
      ))}
      <button
        type="button"
        className="zf-link"
        onClick={() => set([...rules, { when: 'false', say: { zh: t('form.newRule') } }])}
      >
        <Plus size={14} /> {t('form.addRule')}
      </button>
    </fieldset>
  );
}
