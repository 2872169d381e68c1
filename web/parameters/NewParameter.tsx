// A parameter made in one go: declared, published, and with the value that it begins with. From its page, or from a number in a drawing.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Drawer } from 'antd';
import { type ReactNode, useCallback, useMemo, useState } from 'react';
import type { MakeParameter, ParameterWish } from '../../designer/parameter-wish.ts';
import type { Field, Form } from '../../forms/form.ts';
import { type FieldError, validate } from '../../forms/validate.ts';
import { ParameterKey } from '../../parameters/parameter.ts';
import { sayOfDesigner } from '../../words/designer.ts';
import type { Language } from '../../words/message.ts';
import type { Problem } from '../content/draft.ts';
import { readDraft } from '../content/useContentDraft.ts';
import { problemWords } from '../content/words-of.ts';
import { FormView } from '../forms/FormView.tsx';
import { Failed } from '../parts/Failed.tsx';
import { useWidth } from '../parts/useWidth.ts';
import { rolesQuery } from '../processes/queries.ts';
import { attempts } from '../reach/attempts.ts';
import { ask, asRefusal, contentApi } from '../reach/client.ts';
import { useTime } from '../time/ShopTime.tsx';
import { useKept } from '../typed/useKept.ts';
import { named, useWords } from '../words/useWords.ts';

const TYPES = ['integer', 'number', 'money', 'percent', 'text', 'yesNo', 'date'] as const;
type Type = (typeof TYPES)[number];
type Props = { open: boolean; wish?: ParameterWish | undefined; onClose: (key?: string) => void };

export function NewParameter({ open, wish, onClose }: Props): ReactNode {
  const { t } = useWords();
  const phone = useWidth() === 'phone';
  return (
    <Drawer
      open={open}
      onClose={() => onClose()}
      size={phone ? '100%' : 400}
      title={t(wish ? 'param.fromNumber' : 'param.new')}
      destroyOnHidden
    >
      <Making wish={wish} onDone={onClose} />
    </Drawer>
  );
}

const began = (wish: ParameterWish | undefined, language: Language): Record<string, unknown> =>
  wish
    ? { name: wish.name, key: wish.key, type: wish.type, unit: wish.unit?.[language] ?? null, value: wish.value }
    : { type: 'integer' };

