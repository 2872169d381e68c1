// What the case knows: names as declared, values by type, secrets covered.

import { useMutation } from '@tanstack/react-query';
import { Eye, EyeOff } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { viewOf } from '../fields/views.ts';
import { Fact, Facts } from '../forms/Facts.tsx';
import { labelIn } from '../forms/label.ts';
import { Failed } from '../parts/Failed.tsx';
import { Tabs } from '../parts/Tabs.tsx';
import { ask, caseApi } from '../reach/client.ts';
import type { CaseDetail } from '../reach/shapes.ts';
import { Related } from '../related/Related.tsx';
import { useRelated } from '../related/useRelated.ts';
import { factsOfCase } from '../remarks/facts.ts';
import { useRemarks } from '../remarks/queries.ts';
import { Remarks } from '../remarks/Remarks.tsx';
import type { Values } from '../typed/typed.ts';
import { useValueReader } from '../values/useValueReader.ts';
import { valueWords } from '../values/value-words.ts';
import { named, useWords } from '../words/useWords.ts';

const COVER = '••••';
/** No variable is called so. */
const TALK = '@talk';
const RELATED = '@related';

export function CaseData({ detail }: { detail: CaseDetail }): ReactNode {
  const { t, language } = useWords();
  const reads = useValueReader();
  const [open, setOpen] = useState<string>();
  const [shown, setShown] = useState(new Set<string>());
  const [read, setRead] = useState<Record<string, unknown>>({});
  const reveal = useMutation({
    mutationFn: (name: string) => ask(caseApi.cases[':id'].reveal.$post({ param: { id: detail.id }, json: { name } })),
    onSuccess: ({ value }, name) => {
      setRead((before) => ({ ...before, [name]: value }));
      setShown((before) => new Set([...before, name]));
    },
  });
  /** What the server has covered is asked for, and the audit keeps that it was. */
  const toggle = (name: string, text: string): void => {
    if (shown.has(name)) setShown(new Set([...shown].filter((one) => one !== name)));
    else if (text === COVER) reveal.mutate(name);
    else setShown(new Set([...shown, name]));
  };
  const filled = detail.variables
    .map((variable) => ({
      ...variable,
      called: Boolean(variable.label ?? variable.field),
      // Where only a form names it, its field does.
      label: variable.label
        ? named({ name: variable.label, texts: variable.texts }, language)
        : variable.field
          ? labelIn(variable.field, language)
          : variable.name,
      text: valueWords(read[variable.name] ?? variable.value, { type: variable.type, field: variable.field }, reads),
    }))
    .filter(({ text }) => text);
  const tables = filled.filter(
    ({ field, value }) => field?.type === 'table' && Array.isArray(value) && value.length > 0,
  );
  const files = filled.flatMap(({ field, value, name }) =>
    field?.type === 'file' && Array.isArray(value) ? [{ name, field, value }] : [],
  );
  const table = tables.find(({ name }) => name === open);
  const related = useRelated('case', detail.id);
  const said = useRemarks({ kind: 'case', id: detail.id }).data?.length;
  const row = ({ name, label, text, secret, field, value }: (typeof filled)[number]): ReactNode => (
    <div key={name}>
      <dt>{label}</dt>
      <dd>
        <span className="cut" title={secret ? undefined : text}>
          {secret && !shown.has(name) ? (
            COVER
          ) : field && !viewOf(field).large ? (
            <Fact field={field} value={read[name] ?? value} words={text} />
          ) : (
            <bdi>{text}</bdi>
          )}
        </span>
        {secret && (
          <button
            type="button"
            className="act"
            aria-label={t(shown.has(name) ? 'case.hide' : 'case.reveal', { name: label })}
            onClick={() => toggle(name, text)}
          >
            {shown.has(name) ? <EyeOff size={14} strokeWidth={1.75} /> : <Eye size={14} strokeWidth={1.75} />}
          </button>
        )}
      </dd>
    </div>
  );
  const plain = filled.filter(({ name }) => !files.some((each) => each.name === name));
  /** What nobody has named: read out of errors and messages, for whoever looks closer. */
  const nameless = plain.filter(({ called }) => !called);
  const known = plain.filter(({ called }) => called);
  const at = table?.name ?? (open === TALK || open === RELATED ? open : '');
  return (
    <section className={`case-data ${at === TALK || at === RELATED ? 'is-high' : ''}`}>
      <Tabs
        label={t('case.data')}
        at={at}
        tabs={[
          { value: '', label: t('case.data'), count: filled.length },
          ...tables.map(({ name, label, value }) => ({ value: name, label, count: (value as unknown[]).length })),
          { value: TALK, label: t('talk.title'), ...(said && { count: said }) },
          { value: RELATED, label: t('talk.related'), ...(related.count > 0 && { count: related.count }) },
        ]}
        onTab={(name) => setOpen(name || undefined)}
      />
      {at === TALK ? (
        <div>
          <Remarks of={{ kind: 'case', id: detail.id }} facts={factsOfCase(detail)} />
        </div>
      ) : at === RELATED ? (
        <div>
          <Related rows={related.rows} />
        </div>
      ) : table?.field ? (
        <div className="pad">
          <Facts fields={[{ ...table.field, readOnly: true }]} values={{ [table.field.id]: table.value } as Values} />
        </div>
      ) : filled.length === 0 ? (
        <p className="pad quiet">{t('case.noData')}</p>
      ) : (
        <>
          <dl className="data">{known.map(row)}</dl>
          {nameless.length > 0 && (
            <details className="data-nameless" open={known.length === 0}>
              <summary>{t('case.nameless', { count: nameless.length })}</summary>
              <dl className="data">{nameless.map(row)}</dl>
            </details>
          )}
        </>
      )}
      {reveal.isError && (
        <div className="pad">
          <Failed error={reveal.error} />
        </div>
      )}
      {at === '' && files.length > 0 && (
        <div className="pad">
          <Facts
            fields={files.map(({ field }) => ({ ...field, readOnly: true }))}
            values={Object.fromEntries(files.map(({ field, value }) => [field.id, value]))}
          />
        </div>
      )}
    </section>
  );
}
