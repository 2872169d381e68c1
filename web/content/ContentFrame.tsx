// The frame of whatever has a draft: how it is saved, what is wrong, what has changed, versions, publishing. What is within, its kind draws.
import { type UseQueryResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Drawer, Input } from 'antd';
import { CircleAlert, CircleCheck, CloudAlert, CloudCheck, CloudUpload, History } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { clauses } from '../../words/say.ts';
import { FormView } from '../forms/FormView.tsx';
import { Failed } from '../parts/Failed.tsx';
import { useWidth } from '../parts/useWidth.ts';
import { attempts } from '../reach/attempts.ts';
import { ask, contentApi } from '../reach/client.ts';
import type { ContentDraft } from '../reach/shapes.ts';
import { useKeptText } from '../typed/useKept.ts';
import { useWords } from '../words/useWords.ts';
import { Changes } from './Changes.tsx';
import { ContentVersions } from './ContentVersions.tsx';
import type { DraftStatus } from './draft.ts';
import { type ContentKind, type DraftOf, readDraft } from './useContentDraft.ts';
import { placeWords, problemPlace, problemWords } from './words-of.ts';
import '../design/design.css';
import './content.css';

type Props<Body> = {
  kind: ContentKind;
  contentKey: string;
  name: string;
  latest: number | null;
  draft: DraftOf<Body>;
  /** To the field or view that a fault is about. */
  onPlace: (place: string) => void;
  /** The draft is another one now: read it again. */
  onReopen: () => void;
  /** What publishing reaches; where it is given, a version may hold from an instant to come, and it is told from when. */
  impact?: (from: number | undefined) => ReactNode;
  children: ReactNode;
};

export function ContentFrame<Body>(props: Props<Body>): ReactNode {
  const { kind, contentKey, latest, draft, onPlace, onReopen, children } = props;
  const { t, language } = useWords();
  const [panel, setPanel] = useState<'publish' | 'versions'>();
  const { problems, body } = draft;
  const { message } = App.useApp();
  const merged = draft.status.is === 'merged' ? (draft.status.who ?? t('design.somebody')) : undefined;
  useEffect(() => {
    if (merged !== undefined) void message.info(t('design.merged', { who: merged }));
  }, [merged, message, t]);
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const stands = useQuery({
    queryKey: ['content', kind, contentKey, 'changes', draft.revision(), panel === 'publish'],
    queryFn: () => readDraft(kind, contentKey),
    placeholderData: (before) => before,
  });
  const isSaved = draft.status.is === 'saved' || draft.status.is === 'merged';
  /** The version that this is the same as. */
  const same = isSaved && !stands.isPlaceholderData && stands.data?.changes.length === 0 ? latest : null;
  return (
    <div className="content-frame">
      {draft.status.is === 'conflict' && <Clash {...props} status={draft.status} />}
      {draft.status.is === 'refused' && (
        <div className="content-told">
          <Failed error={draft.status.refusal} title={t('design.notSaved')} kept={t('struct.onlyHere')} />
        </div>
      )}
      <div className="content-body">{children}</div>
      {problems.length > 0 && (
        <ul className="content-problems" aria-label={t('struct.problems')}>
          {problems.map((problem) => {
            const words = problemWords(problem, body, language);
            const place = problemPlace(problem);
            return (
              <li key={JSON.stringify(problem)}>
                <CircleAlert size={14} strokeWidth={1.75} aria-hidden="true" />
                {place ? (
                  <button type="button" onClick={() => onPlace(place)}>
                    {words}
                  </button>
                ) : (
                  <span>{words}</span>
                )}
              </li>
            );
          })}
        </ul>
      )}
      <footer className="content-foot">
        {same === null ? (
          <Saved status={draft.status} />
        ) : (
          <span className="saved" id="content-same">
            <CloudCheck size={16} strokeWidth={1.75} aria-hidden="true" /> {t('struct.noChanges', { n: same })}
          </span>
        )}
        <span className="spacer" />
        <Button onClick={() => setPanel('versions')}>
          <History size={15} strokeWidth={1.75} />
          {latest === null ? t('processes.unpublished') : t('version', { n: latest })}
        </Button>
        <Button
          type="primary"
          disabled={same !== null || draft.status.is === 'conflict' || draft.status.is === 'refused'}
          {...(same !== null && { 'aria-describedby': 'content-same' })}
          onClick={() => void draft.flush().then(() => setPanel('publish'))}
        >
          {t('struct.saveAs', { n: (latest ?? 0) + 1 })}
          {errors > 0 && <span className="in-button">{t('design.errors', { count: errors })}</span>}
        </Button>
      </footer>
      <Publish {...props} stands={stands} open={panel === 'publish'} onClose={() => setPanel(undefined)} />
      <ContentVersions
        kind={kind}
        contentKey={contentKey}
        open={panel === 'versions'}
        draft={draft as DraftOf<unknown>}
        onClose={() => setPanel(undefined)}
        onReopen={onReopen}
      />
    </div>
  );
}

