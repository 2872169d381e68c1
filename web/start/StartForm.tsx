// The start form of a process; sent once however often it is clicked. What is typed is kept as a draft, and who leaves is asked.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useBlocker, useNavigate } from '@tanstack/react-router';
import { App, Button, Modal } from 'antd';
import { type ReactNode, useCallback, useRef, useState } from 'react';
import { errorsAfter } from '../../forms/after-change.ts';
import { type FieldError, validate } from '../../forms/validate.ts';
import { FormView } from '../forms/FormView.tsx';
import { UploadsReport, useUploads } from '../forms/uploads.ts';
import { Failed } from '../parts/Failed.tsx';
import { Shown } from '../parts/Shown.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { attempts } from '../reach/attempts.ts';
import { ask, asRefusal, lasting, startApi } from '../reach/client.ts';
import type { Startable } from '../reach/shapes.ts';
import { LooksUp } from '../registers/Beside.tsx';
import { useTime } from '../time/ShopTime.tsx';
import type { ServerDraft, Values } from '../typed/typed.ts';
import { useTyped } from '../typed/useTyped.ts';
import { named, useWords } from '../words/useWords.ts';
import { AboutRecord } from './AboutRecord.tsx';

type Draft = { draft: ServerDraft };

type Props = { process: Startable; about: string | undefined };

export function StartForm({ process, about }: Props): ReactNode {
  const param = { key: process.key, element: process.element };
  const query = useQuery({
    queryKey: ['startDraft', process.key, process.element],
    queryFn: () => ask(startApi.startable[':key'][':element'].draft.$get({ param })) as Promise<Draft>,
    gcTime: 0,
  });
  return (
    <Shown query={query} skeleton={<Skeleton rows={3} lines={[40, 70]} height={84} />}>
      {({ draft }) => <Filling process={process} about={about} draft={draft} />}
    </Shown>
  );
}

function Filling({ process, about, draft }: Props & { draft: ServerDraft }): ReactNode {
  const { t, language } = useWords();
  const { clockExactly, stamp } = useTime();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const { key, element } = process;
  const put = useCallback(
    (values: Values, revision: number) =>
      ask(
        startApi.startable[':key'][':element'].draft.$put(
          { param: { key, element }, json: { values, revision } },
          lasting(values),
        ),
      ),
    [key, element],
  );
  const typed = useTyped(`start:${key}/${element}`, put, draft);
  const { values, status } = typed;
  const uploads = useUploads();
  const [errors, setErrors] = useState<FieldError[]>([]);
  const [send] = useState(attempts);
  const leaving = useRef(false);
  const start = useMutation({
    mutationFn: async () => {
      await typed.flush();
      return send({ process: key, element, variables: values }, (sent) => ask(startApi.cases.$post(sent)));
    },
    onSuccess: ({ case: id }) => {
      leaving.current = true;
      typed.forget();
      void message.success(t('start.done', { name: named(process, language) }));
      void queries.invalidateQueries({ queryKey: ['cases'] });
      void queries.invalidateQueries({ queryKey: ['counts'] });
      void navigate({ to: '/cases/$id', params: { id } });
    },
    onError: (error) => setErrors(asRefusal(error).errors),
  });
  const blocker = useBlocker({
    shouldBlockFn: () => !leaving.current && Object.keys(values).length > 0,
    enableBeforeUnload: false,
    withResolver: true,
  });
  const discard = (): void => {
    typed.forget();
    void startApi.startable[':key'][':element'].draft.$delete({ param: { key, element } }).catch(() => undefined);
  };
  const onChange = useCallback(
    (id: string, value: unknown): void => {
      typed.set(id, value);
      setErrors((before) => errorsAfter(before, process.form, id));
    },
    [typed.set, process.form],
  );
  const submit = (): void => {
    if (uploads.sending + uploads.failed > 0) {
      void message.warning(
        t(uploads.sending ? 'form.waitUploads' : 'form.failedUploads', { count: uploads.sending || uploads.failed }),
      );
      return;
    }
    const found = process.form ? validate(process.form, values, clockExactly()).errors : [];
    setErrors(found);
    if (found.length === 0) start.mutate();
  };
  const invalid = asRefusal(start.error).code === 'formInvalid';
  return (
    <form
      className="start-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <h2>{named(process, language)}</h2>
      {about && <AboutRecord process={process} about={about} values={values} onFill={onChange} />}
      {process.form ? (
        <UploadsReport.Provider value={uploads.report}>
          <LooksUp.Provider value={true}>
            <FormView form={process.form} values={values} errors={errors} onChange={onChange} />
          </LooksUp.Provider>
        </UploadsReport.Provider>
      ) : (
        <p className="quiet">{t('start.noFormHint')}</p>
      )}
      {start.isError && !invalid && (
        <Failed error={start.error} title={t('start.notStarted')} kept={t('task.kept')} onAgain={submit} />
      )}
      <Button type="primary" htmlType="submit" loading={start.isPending} size="large">
        {t('start.start')}
      </Button>
      {status.is === 'saved' && <p className="quiet">{t('draft.saved', { time: stamp(status.at) })}</p>}
      {(status.is === 'offline' || status.is === 'kept') && <p className="quiet">{t('draft.here')}</p>}
      <Modal
        open={blocker.status === 'blocked'}
        title={t('start.leave')}
        onCancel={() => blocker.reset?.()}
        footer={[
          <Button key="stay" onClick={() => blocker.reset?.()}>
            {t('start.stay')}
          </Button>,
          <Button
            key="discard"
            danger
            onClick={() => {
              discard();
              blocker.proceed?.();
            }}
          >
            {t('start.discard')}
          </Button>,
          <Button key="keep" type="primary" onClick={() => blocker.proceed?.()}>
            {t('start.keep')}
          </Button>,
        ]}
      >
        {t('start.leaveHint')}
      </Modal>
    </form>
  );
}
