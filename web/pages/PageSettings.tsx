// What a page is: its title, kind and folder, where it offers itself, who sees it and who has to read it.
import { Input, InputNumber, Select } from 'antd';
import { type ReactNode, useId } from 'react';
import { PAGE_KINDS, type Page, type PageKind } from '../../pages/page.ts';
import { RefsSelect } from '../registers/structure/RefsSelect.tsx';
import { useWords } from '../words/useWords.ts';
import { useSceneOptions } from './useSceneOptions.ts';

type Props = { body: Page; onChange: (body: Page) => void };

export function PageSettings({ body, onChange }: Props): ReactNode {
  const { t } = useWords();
  const id = useId();
  const scenes = useSceneOptions();
  const { kind, title, folder, scene, see, read, reviewDays } = body;
  /** What is empty is not there. */
  const change = (part: { [K in keyof Page]?: Page[K] | undefined }): void =>
    onChange(
      Object.fromEntries(Object.entries({ ...body, ...part }).filter(([, value]) => value !== undefined)) as Page,
    );
  const words = (zh: string, en: string | undefined) => ({ zh, ...(en?.trim() && { en }) });
  return (
    <div className="page-settings">
      <label htmlFor={`${id}-title`}>
        <span>{t('pages.content.called')}</span>
        <Input
          id={`${id}-title`}
          value={title.zh}
          maxLength={200}
          onChange={({ target }) => target.value && change({ title: words(target.value, title.en) })}
        />
      </label>
      <label htmlFor={`${id}-title-en`}>
        <span>
          {t('pages.content.called')} · {t('pages.editor.english')}
        </span>
        <Input
          id={`${id}-title-en`}
          value={title.en ?? ''}
          maxLength={200}
          onChange={({ target }) => change({ title: words(title.zh, target.value) })}
        />
      </label>
      <div>
        <span>{t('pages.editor.kind')}</span>
        <Select
          aria-label={t('pages.editor.kind')}
          value={kind}
          options={PAGE_KINDS.map((value) => ({ value, label: t(`pages.kind.${value}`) }))}
          onChange={(next: PageKind) => change({ kind: next })}
        />
      </div>
      <label htmlFor={`${id}-folder`}>
        <span>{t('pages.editor.folder')}</span>
        <Input
          id={`${id}-folder`}
          value={folder?.zh ?? ''}
          maxLength={60}
          placeholder={t('pages.editor.folderHint')}
          onChange={({ target }) => change({ folder: target.value ? words(target.value, folder?.en) : undefined })}
        />
      </label>
      {folder && (
        <label htmlFor={`${id}-folder-en`}>
          <span>
            {t('pages.editor.folder')} · {t('pages.editor.english')}
          </span>
          <Input
            id={`${id}-folder-en`}
            value={folder.en ?? ''}
            maxLength={60}
            onChange={({ target }) => change({ folder: words(folder.zh, target.value) })}
          />
        </label>
      )}
      <div className="is-whole">
        <span>{t('pages.editor.scene')}</span>
        <Select
          mode="multiple"
          aria-label={t('pages.editor.scene')}
          value={scene}
          options={scenes}
          showSearch={{ optionFilterProp: 'label' }}
          onChange={(next: string[]) => change({ scene: next })}
        />
        <small className="quiet">{t('pages.editor.sceneHint')}</small>
      </div>
      <div>
        <span>{t('pages.editor.see')}</span>
        <RefsSelect label={t('pages.editor.see')} value={see} onChange={(next) => change({ see: next ?? ['all'] })} />
      </div>
      <div>
        <span>{t('pages.editor.readBy')}</span>
        <RefsSelect
          label={t('pages.editor.readBy')}
          none={t('pages.editor.nobody')}
          value={read?.who}
          onChange={(who) => change({ read: who && { who, days: read?.days ?? 3 } })}
        />
      </div>
      {read && (
        <label htmlFor={`${id}-days`}>
          <span>{t('pages.editor.readDays')}</span>
          <InputNumber
            id={`${id}-days`}
            min={1}
            max={365}
            precision={0}
            value={read.days}
            onChange={(days) => days !== null && change({ read: { ...read, days } })}
          />
        </label>
      )}
      <label htmlFor={`${id}-review`}>
        <span>{t('pages.editor.reviewDays')}</span>
        <InputNumber
          id={`${id}-review`}
          min={1}
          max={3650}
          precision={0}
          placeholder={t('pages.editor.never')}
          value={reviewDays ?? null}
          onChange={(days) => change({ reviewDays: days ?? undefined })}
        />
      </label>
    </div>
  );
}