function Saved({ status }: { status: DraftStatus }): ReactNode {
  const { t } = useWords();
  switch (status.is) {
    case 'saved':
    case 'merged':
      return (
        <span className="saved">
          <CloudCheck size={16} strokeWidth={1.75} aria-hidden="true" />
          {t('struct.draftSaved')}
        </span>
      );
    case 'waiting':
    case 'saving':
      return (
        <span className="saved">
          <CloudUpload size={16} strokeWidth={1.75} aria-hidden="true" /> {t('design.saving')}
        </span>
      );
    default:
      return (
        <span className="saved is-bad">
          <CloudAlert size={16} strokeWidth={1.75} aria-hidden="true" />{' '}
          {t(status.is === 'conflict' ? 'design.conflict' : 'design.notSaved')}
        </span>
      );
  }
}

function Clash<Body>({ draft, status }: Props<Body> & { status: Extract<DraftStatus, { is: 'conflict' }> }): ReactNode {
  const { t, language } = useWords();
  const who = status.who ?? t('design.somebody');
  const about = clauses(
    status.paths.slice(0, 4).map((path) => placeWords(path, [draft.body, status.theirs.body], t, language)),
    language,
  );
  return (
    <div className="editor-conflict" role="alert">
      <CircleAlert size={16} strokeWidth={1.75} aria-hidden="true" />
      <span>{t('design.clash', { who, about })}</span>
      <Button size="small" type="primary" onClick={() => draft.resolve('mine')}>
        {t('design.keepMine')}
      </Button>
      <Button size="small" onClick={() => draft.resolve('theirs')}>
        {t('design.takeTheirs')}
      </Button>
    </div>
  );
}

function Publish<Body>({
  kind,
  contentKey,
  name,
  latest,
  draft,
  stands,
  open,
  impact,
  onClose,
  onReopen,
}: Props<Body> & { stands: UseQueryResult<ContentDraft>; open: boolean; onClose: () => void }): ReactNode {
  const { t, language } = useWords();
  const { message } = App.useApp();
  const phone = useWidth() === 'phone';
  const queries = useQueryClient();
  const [note, setNote, forget] = useKeptText(`publish:${kind}/${contentKey}`);
  const [begins, setBegins] = useState<unknown>(null);
  const from = typeof begins === 'string' && begins ? Date.parse(begins) : undefined;
  const isUnread = from !== undefined && Number.isNaN(from);
  const [send] = useState(attempts);
  const publish = useMutation({
    mutationFn: () =>
      send(
        {
          revision: draft.revision(),
          ...(note.trim() && { note: note.trim() }),
          ...(from !== undefined && { from }),
        },
        (sent) => ask(contentApi.content[':kind'][':key'].publish.$post({ param: { kind, key: contentKey }, ...sent })),
      ),
    onSuccess: ({ version, unchanged }) => {
      void message.success(t(unchanged ? 'publish.unchanged' : 'publish.done', { n: version }));
      for (const what of [
        'content',
        'registers',
        'register',
        'records',
        'record',
        'recordCount',
        'parameters',
        'pages',
      ])
        void queries.invalidateQueries({ queryKey: [what] });
      forget();
      setBegins(null);
      onClose();
      onReopen();
    },
  });
  const errors = draft.problems.filter(({ severity }) => severity === 'error');
  const changes = stands.data?.changes ?? [];
  return (
    <Drawer
      open={open}
      onClose={onClose}
      mask={false}
      size={phone ? '100%' : 504}
      title={t('publish.title', { name })}
      destroyOnHidden
    >
      <div className="content-publish">
        {errors.length > 0 ? (
          <>
            <p className="publish-good">
              <CircleAlert size={16} strokeWidth={1.75} className="is-red" aria-hidden="true" />
              {t('publish.errors', { count: errors.length })}
            </p>
            <ul>
              {errors.map((problem) => (
                <li key={JSON.stringify(problem)}>{problemWords(problem, draft.body, language)}</li>
              ))}
            </ul>
          </>
        ) : (
          <p className="publish-good">
            <CircleCheck size={16} strokeWidth={1.75} aria-hidden="true" /> {t('publish.clean')}
          </p>
        )}
        <h3>
          {t('struct.changes')} <small>{latest === null ? t('struct.first') : changes.length}</small>
        </h3>
        {latest !== null && stands.data && (
          <Changes items={changes} bodies={[stands.data.body]} none={t('struct.noChanges', { n: latest })} />
        )}
        {impact?.(isUnread ? undefined : from)}
        {impact && (
          <FormView
            form={{
              key: 'publish',
              title: { zh: '' },
              fields: [
                {
                  type: 'dateTime',
                  id: 'from',
                  label: { zh: t('param.from') },
                  help: { zh: t('tables.fromHint') },
                  required: false,
                },
              ],
            }}
            values={{ from: begins as never }}
            errors={[]}
            onChange={(_, value) => setBegins(value)}
          />
        )}
        <label htmlFor="publish-note">{t('publish.note')}</label>
        <Input.TextArea
          id="publish-note"
          value={note}
          maxLength={500}
          autoSize={{ minRows: 2, maxRows: 5 }}
          placeholder={t('publish.notePlaceholder')}
          onChange={({ target }) => setNote(target.value)}
        />
        {publish.isError && <Failed error={publish.error} />}
        <Button
          type="primary"
          loading={publish.isPending}
          disabled={
            errors.length > 0 ||
            isUnread ||
            stands.isPending ||
            stands.isPlaceholderData ||
            (latest !== null && changes.length === 0)
          }
          onClick={() => publish.mutate()}
        >
          {t('publish.ok', { n: (latest ?? 0) + 1 })}
        </Button>
      </div>
    </Drawer>
  );
}
