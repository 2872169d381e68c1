// The text of a page: its blocks as elements, with values filled in. Nothing in it is HTML that somebody has written.
import { Link } from '@tanstack/react-router';
import { Info, Lightbulb, type LucideIcon, OctagonAlert, Square, TriangleAlert } from 'lucide-react';
import { Fragment, type ReactNode, useMemo } from 'react';
import { type Block, type Inline, readPage, type Tone } from '../../pages/read.ts';
import { wordsIn } from '../forms/label.ts';
import { isManager, useMe } from '../session/useMe.ts';
import { useValueReader } from '../values/useValueReader.ts';
import { useWords } from '../words/useWords.ts';
import { Embedded } from './Embedded.tsx';
import { type Filling, fillOf, stepOf } from './filling.ts';
import './pages.css';

type Props = { text: string; filling: Filling };

export function PageBody({ text, filling }: Props): ReactNode {
  const { blocks } = useMemo(() => readPage(text), [text]);
  return (
    <div className="page-text">
      <Blocks blocks={blocks} filling={filling} />
    </div>
  );
}

const TONES: Record<Tone, LucideIcon> = { note: Info, tip: Lightbulb, warning: TriangleAlert, caution: OctagonAlert };

function Blocks({ blocks, filling }: { blocks: Block[]; filling: Filling }): ReactNode {
  return blocks.map((block, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: blocks of one text
    <Fragment key={at}>
      <OneBlock block={block} filling={filling} />
    </Fragment>
  ));
}

function OneBlock({ block, filling }: { block: Block; filling: Filling }): ReactNode {
  const { t } = useWords();
  const inlines = (all: Inline[]): ReactNode => <Inlines all={all} filling={filling} />;
  switch (block.is) {
    case 'heading': {
      const Heading = `h${block.level + 1}` as 'h3' | 'h4' | 'h5';
      return <Heading>{inlines(block.in)}</Heading>;
    }
    case 'paragraph':
      return <p>{inlines(block.in)}</p>;
    case 'line':
      return <hr />;
    case 'view':
      return <Embedded shown={block} page={filling.key} />;
    case 'code':
      return <pre>{block.text}</pre>;
    case 'quote':
      return (
        <blockquote>
          <Blocks blocks={block.in} filling={filling} />
        </blockquote>
      );
    case 'callout': {
      const Icon = TONES[block.tone];
      return (
        <aside className={`page-callout is-${block.tone}`} aria-label={t(`pages.tone.${block.tone}`)}>
          <Icon size={16} strokeWidth={1.75} aria-hidden="true" />
          <div>
            <Blocks blocks={block.in} filling={filling} />
          </div>
        </aside>
      );
    }
    case 'list': {
      const List = block.isOrdered ? 'ol' : 'ul';
      return (
        <List {...(block.isOrdered && block.start !== 1 && { start: block.start })}>
          {block.items.map((item, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: entries of one list
            <li key={at} className={item.isCheck ? 'is-check' : ''}>
              {item.isCheck && <Square size={15} strokeWidth={1.75} aria-label={t('pages.toDo')} />}
              <div>
                <Blocks blocks={item.in} filling={filling} />
              </div>
            </li>
          ))}
        </List>
      );
    }
    case 'table':
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
        <section className="page-table" tabIndex={0} aria-label={t('pages.editor.table')}>
          <table>
            <thead>
              <tr>
                {block.head.map((cell, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: columns of one table
                  <th key={at} scope="col" style={{ textAlign: block.align[at] }}>
                    {inlines(cell)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {block.rows.map((row, line) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: rows of one table
                <tr key={line}>
                  {row.map((cell, at) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: columns of one table
                    <td key={at} style={{ textAlign: block.align[at] }}>
                      {inlines(cell)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      );
  }
}

function Inlines({ all, filling }: { all: Inline[]; filling: Filling }): ReactNode {
  return all.map((one, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: marks of one text
    <Fragment key={at}>
      <OneInline one={one} filling={filling} />
    </Fragment>
  ));
}

function OneInline({ one, filling }: { one: Inline; filling: Filling }): ReactNode {
  const { t, language } = useWords();
  const reads = useValueReader();
  const manager = isManager(useMe());
  const within = 'in' in one ? <Inlines all={one.in} filling={filling} /> : null;
  switch (one.is) {
    case 'text':
      return one.text;
    case 'code':
      return <code>{one.text}</code>;
    case 'break':
      return <br />;
    case 'strong':
      return <strong>{within}</strong>;
    case 'em':
      return <em>{within}</em>;
    case 'del':
      return <del>{within}</del>;
    case 'link':
      return one.href.startsWith('/') ? (
        <Link to={one.href} className="link">
          {within}
        </Link>
      ) : (
        <a href={one.href} className="link" target="_blank" rel="noreferrer">
          {within}
        </a>
      );
    case 'picture':
      return <img src={`/api/files/${one.file}`} alt={one.alt} loading="lazy" />;
    case 'parameter':
    case 'variable': {
      const { text, is, label } = fillOf(one, filling, reads);
      return (
        <mark className={`is-${is}`} title={label}>
          <bdi>{text}</bdi>
        </mark>
      );
    }
    case 'step': {
      const step = stepOf(one, filling.steps);
      if (!step?.name || (one.element !== undefined && !step.step))
        return <mark className="is-gap">〔{step?.name ? t('pages.gone') : one.process}〕</mark>;
      const words = [step.name, step.step].flatMap((each) => (each ? wordsIn(each, language) : [])).join(' · ');
      return manager ? (
        <Link to="/processes/$key" params={{ key: one.process }} className="link">
          {words}
        </Link>
      ) : (
        <strong>{words}</strong>
      );
    }
  }
}
