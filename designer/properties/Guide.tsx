// How a step is done: one sentence, a checklist, scripts with data in {braces}.
import { Select } from 'antd';
import { Plus, X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ElementOf } from '../../bpmn/definition.ts';
import { useDesigner, useShop, useWords } from '../context.ts';
import { elementOf } from '../model/find.ts';
import { useNames } from './ConditionEditor.tsx';
import { Field, TextField } from './Section.tsx';

export function Guide({ element: given }: { element: ElementOf<'userTask'> }): ReactNode {
  const { store } = useShop();
  const { t } = useWords();
  const element = useDesigner(({ model }) => elementOf(model, given.id)?.element) ?? given;
  const { run } = store.getState();
  const names = useNames(given.id).filter(({ value }) => !value.includes('.'));
  const { en = {}, ...others } = element.zf?.text ?? {};
  const checks = (element.zf?.checklist ?? []).map((item, at) => ({ item, english: en.checklist?.[at] ?? '' }));
  const scripts = element.zf?.scripts ?? [];
  const set = (zf: object): void => void run({ edit: 'setExtension', id: element.id, zf });
  const inEnglish = (said: Partial<typeof en>) => {
    const kept = Object.entries({ ...en, ...said }).filter(([, value]) => value !== undefined);
    const text = { ...others, ...(kept.length > 0 && { en: Object.fromEntries(kept) }) };
    return { text: Object.keys(text).length > 0 ? text : undefined };
  };
  // Both lists at once: an entry is known by its place.
  const setChecks = (next: typeof checks): void =>
    set({
      checklist: next.map(({ item }) => item),
      ...inEnglish({ checklist: next.some(({ english }) => english) ? next.map(({ english }) => english) : undefined }),
    });
  const change = (index: number, part: Partial<(typeof checks)[number]>): void =>
    setChecks(checks.map((one, at) => (at === index ? { ...one, ...part } : one)).filter(({ item }) => item));
  return (
    <>
      <Field label={t('guide.instruction')}>
        <TextField
          rows={3}
          value={element.zf?.instruction}
          onCommit={(text) => set({ instruction: text || undefined })}
          placeholder={t('guide.instructionHint')}
        />
      </Field>
      <Field label={t('guide.instructionEnglish')}>
        <TextField
          rows={3}
          value={en.instruction}
          onCommit={(text) => set(inEnglish({ instruction: text || undefined }))}
        />
      </Field>
      <h3 className="zf-sub-title">{t('guide.checklist')}</h3>
      {checks.map(({ item, english }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: items are known by place
        <div key={index} className="zf-card">
          <div className="zf-list-row">
            <TextField label={t('guide.checklist')} value={item} onCommit={(text) => change(index, { item: text })} />
            <button
              type="button"
              className="zf-action"
              aria-label={t('remove')}
              onClick={() => setChecks(checks.filter((_, at) => at !== index))}
            >
              <X size={14} />
            </button>
          </div>
          <TextField
            label={t('guide.checkEnglish')}
            placeholder={t('guide.checkEnglish')}
            value={english}
            onCommit={(text) => change(index, { english: text })}
          />
        </div>
      ))}
      <button
        type="button"
        className="zf-link"
        onClick={() => setChecks([...checks, { item: t('guide.newItem'), english: '' }])}
      >
        <Plus size={14} /> {t('guide.addItem')}
      </button>
      <h3 className="zf-sub-title">{t('guide.scripts', { open: '{', close: '}' })}</h3>
      {scripts.map((script, index) => {
        const change = (part: object): void =>
          set({ scripts: scripts.map((one, at) => (at === index ? { ...one, ...part } : one)) });
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: items are known by place
          <div key={index} className="zf-card">
            <div className="zf-list-row">
              <TextField label={t('guide.title')} value={script.title} onCommit={(title) => change({ title })} />
              <button
                type="button"
                className="zf-action"
                aria-label={t('remove')}
                onClick={() => set({ scripts: scripts.filter((_, at) => at !== index) })}
              >
                <X size={14} />
              </button>
            </div>
            <TextField rows={3} label={t('guide.text')} value={script.text} onCommit={(text) => change({ text })} />
            <Select
              size="small"
              aria-label={t('guide.insert')}
              placeholder={t('guide.insert')}
              value={null}
              options={names}
              showSearch={{ optionFilterProp: 'label' }}
              popupMatchSelectWidth={false}
              onChange={(name: string | null) => name && change({ text: `${script.text}{${name}}` })}
            />
          </div>
        );
      })}
      <button
        type="button"
        className="zf-link"
        onClick={() => set({ scripts: [...scripts, { title: t('guide.newScript'), text: '' }] })}
      >
        <Plus size={14} /> {t('guide.addScript')}
      </button>
    </>
  );
}
