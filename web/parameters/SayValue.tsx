// Saying a new value: what, from when, until when, why. What is typed is kept until it is said.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Drawer } from 'antd';
import { type ReactNode, useMemo, useState } from 'react';
import type { Form } from '../../forms/form.ts';
import { type FieldError, validate } from '../../forms/validate.ts';
import type { Language } from '../../words/message.ts';
import { FormView } from '../forms/FormView.tsx';
import { wordsIn } from '../forms/label.ts';
import { Failed } from '../parts/Failed.tsx';
import { useWidth } from '../parts/useWidth.ts';
import { attempts } from '../reach/attempts.ts';
import { ask, asRefusal, parameterApi } from '../reach/client.ts';
import type { ParameterRow } from '../reach/shapes.ts';
import { useTime } from '../time/ShopTime.tsx';
import { useKept } from '../typed/useKept.ts';
import { useWords } from '../words/useWords.ts';
import { saidWords } from './value.ts';

type Props = { row: ParameterRow | undefined; language: Language; onClose: () => void };

export function SayValue({ row, language, onClose }: Props): ReactNode {
  const { t } = useWords();
  const phone = useWidth() === 'phone';
  return (
    <Drawer
      open={row?.may === true}
      onClose={onClose}
      mask={false}
      size={phone ? '100%' : 400}
      title={row && t('param.change', { name: wordsIn(row.parameter.label, language) })}
      destroyOnHidden
    >
      {row && <Saying key={row.parameter.key} row={row} onDone={onClose} />}
    </Drawer>
  );
}

function Saying({ row, onDone }: { row: ParameterRow; onDone: () => void }): ReactNode {
  const { t, language } = useWords();
  const { zone, clockExactly } = useTime();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const { parameter, now } = row;
  const kept = useKept(`parameter:${parameter.key}`);
  const [errors, setErrors] = useState<FieldError[]>([]);
  const [send] = useState(attempts);
  const form = useMemo<Form>(() => {
    const said = (zh: string) => ({ zh });
    return {
      key: parameter.key,
      title: parameter.label,
      fields: [
        {
          ...parameter.field,
          id: 'value',
          label: said(t('param.newValue')),
          required: true,
          help: parameter.unit ?? parameter.field.help,
        },
        {
          type: 'dateTime',
          id: 'from',
          label: said(t('param.from')),
          help: said(t('param.fromHint')),
          required: false,
        },
        { type: 'dateTime', id: 'to', label: said(t('param.to')), help: said(t('param.toHint')), required: false },
        {
          type: 'text',
          id: 'reason',
          label: said(t('param.reason')),
          help: said(t('param.reasonHint')),
          required: true,
          maxLength: 500,
        },
      ],
    };
  }, [parameter, t]);
  const name = wordsIn(parameter.label, language);
  const say = useMutation({
    mutationFn: ({ value, from, to, reason }: Record<string, unknown>) =>
      send(
        {
          value: value as never,
          reason: String(reason),
          scope: '',
          ...(from ? { from: Date.parse(String(from)) } : {}),
          ...(to ? { to: Date.parse(String(to)) } : {}),
        },
        (sent) => ask(parameterApi.parameters[':key'].values.$post({ param: { key: parameter.key }, ...sent })),
      ),
    onSuccess: (_, { from }) => {
      kept.forget();
      void message.success(t(from ? 'param.saidLater' : 'param.said', { name }));
      void queries.invalidateQueries({ queryKey: ['parameters'] });
      onDone();
    },
    onError: (error) => setErrors(asRefusal(error).errors),
  });
  const submit = (): void => {
    const { errors: found, values } = validate(form, kept.values, clockExactly());
    setErrors(found);
    if (found.length === 0) say.mutate(values);
  };
  return (
    <form
      className="say-value"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <p className={now === null ? 'is-red' : ''}>
        {now === null
          ? t('param.nowBlank')
          : t('param.now', { value: saidWords(now.value, parameter, { language, zone }) })}
      </p>
      {parameter.why && <p className="quiet">{wordsIn(parameter.why, language)}</p>}
      <FormView
        form={form}
        values={kept.values}
        errors={errors}
        onChange={(id, value) => {
          kept.set(id, value);
          setErrors((before) => before.filter(({ path }) => path !== id));
        }}
      />
      {say.isError && asRefusal(say.error).code !== 'recordInvalid' && (
        <Failed error={say.error} kept={t('task.kept')} />
      )}
      <div className="new-record-verbs">
        <Button type="primary" htmlType="submit" loading={say.isPending}>
          {t('param.say')}
        </Button>
        {Object.keys(kept.values).length > 0 && (
          <Button type="text" onClick={kept.forget}>
            {t('start.discard')}
          </Button>
        )}
      </div>
    </form>
  );
}
