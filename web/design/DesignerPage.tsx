// The designer of one process: the draft saved by itself, versions, import and export, publishing.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { App, Button, Dropdown, type MenuProps, Tooltip } from 'antd';
import { ChevronLeft, CloudAlert, CloudCheck, CloudUpload, Ellipsis, History, Pencil } from 'lucide-react';
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Model, Problem } from '../../bpmn/definition.ts';
import { renamed } from '../../bpmn/xml/rename.ts';
import { Designer } from '../../designer/Designer.tsx';
import type { DesignerStore } from '../../designer/model/store.ts';
import type { Form } from '../../forms/form.ts';
import { useMakeParameter } from '../parameters/NewParameter.tsx';
import { Failed } from '../parts/Failed.tsx';
import { Later } from '../parts/Later.tsx';
import { NoPage } from '../parts/NoPage.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { Tag } from '../parts/Tag.tsx';
import { useWidth } from '../parts/useWidth.ts';
import { factsQuery, peopleQuery, processesQuery, rolesQuery, settingsQuery } from '../processes/queries.ts';
import { ACCEPTED, readFiles } from '../processes/read-files.ts';
import { ask, asRefusal, draftApi } from '../reach/client.ts';
import type { Draft } from '../reach/shapes.ts';
import { Choosable } from '../registers/Choosable.tsx';
import { connectorsQuery } from '../settings/connections.ts';
import { LostLine } from '../shell/LostLine.tsx';
import { calendarName } from '../time/calendar-name.ts';
import { useTime } from '../time/ShopTime.tsx';
import { named, useWords } from '../words/useWords.ts';
import { Conflict } from './Conflict.tsx';
import { PublishDialog } from './PublishDialog.tsx';
import { type SaveState, useAutosave } from './useAutosave.ts';
import { Versions } from './Versions.tsx';
import './design.css';

const NONE: never[] = [];