function Making({ wish, onDone }: { wish: ParameterWish | undefined; onDone: (key?: string) => void }): ReactNode {
  const { t, language } = useWords();
  const { clockExactly } = useTime();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const roles = useQuery(rolesQuery).data?.items;
  const kept = useKept(`new:parameter:${wish?.key ?? ''}`);
  const values: Record<string, unknown> = { ...began(wish, language), ...kept.values };
  const [errors, setErrors] = useState<FieldError[]>([]);
  const [send] = useState(attempts);
  const type = (values.type as Type | null) ?? 'integer';
  const form = useMemo<Form>(() => {
    const said = (zh: string) => ({ zh });
    return {
      key: 'parameter',
      title: said(''),
      fields: [
        { type: 'text', id: 'name', label: said(t('param.called')), required: true, maxLength: 60 },
        {
          type: 'text',
          id: 'key',
          label: said(t('struct.key')),
          required: true,
          help: said(t('param.keyHint')),
          maxLength: 80,
        },
        {
          type: 'choice',
          id: 'type',
          label: said(t('struct.type')),
          required: true,
          options: TYPES.map((value) => ({
            value,
            label: said(sayOfDesigner({ code: `form.type.${value}`, args: {} }, language)),
          })),
        },
        valueField(type, wish, t('param.first'), t('param.blankHint')),
        { type: 'text', id: 'unit', label: said(t('param.unit')), required: false, maxLength: 20 },
        {
          type: 'choice',
          id: 'owner',
          label: said(t('param.owner')),
          help: said(t('param.ownerHint')),
          required: false,
          options: (roles ?? []).map((role) => ({ value: `role:${role.id}`, label: said(named(role, language)) })),
        },
      ],
    };
  }, [t, language, type, roles, wish]);
  const make = useMutation({
    mutationFn: async ({ key, ...given }: Record<string, unknown>) => {
      const param = { kind: 'parameter', key: String(key) };
      const body = bodyOf(String(key), given, wish, language);
      const saved = await ask(
        contentApi.content[':kind'][':key'].draft.$put({ param, json: { body, revision: 0 } }),
      ).catch(async (error) => {
        if (asRefusal(error).code !== 'contentConflict') throw error;
        // What an earlier try has left behind is taken up; one that is published is somebody's.
        const stands = await readDraft('parameter', param.key);
        if (stands.latest !== null) return undefined;
        return ask(
          contentApi.content[':kind'][':key'].draft.$put({ param, json: { body, revision: stands.revision } }),
        );
      });
      if (!saved) return undefined;
      await send({ revision: saved.revision }, (sent) =>
        ask(contentApi.content[':kind'][':key'].publish.$post({ param, ...sent })),
      );
      return param.key;
    },
    onSuccess: (key) => {
      // It is somebody's already: said beneath, and what is typed stays.
      if (key === undefined) return;
      kept.forget();
      void message.success(t('param.made', { name: String(values.name) }));
      // Not the draft of the page that it is made from.
      for (const queryKey of [['parameters'], ['content', 'parameter'], ['shop-facts']])
        void queries.invalidateQueries({ queryKey });
      onDone(key);
    },
  });
  const key = String(values.key ?? '').trim();
  const badKey = key !== '' && !ParameterKey.safeParse(key).success;
  const submit = (): void => {
    const { errors: found, values: read } = validate(form, values as never, clockExactly());
    setErrors(found);
    if (found.length === 0 && !badKey) make.mutate({ ...read, key });
  };
  const refusal = make.isError ? asRefusal(make.error) : undefined;
  const isTaken = make.isSuccess && make.data === undefined;
  return (
    <form
      className="say-value"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <FormView
        form={form}
        values={values}
        errors={errors}
        onChange={(id, value) => {
          kept.set(id, value);
          if (id === 'type') kept.set('value', null);
          setErrors((before) => before.filter(({ path }) => path !== id));
          make.reset();
        }}
      />
      {badKey && (
        <p className="is-red" role="alert">
          {t('param.keyHint')}
        </p>
      )}
      {isTaken && (
        <p className="is-red" role="alert">
          {t('param.keyTaken', { key })}
        </p>
      )}
      {refusal?.code === 'contentProblems' ? (
        <p className="is-red" role="alert">
          {(refusal.problems as unknown as Problem[]).map((one) => problemWords(one, undefined, language)).join(' ')}
        </p>
      ) : (
        refusal && <Failed error={make.error} kept={t('task.kept')} />
      )}
      <div className="new-record-verbs">
        <Button type="primary" htmlType="submit" loading={make.isPending}>
          {t(wish ? 'param.makeAndPut' : 'processes.create')}
        </Button>
      </div>
    </form>
  );
}

function valueField(type: Type, wish: ParameterWish | undefined, label: string, help: string): Field {
  const base = {
    id: 'value',
    label: { zh: label },
    required: wish !== undefined,
    ...(!wish && { help: { zh: help } }),
  };
  return type === 'money'
    ? { type, ...base, currency: wish?.currency ?? 'CNY' }
    : type === 'text'
      ? { type, ...base, maxLength: 200 }
      : { type, ...base };
}

function bodyOf(
  key: string,
  given: Record<string, unknown>,
  wish: ParameterWish | undefined,
  language: Language,
): object {
  const { name, type, unit, owner, value } = given as Record<string, string | null>;
  const label = { zh: String(name) };
  const isKept = wish?.unit?.[language] === unit;
  return {
    key,
    label,
    field: { type, id: 'value', label, required: true, ...(type === 'money' && { currency: wish?.currency ?? 'CNY' }) },
    ...(unit && { unit: isKept && wish?.unit ? wish.unit : { zh: unit } }),
    ...(owner && { owner }),
    source: 'ours',
    change: 'owner',
    ...(value !== null && value !== undefined && { value }),
  };
}

/** For a page with numbers: what asks and makes, and the panel that it asks in. */
export function useMakeParameter(): { make: MakeParameter; panel: ReactNode } {
  const [asked, setAsked] = useState<{ wish: ParameterWish; done: (key?: string) => void }>();
  const make = useCallback<MakeParameter>((wish) => new Promise((done) => setAsked({ wish, done })), []);
  const close = (key?: string): void => {
    asked?.done(key);
    setAsked(undefined);
  };
  return { make, panel: <NewParameter open={asked !== undefined} wish={asked?.wish} onClose={close} /> };
}
