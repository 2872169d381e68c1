// The declaration of a parameter: what it is called, how it is typed, whose it is. Its values are said on the sheet.
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Segmented, Select } from 'antd';
import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { LanguageProvider } from '../../designer/context.ts';
import { FieldDetails, FieldParts, ofType, VALUE_TYPES } from '../../designer/FormEditor.tsx';
import { Field, TextField } from '../../designer/properties/Section.tsx';
import '../../designer/designer.css';
import type { FlatField } from '../../forms/flat-field.ts';
import { isPlain, type Parameter } from '../../parameters/parameter.ts';
import { sayOfDesigner } from '../../words/designer.ts';
import { ContentFrame } from '../content/ContentFrame.tsx';
import { useContentDraft, useOpenedDraft } from '../content/useContentDraft.ts';
import { wordsIn } from '../forms/label.ts';
import { Shown } from '../parts/Shown.tsx';
import { rolesQuery } from '../processes/queries.ts';
import type { ContentDraft } from '../reach/shapes.ts';
import { Where } from '../shell/Where.tsx';
import { named, useWords } from '../words/useWords.ts';
import './parameters.css';

export function ParameterPage(): ReactNode {
  const { key } = useParams({ from: '/in/parameters/$key' });
  const { query, at, reopen } = useOpenedDraft('parameter', key);
  return (
    <Shown query={query}>{(opened) => <Declaring key={at} parameter={key} opened={opened} onReopen={reopen} />}</Shown>
  );
}

type Props = { parameter: string; opened: ContentDraft; onReopen: () => void };
type Words = { zh: string; en?: string | undefined };

function Declaring({ parameter: key, opened, onReopen }: Props): ReactNode {
  const { t, language } = useWords();
  const roles = useQuery(rolesQuery).data?.items ?? [];
  const draft = useContentDraft<Parameter>('parameter', key, opened);
  const parameter = draft.body;
  const name = wordsIn(parameter.label, language);
  const set = (part: Partial<Parameter>): void => {
    const next = { ...parameter, ...part } as Record<string, unknown>;
    for (const [one, value] of Object.entries(part)) if (value === undefined) delete next[one];
    draft.change(next as Parameter);
  };
  const texts = (what: 'label' | 'unit' | 'why', required: boolean): ReactNode =>
    (['zh', 'en'] as const).map((one) => (
      <Field key={one} label={`${t(`struct.prop.${what}`)} · ${t(`struct.prop.${one}`)}`}>
        <TextField
          value={parameter[what]?.[one]}
          onCommit={(text) => {
            const next: Words = { ...(parameter[what] ?? { zh: text }), [one]: text.trim() };
            if (!next.en) delete next.en;
            if (next.zh) set({ [what]: next });
            else if (!required) set({ [what]: undefined });
          }}
        />
      </Field>
    ));
  return (
    <LanguageProvider value={language}>
      <Where>
        <nav className="crumbs" aria-label={t('crumbs')}>
          <Link to="/parameters">{t('param.title')}</Link>
          <ChevronRight size={14} aria-hidden="true" />
          <h1 className="top-title cut">{name}</h1>
        </nav>
      </Where>
      <ContentFrame
        kind="parameter"
        contentKey={key}
        name={name}
        latest={opened.latest}
        draft={draft}
        onPlace={() => {}}
        onReopen={onReopen}
      >
        <div className="declaration">
          {texts('label', true)}
          {texts('unit', false)}
          {texts('why', false)}
          <Field label={t('struct.type')}>
            <Select
              className="zf-full"
              aria-label={t('struct.type')}
              value={parameter.field.type}
              options={VALUE_TYPES.filter((type) => type !== 'table' && isPlain({ type })).map((type) => ({
                value: type,
                label: sayOfDesigner({ code: `form.type.${type}`, args: {} }, language),
              }))}
              onChange={(type) => set({ field: ofType(parameter.field, type, t('struct.option')) as FlatField })}
            />
          </Field>
          <FieldParts
            field={parameter.field}
            language={language}
            onChange={(field) => set({ field: field as FlatField })}
          />
          <FieldDetails
            alone
            field={parameter.field}
            language={language}
            onChange={(field) => set({ field: field as FlatField })}
          />
          <Field label={t('param.owner')}>
            <Select
              className="zf-full"
              aria-label={t('param.owner')}
              allowClear
              placeholder={t('param.managers')}
              value={parameter.owner}
              options={roles.map((role) => ({ value: `role:${role.id}`, label: named(role, language) }))}
              onChange={(owner: string | undefined) => set({ owner })}
            />
          </Field>
          <Field label={t('param.changes')}>
            <Segmented<Parameter['change']>
              aria-label={t('param.changes')}
              value={parameter.change}
              options={[
                { value: 'owner', label: t('param.byOwner') },
                { value: 'process', label: t('param.ofProcess') },
              ]}
              onChange={(change: Parameter['change']) => set({ change })}
            />
          </Field>
        </div>
      </ContentFrame>
    </LanguageProvider>
  );
}