export function DesignerPage(): ReactNode {
  const { key } = useParams({ from: '/bare/processes/$key' });
  const { t } = useWords();
  // Read once: what is edited here must not be replaced under the hand.
  const query = useQuery({
    queryKey: ['draft', key],
    queryFn: () => ask(draftApi.processes[':key'].draft.$get({ param: { key } })),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  if (query.data) return <Editor key={`${key} ${query.dataUpdatedAt}`} draft={query.data} />;
  return (
    <div className="editor">
      <header className="editor-bar">
        <Link to="/processes" className="act" aria-label={t('back')}>
          <ChevronLeft size={18} strokeWidth={1.75} />
        </Link>
      </header>
      {query.isError && asRefusal(query.error).code === 'notFound' ? (
        <NoPage />
      ) : query.isError ? (
        <div className="pad">
          <Failed error={query.error} onAgain={() => void query.refetch()} />
        </div>
      ) : (
        <Later>
          <Skeleton rows={4} lines={[60]} height={120} />
        </Later>
      )}
    </div>
  );
}

function Editor({ draft }: { draft: Draft }): ReactNode {
  const { key } = draft;
  const { t, language } = useWords();
  const { message } = App.useApp();
  const width = useWidth();
  const queries = useQueryClient();
  const shop = useShopLists();
  const facts = useQuery(factsQuery).data;
  const { make, panel: making } = useMakeParameter();
  const { data: connectors } = useQuery(connectorsQuery);
  const [opened, setOpened] = useState<{ model: Model; times: number }>({ model: draft.model, times: 0 });
  const [forms, setForms] = useState<Record<string, Form>>(draft.forms);
  const [name, setName] = useState(() => nameOf(draft.model, key, language));
  const [latest, setLatest] = useState(draft.latest);
  const [changed, setChanged] = useState(draft.isDraft);
  const [found, setFound] = useState<Problem[]>([]);
  const [serverProblems, setServerProblems] = useState<Problem[]>([]);
  const [panel, setPanel] = useState<'publish' | 'versions'>();
  const chooser = useRef<HTMLInputElement>(null);
  const formsNow = useRef(forms);
  const store = useRef<DesignerStore>(undefined);
  const onReady = useCallback((made: DesignerStore) => {
    store.current = made;
  }, []);
  const { state, change, flush, meet, resolve, revision, content } = useAutosave(
    key,
    { model: draft.model, forms: draft.forms },
    draft.revision,
    (both) => {
      store.current?.getState().adopt(both.model);
      formsNow.current = both.forms;
      setForms(both.forms);
    },
  );

  const somebody = state.is === 'merged' ? (state.saved?.by?.name ?? t('design.somebody')) : undefined;
  useEffect(() => {
    if (somebody !== undefined) void message.info(t('design.merged', { who: somebody }));
  }, [somebody, message, t]);

  const onChange = useCallback(
    (model: Model) => {
      setChanged(true);
      setServerProblems([]);
      setName(nameOf(model, key, language));
      change({ model });
    },
    [change, key, language],
  );
  const onFormChange = useCallback(
    (form: Form) => {
      formsNow.current = { ...formsNow.current, [form.key]: form };
      setForms(formsNow.current);
      setChanged(true);
      change({ forms: formsNow.current });
    },
    [change],
  );
  const replace = (model: Model, nextForms?: Record<string, Form>): void => {
    const ours = model.processes.some((process) => process.key === key)
      ? model
      : renamed(model, (model.processes.find((one) => one.isExecutable) ?? model.processes[0])?.key ?? '', key);
    setOpened(({ times }) => ({ model: ours, times: times + 1 }));
    setChanged(true);
    setName(nameOf(ours, key, language));
    if (nextForms) {
      formsNow.current = nextForms;
      setForms(nextForms);
    }
    change({ model: ours, ...(nextForms && { forms: nextForms }) });
  };
  /** Decisions alone belong to the process that is open. */
  const addDecisions = ({ processes: [from] }: Model): void => {
    const { model } = content.current;
    const processes = model.processes.map((one) =>
      one.key === key && from
        ? {
            ...one,
            decisions: { ...one.decisions, ...from.decisions },
            decisionModels: [...(one.decisionModels ?? []), ...(from.decisionModels ?? [])],
          }
        : one,
    );
    replace({ ...model, processes });
  };
  const take = async (files: FileList | null): Promise<void> => {
    const chosen = [...(files ?? [])];
    if (chooser.current) chooser.current.value = '';
    if (chosen.length === 0) return;
    try {
      const read = await readFiles(chosen);
      if (chosen.every(({ name }) => /\.dmn$/i.test(name))) addDecisions(read.model);
      else if (read.model.processes.length) replace(read.model, { ...formsNow.current, ...read.forms });
      setServerProblems(read.problems);
    } catch (error) {
      const refusal = asRefusal(error);
      void message.error(refusal.detail || refusal.title);
    }
  };
  const download = async (): Promise<void> => {
    await flush();
    const link = document.createElement('a');
    link.href = `/api/processes/${key}/bpmn`;
    link.download = `${key}.bpmn`;
    link.click();
  };
  const menu: MenuProps = {
    items: [
      { key: 'import', label: t('design.import') },
      { key: 'export', label: t('design.export') },
    ],
    onClick: ({ key: verb }) => (verb === 'import' ? chooser.current?.click() : void download()),
  };
  const errors = found.filter(({ severity }) => severity === 'error').length;
  const given = useMemo(
    () =>
      serverProblems.filter((one) => !found.some((other) => other.rule === one.rule && other.element === one.element)),
    [serverProblems, found],
  );
  const phone = width === 'phone';
  return (
    <div className="editor">
      <header className="editor-bar">
        <Link to="/processes" className="act" aria-label={t('back')}>
          <ChevronLeft size={18} strokeWidth={1.75} />
        </Link>
        {!phone && (
          <>
            <Link to="/processes" className="editor-up">
              {t('rail.processes')}
            </Link>
            <span className="quiet">/</span>
          </>
        )}
        <h1 className="cut">{name}</h1>
        {changed ? (
          <Tag tone="amber" icon={Pencil}>
            {t('design.draft', { n: (latest ?? 0) + 1 })}
          </Tag>
        ) : (
          latest !== null && <Tag>{t('version', { n: latest })}</Tag>
        )}
        <Saved state={state} />
        <span className="spacer" />
        <Tooltip title={t('versions.title')}>
          <button type="button" className="act" aria-label={t('versions.title')} onClick={() => setPanel('versions')}>
            <History size={18} strokeWidth={1.75} />
          </button>
        </Tooltip>
        <Dropdown menu={menu} trigger={['click']}>
          <button type="button" className="act" aria-label={t('more')}>
            <Ellipsis size={18} strokeWidth={1.75} />
          </button>
        </Dropdown>
        {!phone && (
          <Button type="primary" disabled={state.is === 'conflict'} onClick={() => setPanel('publish')}>
            {t('design.publish')}
            {errors > 0 && <span className="in-button">{t('design.errors', { count: errors })}</span>}
          </Button>
        )}
        <input
          ref={chooser}
          type="file"
          hidden
          multiple
          accept={ACCEPTED}
          aria-label={t('design.import')}
          onChange={(event) => void take(event.target.files)}
        />
      </header>
      <LostLine />
      {state.is === 'conflict' && (
        <Conflict
          state={state}
          model={content.current.model}
          fileName={key}
          onSettle={(whose) =>
            void resolve(whose).catch((error) => void message.error(asRefusal(error).title || t('failed.offline')))
          }
        />
      )}
      <div className="editor-body">
        <Choosable>
          <Designer
            key={opened.times}
            model={opened.model}
            language={language}
            forms={forms}
            {...shop}
            connectors={connectors?.items ?? NONE}
            facts={facts ?? null}
            processKey={key}
            makeParameter={make}
            decisionPage={(one) => `/decision-tables/${encodeURIComponent(one)}`}
            problems={given}
            onChange={onChange}
            onFormChange={onFormChange}
            onProblems={setFound}
            onReady={onReady}
          />
        </Choosable>
      </div>
      {making}
      <PublishDialog
        open={panel === 'publish'}
        processKey={key}
        name={name}
        next={(latest ?? 0) + 1}
        problems={[...given, ...found]}
        flush={flush}
        revision={revision}
        onClose={() => setPanel(undefined)}
        onRefused={setServerProblems}
        onBehind={(refusal) => {
          setPanel(undefined);
          void meet(refusal.saved);
        }}
        onPublished={({ version, unchanged }) => {
          setLatest(version);
          setChanged(false);
          setPanel(undefined);
          void message.success(t(unchanged ? 'publish.unchanged' : 'publish.done', { n: version }));
          void queries.invalidateQueries({ queryKey: ['processes'] });
          void queries.invalidateQueries({ queryKey: ['versions', key] });
          void queries.invalidateQueries({ queryKey: ['startable'] });
        }}
      />
      <Versions
        open={panel === 'versions'}
        processKey={key}
        onClose={() => setPanel(undefined)}
        onRestore={(model, restored) => {
          replace(model, restored);
          setPanel(undefined);
        }}
      />
    </div>
  );
}

function nameOf(model: Model, key: string, language: 'zh' | 'en'): string {
  const process = model.processes.find((one) => one.key === key) ?? model.processes[0];
  return process ? named({ name: process.name ?? key, texts: process.zf.text ?? null }, language) : key;
}

/** The shop's people and things, as the designer's fields offer them. */
function useShopLists() {
  const { t, language } = useWords();
  const roles = useQuery(rolesQuery).data;
  const people = useQuery(peopleQuery).data;
  const processes = useQuery(processesQuery).data;
  const settings = useQuery(settingsQuery).data;
  return useMemo(
    () => ({
      roles: roles?.items.map((role) => ({ id: role.id, name: named(role, language) })) ?? [],
      people: people?.items.filter(({ active }) => active).map(({ id, name }) => ({ id, name })) ?? [],
      processes:
        processes?.items
          .filter(({ latest }) => latest !== null)
          .map((one) => ({ id: one.key, name: named(one, language) })) ?? [],
      calendars: Object.keys(settings?.calendars ?? {}).map((id) => ({ id, name: calendarName(id, t) })),
    }),
    [roles, people, processes, settings, language, t],
  );
}

function Saved({ state }: { state: SaveState }): ReactNode {
  const { t } = useWords();
  const { span } = useTime();
  const icon = { size: 15, strokeWidth: 1.75, 'aria-hidden': true } as const;
  switch (state.is) {
    case 'clean':
      return null;
    case 'merged':
    case 'saving':
      return (
        <span className="saved">
          <CloudUpload {...icon} /> <span className="opt-2">{t('design.saving')}</span>
        </span>
      );
    case 'saved': {
      const ago = Date.now() - state.at;
      return (
        <span className="saved" role="status">
          <CloudCheck {...icon} />{' '}
          <span className="opt-2">{ago < 60_000 ? t('design.saved') : t('design.savedAgo', { span: span(ago) })}</span>
        </span>
      );
    }
    case 'failed':
      return (
        <span className="saved is-bad" role="status">
          <CloudAlert {...icon} /> {t('design.notSaved')}
        </span>
      );
    case 'conflict':
      return (
        <span className="saved is-bad">
          <CloudAlert {...icon} /> {t('design.conflict')}
        </span>
      );
    default:
      return state satisfies never;
  }
}
