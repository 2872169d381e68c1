// The start form of a process; sent once however often it is clicked.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { type ReactNode, useRef, useState } from 'react';
import { type FieldError, validate } from '../../forms/validate.ts';
import { FormView, type Values } from '../forms/FormView.tsx';
import { Failed } from '../parts/Failed.tsx';
import { ask, asRefusal, intent, newIntent, startApi } from '../reach/client.ts';
import type { Startable } from '../reach/shapes.ts';
import { useTime } from '../time/ShopTime.tsx';
import { named, useWords } from '../words/useWords.ts';

export function StartForm({ process }: { process: Startable }): ReactNode {
  const { t, language } = useWords();
  const { nowExactly } = useTime();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [values, setValues] = useState<Values>({});
  const [errors, setErrors] = useState<FieldError[]>([]);
  const attempt = useRef(newIntent());
  const start = useMutation({
    mutationFn: () =>
      ask(
        startApi.cases.$post({
          header: intent(attempt.current),
          json: { process: process.key, element: process.element, variables: values },
        }),
      ),
    onSuccess: ({ case: id }) => {
      void queries.invalidateQueries({ queryKey: ['cases'] });
      void queries.invalidateQueries({ queryKey: ['counts'] });
      void navigate({ to: '/cases/$id', params: { id } });
    },
    onError: (error) => {
      setErrors(asRefusal(error).errors);
      if (asRefusal(error).code === 'formInvalid') attempt.current = newIntent();
    },
  });
  const submit = (): void => {
    const found = process.form ? validate(process.form, values, nowExactly()).errors : [];
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
      {process.form ? (
        <FormView
          form={process.form}
          values={values}
          errors={errors}
          onChange={(id, value) => {
            setValues((before) => ({ ...before, [id]: value }));
            setErrors((before) => before.filter(({ path }) => path !== id && !path.startsWith(`${id}.`)));
          }}
        />
      ) : (
        <p className="quiet">{t('start.noFormHint')}</p>
      )}
      {start.isError && !invalid && (
        <Failed
          error={start.error}
          title={t('start.notStarted')}
          kept={t('task.kept')}
          onAgain={() => start.mutate()}
        />
      )}
      <Button type="primary" htmlType="submit" loading={start.isPending} size="large">
        {t('start.start')}
      </Button>
    </form>
  );
}
