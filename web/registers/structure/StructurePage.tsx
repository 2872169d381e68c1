// What a register consists of: its fields with who sees and who changes them, its views, its rights, how records are named.

import { Link, useParams } from '@tanstack/react-router';
import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { LanguageProvider } from '../../../designer/context.ts';
import { Choosable } from '../Choosable.tsx';
import '../../../designer/designer.css';
import type { Register } from '../../../records/register.ts';
import { ContentFrame } from '../../content/ContentFrame.tsx';
import { useContentDraft, useOpenedDraft } from '../../content/useContentDraft.ts';
import { wordsIn } from '../../forms/label.ts';
import { Shown } from '../../parts/Shown.tsx';
import { Skeleton } from '../../parts/Skeleton.tsx';
import { useAddress } from '../../parts/useAddress.ts';
import type { ContentDraft } from '../../reach/shapes.ts';
import { Where } from '../../shell/Where.tsx';
import { useWords } from '../../words/useWords.ts';
import { FieldsPart } from './FieldsPart.tsx';
import { MisfitsPart } from './MisfitsPart.tsx';
import { NamingPart } from './NamingPart.tsx';
import { RightsPart } from './RightsPart.tsx';
import { ViewsPart } from './ViewsPart.tsx';
import '../registers.css';
import './structure.css';

const PARTS = ['fields', 'views', 'rights', 'naming', 'misfits'] as const;
type Part = (typeof PARTS)[number];
export type StructureSearch = { part?: string | undefined; field?: string | undefined };
export type PartProps = { register: Register; published: boolean; onChange: (register: Register) => void };

export function StructurePage(): ReactNode {
  const { register: key } = useParams({ from: '/in/registers/$register/structure' });
  const { t } = useWords();
  const { query, at, reopen } = useOpenedDraft('register', key);
  return (
    <>
      {!query.data && (
        <Where>
          <h1 className="top-title">{t('reg.structure')}</h1>
        </Where>
      )}
      <Shown query={query} skeleton={<Skeleton rows={10} lines={[60]} height={44} />}>
        {(opened) => <Editor key={at} register={key} opened={opened} onReopen={reopen} />}
      </Shown>
    </>
  );
}

type Props = { register: string; opened: ContentDraft; onReopen: () => void };

function Editor({ register: key, opened, onReopen }: Props): ReactNode {
  const { t, language } = useWords();
  const [{ part = 'fields' }, go] = useAddress<StructureSearch>();
  const draft = useContentDraft<Register>('register', key, opened);
  const register = draft.body;
  const name = wordsIn(register.name, language);
  const counts: Partial<Record<Part, number>> = { fields: register.fields.length, views: register.views.length };
  // A ledger has no records, and what is not published has none yet.
  const parts = PARTS.filter((one) => one !== 'misfits' || (opened.latest !== null && register.kind !== 'ledger'));
  const shown = { register, published: opened.latest !== null, onChange: draft.change };
  return (
    <LanguageProvider value={language}>
      <Choosable>
        <Where>
          <nav className="crumbs" aria-label={t('crumbs')}>
            <Link to="/registers">{t('rail.registers')}</Link>
            <ChevronRight size={14} aria-hidden="true" />
            {opened.latest === null ? (
              <span>{name}</span>
            ) : (
              <Link to="/registers/$register" params={{ register: key }}>
                {name}
              </Link>
            )}
            <ChevronRight size={14} aria-hidden="true" />
            <h1 className="top-title">{t('reg.structure')}</h1>
          </nav>
        </Where>
        <ContentFrame
          kind="register"
          contentKey={key}
          name={name}
          latest={opened.latest}
          draft={draft}
          onPlace={(place) => {
            const [list, id] = place.split('.');
            go(list === 'views' ? { part: 'views' } : { part: undefined, field: id });
          }}
          onReopen={onReopen}
        >
          <div className="structure">
            <nav className="tabs" aria-label={t('struct.parts')}>
              {parts.map((one) => (
                <button
                  key={one}
                  type="button"
                  className={one === part ? 'is-here' : ''}
                  aria-current={one === part ? 'page' : undefined}
                  onClick={() => go({ part: one === 'fields' ? undefined : one })}
                >
                  {t(`struct.part.${one}`)} {counts[one] !== undefined && <small>{counts[one]}</small>}
                </button>
              ))}
            </nav>
            {part === 'views' ? (
              <ViewsPart {...shown} />
            ) : part === 'rights' ? (
              <RightsPart {...shown} />
            ) : part === 'naming' ? (
              <NamingPart {...shown} />
            ) : part === 'misfits' ? (
              <MisfitsPart register={register} />
            ) : (
              <FieldsPart {...shown} />
            )}
          </div>
        </ContentFrame>
      </Choosable>
    </LanguageProvider>
  );
}
