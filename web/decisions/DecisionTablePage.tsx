// A decision of the shop: the table as the designer draws it, in the frame of whatever has a draft.
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { LanguageProvider } from '../../designer/context.ts';
import { DecisionTable } from '../../designer/DecisionTable.tsx';
import { Field, TextField } from '../../designer/properties/Section.tsx';
import '../../designer/designer.css';
import { wordsOf } from '../../dmn/decision-version.ts';
import type { SharedDecision } from '../../dmn/shared-decision.ts';
import { calledWords } from '../../words/say.ts';
import { ContentFrame } from '../content/ContentFrame.tsx';
import { useContentDraft, useOpenedDraft } from '../content/useContentDraft.ts';
import { wordsIn } from '../forms/label.ts';
import { useMakeParameter } from '../parameters/NewParameter.tsx';
import { parametersQuery } from '../parameters/queries.ts';
import { Shown } from '../parts/Shown.tsx';
import { factsQuery } from '../processes/queries.ts';
import type { ContentDraft } from '../reach/shapes.ts';
import { Where } from '../shell/Where.tsx';
import { useWords } from '../words/useWords.ts';
import { DecisionImpact } from './DecisionImpact.tsx';
import './decisions.css';

export function DecisionTablePage(): ReactNode {
  const { key } = useParams({ from: '/in/decision-tables/$key' });
  const { query, at, reopen } = useOpenedDraft('decision', key);
  return (
    <Shown query={query}>{(opened) => <Editor key={at} decision={key} opened={opened} onReopen={reopen} />}</Shown>
  );
}

type Props = { decision: string; opened: ContentDraft; onReopen: () => void };

function Editor({ decision: key, opened, onReopen }: Props): ReactNode {
  const { t, language } = useWords();
  const draft = useContentDraft<SharedDecision>('decision', key, opened);
  const facts = useQuery(factsQuery).data;
  const parameters = useQuery(parametersQuery).data?.items;
  const { make, panel } = useMakeParameter();
  const table = draft.body;
  const name = wordsIn(wordsOf(table), language);
  return (
    <LanguageProvider value={language}>
      <Where>
        <nav className="crumbs" aria-label={t('crumbs')}>
          <Link to="/decision-tables">{t('tables.title')}</Link>
          <ChevronRight size={14} aria-hidden="true" />
          <h1 className="top-title cut">{name}</h1>
        </nav>
      </Where>
      <ContentFrame
        kind="decision"
        contentKey={key}
        name={name}
        latest={opened.latest}
        draft={draft}
        impact={(from) => <DecisionImpact decision={key} from={from} />}
        onPlace={() => {}}
        onReopen={onReopen}
      >
        <div className="shared-decision">
          <div className="shared-decision-names">
            <Field label={t('tables.called')}>
              <TextField
                value={table.name}
                onCommit={(zh) => zh.trim() && draft.change({ ...table, name: zh.trim() })}
              />
            </Field>
            <Field label={t('struct.labelEn')}>
              <TextField value={table.text?.en?.name} onCommit={(en) => draft.change(named(table, en.trim()))} />
            </Field>
          </div>
          <DecisionTable
            table={table}
            called={(parameters ?? []).map(({ parameter }) => {
              const said = wordsIn(parameter.label, language);
              return {
                value: `shop.${parameter.key}`,
                label: said,
                said: calledWords({ kind: '', name: said }, language),
              };
            })}
            parameters={{ make, about: key, taken: facts?.parameters.map((one) => one.key) ?? [] }}
            onChange={(next) => draft.change(next as SharedDecision)}
          />
        </div>
      </ContentFrame>
      {panel}
    </LanguageProvider>
  );
}

function named(table: SharedDecision, en: string): SharedDecision {
  const { text, ...rest } = table;
  const { en: _, ...others } = text ?? {};
  const next = { ...others, ...(en && { en: { ...text?.en, name: en } }) };
  return Object.keys(next).length > 0 ? { ...rest, text: next } : rest;
}
