// At a step: the scripts that offer themselves, filled with the case and one click from being said, and the pages to read beside it.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Drawer } from 'antd';
import { FileText, GraduationCap } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { isSaid } from '../../pages/page.ts';
import { plainOf } from '../../pages/plain.ts';
import { type Inline, readPage } from '../../pages/read.ts';
import { wordsIn } from '../forms/label.ts';
import type { Part } from '../inbox/fill.ts';
import { Script } from '../inbox/Script.tsx';
import { useWidth } from '../parts/useWidth.ts';
import { ask, pageApi } from '../reach/client.ts';
import type { TaskPages as Pages } from '../reach/shapes.ts';
import type { Values } from '../typed/typed.ts';
import { useValueReader } from '../values/useValueReader.ts';
import type { Reader } from '../values/value-words.ts';
import { useWords } from '../words/useWords.ts';
import { type Filling, fillOf, stepOf } from './filling.ts';
import { PageBody } from './PageBody.tsx';
import './pages.css';

type Props = {
  task: string;
  pages: Pages;
  values: Values;
  /** Scripts of the step itself stand above. */
  follows: boolean;
};

export function TaskPages({ task, pages, values, follows }: Props): ReactNode {
  const { t, language } = useWords();
  const reads = useValueReader();
  const queries = useQueryClient();
  const phone = useWidth() === 'phone';
  const [open, setOpen] = useState<string>();
  const filling = { told: pages.told, steps: pages.steps, values };
  const textOf = ({ text }: Pages['items'][number]): string => (language === 'en' && text.en) || text.zh;
  const use = useMutation({
    mutationFn: (key: string) => ask(pageApi.pages[':key'].used.$post({ param: { key }, json: { task } })),
    onSuccess: () => void queries.invalidateQueries({ queryKey: ['pages', 'task', task] }),
  });
  const said = pages.items.filter(({ kind }) => isSaid(kind));
  const others = pages.items.filter(({ kind }) => !isSaid(kind));
  const shown = others.find(({ key }) => key === open);
  return (
    <>
      {said.length > 0 && (
        <section className={follows ? 'is-more' : ''}>
          {!follows && <h3>{t('guide.scripts')}</h3>}
          {said.map((page) => (
            <Script
              key={page.key}
              title={wordsIn(page.title, language)}
              parts={partsOf(textOf(page), filling, reads)}
              note={page.uses > 0 && <small className="quiet">{t('pages.uses', { count: page.uses })}</small>}
              onCopied={() => use.mutate(page.key)}
            />
          ))}
        </section>
      )}
      {others.length > 0 && (
        <section>
          <h3>{t('pages.task.pages')}</h3>
          <ul className="task-pages">
            {others.map((page) => (
              <li key={page.key}>
                {page.kind === 'course' ? (
                  <Link to="/handbook/$key" params={{ key: page.key }}>
                    <GraduationCap size={15} strokeWidth={1.75} aria-hidden="true" />
                    <span className="cut">{wordsIn(page.title, language)}</span>
                    {page.toRead && <small className="is-amber">{t('pages.course.please')}</small>}
                  </Link>
                ) : (
                  <button type="button" onClick={() => setOpen(page.key)}>
                    <FileText size={15} strokeWidth={1.75} aria-hidden="true" />
                    <span className="cut">{wordsIn(page.title, language)}</span>
                    {page.toRead && <small className="is-amber">{t('pages.pleaseRead')}</small>}
                  </button>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
      <Drawer
        open={shown !== undefined}
        onClose={() => setOpen(undefined)}
        mask={false}
        size={phone ? '100%' : 504}
        title={shown && wordsIn(shown.title, language)}
        destroyOnHidden
      >
        {shown && <PageBody text={textOf(shown)} filling={{ ...filling, key: shown.key }} />}
      </Drawer>
    </>
  );
}

/** As one text with what is filled in marked: a mark that no text holds stands for each piece while the blocks are put in a row. */
function partsOf(text: string, filling: Filling, reads: Reader): Part[] {
  const filled: Part[] = [];
  const plain = plainOf(readPage(text).blocks, (one) => {
    const part = partOf(one, filling, reads);
    return part ? `\u0000${filled.push(part) - 1}\u0000` : '';
  });
  return plain
    .split('\u0000')
    .map((piece, at): Part => (at % 2 === 1 ? (filled[Number(piece)] as Part) : { text: piece, is: 'plain' }))
    .filter((part) => part.text !== '');
}

function partOf(one: Inline, filling: Filling, reads: Reader): Part | undefined {
  if (one.is === 'parameter' || one.is === 'variable') return fillOf(one, filling, reads);
  if (one.is !== 'step') return undefined;
  const step = stepOf(one, filling.steps);
  const words = [step?.name, step?.step].flatMap((each) => (each ? wordsIn(each, reads.language) : []));
  return { text: words.join(' · ') || one.process, is: 'plain' };
}
