// What a link opens for one outside: the form of one task, filled in once, without an account.
import { useMutation, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { CircleCheck } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import { errorsAfter } from '../../forms/after-change.ts';
import { type FieldError, validate } from '../../forms/validate.ts';
import { FormView } from '../forms/FormView.tsx';
import { type FileWay, FileWayContext } from '../forms/file-way.ts';
import { UploadsReport, useUploads } from '../forms/uploads.ts';
import { Empty } from '../parts/Empty.tsx';
import { Failed } from '../parts/Failed.tsx';
import { Shown } from '../parts/Shown.tsx';
import { attempts } from '../reach/attempts.ts';
import { ask, asRefusal, guestApi } from '../reach/client.ts';
import type { GuestTask } from '../reach/shapes.ts';
import { Entrance } from '../session/Entrance.tsx';
import { ShopTime, useTime } from '../time/ShopTime.tsx';
import type { Values } from '../typed/typed.ts';
import { OutsideContext } from '../values/useValueReader.ts';
import { useWords } from '../words/useWords.ts';
import './guest.css';

export function GuestPage(): ReactNode {
  const { t } = useWords();
  const token = location.hash.slice(1);
  const query = useQuery({
    queryKey: ['guest', token],
    queryFn: () => ask(guestApi.guest.$get({ header: { 'zhangfa-guest': token } })),
    enabled: token !== '',
    retry: false,
    // Read once: what is typed stays, and a used link does not take the page away.
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <Entrance>
      <div className="guest">
        {token === '' ? (
          <Empty icon={CircleCheck} title={t('guest.none')} hint={t('guest.noneHint')} />
        ) : (
          <Shown query={query}>
            {(task) => (
              <ShopTime clock={task.clock} zone={task.zone}>
                <OutsideContext.Provider value={true}>
                  <Task task={task} token={token} />
                </OutsideContext.Provider>
              </ShopTime>
            )}
          </Shown>
        )}
      </div>
    </Entrance>
  );
}

/** What was typed outlives the window, on this device. */
const placeOf = (token: string): string => `zhangfa.guest.${token.slice(0, 10)}`;
function typedBefore(token: string): Values {
  try {
    return JSON.parse(localStorage.getItem(placeOf(token)) ?? '{}') as Values;
  } catch {
    return {};
  }
}

function Task({ task, token }: { task: GuestTask; token: string }): ReactNode {
  const { t } = useWords();
  const { clockExactly, momentOfReal } = useTime();
  const [typed, setTyped] = useState(() => typedBefore(token));
  const [errors, setErrors] = useState<FieldError[]>([]);
  const uploads = useUploads();
  const [send] = useState(attempts);
  const header = { 'zhangfa-guest': token };
  const way = useWay(token);
  const { form, known } = task;
  const values = { ...task.values, ...typed };
  const hand = useMutation({
    mutationFn: () =>
      send({ values: typed, shown: task.shown }, ({ json, header: key }) =>
        ask(guestApi.guest.complete.$post({ header: { ...header, ...key }, json })),
      ),
    onSuccess: () => localStorage.removeItem(placeOf(token)),
    onError: (error) => setErrors(asRefusal(error).errors),
  });
  const change = (id: string, value: unknown): void => {
    setTyped((before) => {
      const next = { ...before, [id]: value };
      localStorage.setItem(placeOf(token), JSON.stringify(next));
      return next;
    });
    setErrors((before) => errorsAfter(before, form, id));
  };
  if (hand.isSuccess)
    return (
      <div role="status">
        <Empty icon={CircleCheck} title={t('guest.done')} hint={t('guest.doneHint')} />
      </div>
    );
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const found = validate(form, values, clockExactly(), known).errors;
        setErrors(found);
        if (found.length === 0) hand.mutate();
      }}
    >
      <h1>{task.step}</h1>
      <p className="quiet">
        {t('guest.hello', { name: task.name })} · {t('guest.by', { who: task.for })} ·{' '}
        {t('guest.until', { when: momentOfReal(task.until) })}
      </p>
      <FileWayContext.Provider value={way}>
        <UploadsReport.Provider value={uploads.report}>
          <FormView form={form} values={values} known={known} errors={errors} onChange={change} />
        </UploadsReport.Provider>
      </FileWayContext.Provider>
      {hand.isError && asRefusal(hand.error).code !== 'formInvalid' && (
        <Failed error={hand.error} kept={t('task.kept')} />
      )}
      <Button
        type="primary"
        htmlType="submit"
        size="large"
        block
        loading={hand.isPending}
        disabled={uploads.sending + uploads.failed > 0}
      >
        {uploads.sending > 0 ? t('form.uploadingMany', { count: uploads.sending }) : t('guest.send')}
      </Button>
    </form>
  );
}

/** Files go by the link; what was chosen here is shown from here. */
function useWay(token: string): FileWay {
  return useMemo(() => {
    const here = new Map<string, string>();
    return {
      async send(file) {
        const ref = await ask(guestApi.guest.files.$post({ header: { 'zhangfa-guest': token }, form: { file } }));
        here.set(ref.file, URL.createObjectURL(file));
        return ref;
      },
      address: (id) => here.get(id),
    };
  }, [token]);
}
