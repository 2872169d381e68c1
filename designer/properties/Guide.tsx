// How a step is done: one sentence, a checklist, scripts with data in {braces}.
import { Select } from 'antd';
import { Camera, Plus, X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ElementOf } from '../../bpmn/definition.ts';
import { checksOf } from '../../bpmn/guide.ts';
import type { Language } from '../../words/message.ts';
import { useDesigner, useShop, useWords } from '../context.ts';
import { elementOf } from '../model/find.ts';
import { isPlain, withText } from '../model/texts.ts';
import { useNames } from './ConditionEditor.tsx';
import { InLanguages } from './InLanguages.tsx';
import { Field, TextField } from './Section.tsx';

export function Guide({ element: given }: { element: ElementOf<'userTask'> }): ReactNode {
  const { store, facts } = useShop();
  const { t, language } = useWords();
  const element = useDesigner(({ model }) => elementOf(model, given.id)?.element) ?? given;
  const { run } = store.getState();
  const names = useNames(given.id).filter(({ value }) => !value.includes('.'));
  const { en = {} } = element.zf?.text ?? {};
  const checks = checksOf(element.zf).map(({ text, photo = false }, at) => ({
    item: text,
    photo,
    english: en.checklist?.[at] ?? '',
  }));
  const scripts = (element.zf?.scripts ?? []).map((script, at) => ({
    zh: script,
    en: en.scripts?.[at] ?? { title: '', text: '' },
  }));
  const set = (zf: object): void => void run({ edit: 'setExtension', id: element.id, zf });
  const inEnglish = (said: typeof en) => ({ text: withText(element.zf?.text, 'en', said) });
  // Both lists at once: an entry is known by its place.
  const setChecks = (next: typeof checks): void =>
    set({
      checklist: next.map(({ item, photo }) => ({ text: item, ...(photo && { photo }) })),
      ...inEnglish({ checklist: next.some(({ english }) => english) ? next.map(({ english }) => english) : undefined }),
    });
  const setScripts = (next: typeof scripts): void =>
    set({
      scripts: next.map(({ zh }) => zh),
      ...inEnglish({
        // Where English says nothing of one, the Chinese stands for it.
        scripts: next.some((one) => one.en.title || one.en.text)
          ? next.map((one) => ({ title: one.en.title || one.zh.title, text: one.en.text || one.zh.text }))
          : undefined,
      }),
    });
  const change = (index: number, part: Partial<(typeof checks)[number]>): void =>
    setChecks(checks.map((one, at) => (at === index ? { ...one, ...part } : one)).filter(({ item }) => item));
  const pages = facts?.pages ?? [];
  const shownPages = element.zf?.page ?? [];
  return (
    <>
      <Field label={t('guide.pages')}>
        <Select
          mode="multiple"
          className="zf-full"
          aria-label={t('guide.pages')}
          placeholder={t('guide.pagesHint')}
          value={shownPages}
          options={[
            ...pages.map(({ key, name }) => ({ value: key, label: name[language] ?? name.zh })),
            // What is gone is still shown, so that it can be taken away.
            ...shownPages
              .filter((one) => !pages.some(({ key }) => key === one))
              .map((value) => ({ value, label: value })),
          ]}
          showSearch={{ optionFilterProp: 'label' }}
          onChange={(chosen: string[]) => set({ page: chosen.length > 0 ? chosen : undefined })}
        />
      </Field>
      <Field label={t('guide.instruction')}>
        <InLanguages
          label={t('guide.instruction')}
          says={(language) => !!(isPlain(language) ? element.zf : en)?.instruction}
        >
          {(language, label) => (
            <TextField
              rows={3}
              label={label}
              value={(isPlain(language) ? element.zf : en)?.instruction}
              placeholder={element.zf?.instruction ?? t('guide.instructionHint')}
              onCommit={(text) =>
                set(isPlain(language) ? { instruction: text || undefined } : inEnglish({ instruction: text }))
              }
            />
          )}
        </InLanguages>
      </Field>
      <h3 className="zf-sub-title">{t('guide.checklist')}</h3>
      {checks.map(({ item, english, photo }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: items are known by place
        <div key={index} className="zf-card">
          <div className="zf-list-row">
            <InLanguages label={t('guide.checklist')} says={(language) => !!(isPlain(language) ? item : english)}>
              {(language, label) => (
                <TextField
                  label={label}
                  value={isPlain(language) ? item : english}
                  placeholder={item}
                  onCommit={(text) => change(index, isPlain(language) ? { item: text } : { english: text })}
                />
              )}
            </InLanguages>
            <button
              type="button"
              className={`zf-action ${photo ? 'is-on' : ''}`}
              aria-label={t('guide.photo')}
              title={t('guide.photo')}
              aria-pressed={photo}
              onClick={() => change(index, { photo: !photo })}
            >
              <Camera size={14} />
            </button>
            <button
              type="button"
              className="zf-action"
              aria-label={t('remove')}
              onClick={() => setChecks(checks.filter((_, at) => at !== index))}
            >
              <X size={14} />
            </button>
          </div>
        </div>
      ))}
      <button
        type="button"
        className="zf-link"
        onClick={() => setChecks([...checks, { item: t('guide.newItem'), english: '', photo: false }])}
      >
        <Plus size={14} /> {t('guide.addItem')}
      </button>
      <h3 className="zf-sub-title">{t('guide.scripts', { open: '{', close: '}' })}</h3>
      {scripts.map((script, index) => {
        const change = (language: Language, part: Partial<typeof script.zh>): void =>
          setScripts(
            scripts.map((one, at) => (at === index ? { ...one, [language]: { ...one[language], ...part } } : one)),
          );
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: items are known by place
          <div key={index} className="zf-card">
            <div className="zf-list-row">
              <InLanguages label={t('guide.title')} says={(language) => !!script[language].title}>
                {(language, label) => (
                  <TextField
                    label={label}
                    value={script[language].title}
                    placeholder={script.zh.title}
                    onCommit={(title) => change(language, { title })}
                  />
                )}
              </InLanguages>
              <button
                type="button"
                className="zf-action"
                aria-label={t('remove')}
                onClick={() => setScripts(scripts.filter((_, at) => at !== index))}
              >
                <X size={14} />
              </button>
            </div>
            <InLanguages label={t('guide.text')} says={(language) => !!script[language].text}>
              {(language, label) => (
                <TextField
                  rows={3}
                  label={label}
                  value={script[language].text}
                  placeholder={script.zh.text}
                  onCommit={(text) => change(language, { text })}
                />
              )}
            </InLanguages>
            <Select
              size="small"
              aria-label={t('guide.insert')}
              placeholder={t('guide.insert')}
              value={null}
              options={names}
              showSearch={{ optionFilterProp: 'label' }}
              popupMatchSelectWidth={false}
              onChange={(name: string | null) => name && change('zh', { text: `${script.zh.text}{${name}}` })}
            />
          </div>
        );
      })}
      <button
        type="button"
        className="zf-link"
        onClick={() =>
          setScripts([...scripts, { zh: { title: t('guide.newScript'), text: '' }, en: { title: '', text: '' } }])
        }
      >
        <Plus size={14} /> {t('guide.addScript')}
      </button>
    </>
  );
}
