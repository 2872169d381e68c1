// A page as it is written: its text in both languages beside how it will read, with a real case filled in; what it is, for whom and where.
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Segmented } from 'antd';
import { ChevronRight } from 'lucide-react';
import { type ReactNode, useDeferredValue, useMemo, useState } from 'react';
import { namesOf } from '../../pages/names.ts';
import type { Page } from '../../pages/page.ts';
import { ContentFrame } from '../content/ContentFrame.tsx';
import { useContentDraft, useOpenedDraft } from '../content/useContentDraft.ts';
import { wordsIn } from '../forms/label.ts';
import { Shown } from '../parts/Shown.tsx';
import { Tabs } from '../parts/Tabs.tsx';
import { useWidth } from '../parts/useWidth.ts';
import { ask, pageWritingApi } from '../reach/client.ts';
import type { ContentDraft } from '../reach/shapes.ts';
import { useRefWords } from '../registers/structure/RefsSelect.tsx';
import { Where } from '../shell/Where.tsx';
import { useWords } from '../words/useWords.ts';
import { CasePick } from './CasePick.tsx';
import type { Filling } from './filling.ts';
import { PageBody } from './PageBody.tsx';
import { PageSettings } from './PageSettings.tsx';
import { PageWriter } from './PageWriter.tsx';
import { QuizEditor } from './QuizEditor.tsx';

export function PageEditor(): ReactNode {
  const { key } = useParams({ from: '/in/pages/$key' });
  const { query, at, reopen } = useOpenedDraft('page', key);
  return <Shown query={query}>{(opened) => <Editor key={at} page={key} opened={opened} onReopen={reopen} />}</Shown>;
}

type Part = 'write' | 'look' | 'quiz' | 'settings';
type Props = { page: string; opened: ContentDraft; onReopen: () => void };

function Editor({ page: key, opened, onReopen }: Props): ReactNode {
  const { t, language: spoken } = useWords();
  const draft = useContentDraft<Page>('page', key, opened);
  const width = useWidth();
  const wide = width === 'wide' || width === 'medium';
  const [part, setPart] = useState<Part>('write');
  const [language, setLanguage] = useState<'zh' | 'en'>(spoken);
  const [about, setAbout] = useState<string>();
  const refWords = useRefWords();
  const body = draft.body;
  const { filling, data } = useFilled(body, about);
  const name = wordsIn(body.title, spoken);
  const write = (text: string): void => {
    const said = { ...body.text, [language]: text };
    // Nothing in English is no English.
    if (!said.en?.trim()) delete said.en;
    draft.change({ ...body, text: said });
  };
  const isCourse = body.kind === 'course' || body.quiz !== undefined || body.chapters !== undefined;
  const parts: Part[] = [
    'write',
    ...(wide ? [] : ['look' as const]),
    ...(isCourse ? ['quiz' as const] : []),
    'settings',
  ];
  const shown = (wide && part === 'look') || (part === 'quiz' && !isCourse) ? 'write' : part;
  const preview = (
    <section className="page-preview" aria-label={t('pages.editor.look')}>
      <header>
        <span>{t('pages.editor.preview')}</span>
        <CasePick value={about} onChange={setAbout} scene={body.scene} />
      </header>
      <div className="page-preview-text">
        <h2>{(language === 'en' && body.title.en) || body.title.zh}</h2>
        <PageBody text={body.text[language] ?? ''} filling={filling} />
      </div>
    </section>
  );
  return (
    <>
      <Where>
        <nav className="crumbs" aria-label={t('crumbs')}>
          <Link to="/pages">{t('pages.content.title')}</Link>
          <ChevronRight size={14} aria-hidden="true" />
          <h1 className="top-title cut">{name}</h1>
        </nav>
      </Where>
      <ContentFrame
        kind="page"
        contentKey={key}
        name={name}
        latest={opened.latest}
        draft={draft}
        impact={() =>
          body.read && (
            <p className="quiet">{t('pages.editor.asks', { who: refWords(body.read.who), days: body.read.days })}</p>
          )
        }
        onPlace={() => setPart('write')}
        onReopen={onReopen}
      >
        <div className={`page-editor ${wide ? 'is-wide' : ''}`}>
          <div className="page-editor-main">
            <div className="page-editor-head">
              <Tabs
                label={t('pages.editor.parts')}
                at={shown}
                tabs={parts.map((value) => ({ value, label: t(`pages.editor.${value}`) }))}
                onTab={setPart}
              />
              {(shown === 'write' || shown === 'look') && (
                <Segmented
                  size="small"
                  aria-label={t('pages.editor.language')}
                  value={language}
                  options={[
                    { value: 'zh', label: t('pages.editor.zh') },
                    { value: 'en', label: t('pages.editor.en') },
                  ]}
                  onChange={(next) => setLanguage(next as 'zh' | 'en')}
                />
              )}
            </div>
            {shown === 'quiz' ? (
              <QuizEditor body={body} onChange={draft.change} />
            ) : shown === 'settings' ? (
              <PageSettings body={body} onChange={draft.change} />
            ) : shown === 'look' ? (
              preview
            ) : (
              <PageWriter
                key={language}
                text={body.text[language] ?? ''}
                data={about === undefined ? undefined : data}
                onText={write}
              />
            )}
          </div>
          {wide && preview}
        </div>
      </ContentFrame>
    </>
  );
}

/** What the text names, as the shop and the chosen case have it; read again a moment after the names have changed. */
function useFilled(
  body: Page,
  about: string | undefined,
): { filling: Filling; data: { name: string; label: string }[] } {
  const { language } = useWords();
  const names = useMemo(() => namesOf({ text: body.text, scene: [] }), [body.text]);
  const asked = useDeferredValue(JSON.stringify([names.variables, names.parameters, names.steps]));
  const query = useQuery({
    queryKey: ['pages', 'preview', about ?? '', asked],
    queryFn: () => {
      const [variables, parameters, steps] = JSON.parse(asked) as [
        string[],
        string[],
        { process: string; element?: string }[],
      ];
      return ask(
        pageWritingApi['page-preview'].$get({
          query: {
            ...(about !== undefined && { case: about }),
            names: variables.join('\n'),
            parameters: parameters.join('\n'),
            steps: steps.map(({ process, element }) => (element ? `${process}#${element}` : process)).join('\n'),
          },
        }),
      );
    },
    placeholderData: (before) => before,
  });
  const { told = [], steps = [], data = [] } = query.data ?? {};
  return { filling: { told, steps }, data: data.map(({ name, label }) => ({ name, label: wordsIn(label, language) })) };
}
