// A new record: what a person may fill in, as a form; kept on this machine until it is made.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Drawer } from 'antd';
import { type ReactNode, useMemo, useState } from 'react';
import type { Form } from '../../forms/form.ts';
import { type FieldError, validate } from '../../forms/validate.ts';
import { FormView } from '../forms/FormView.tsx';
import { wordsIn } from '../forms/label.ts';
import { UploadsReport, useUploads } from '../forms/uploads.ts';
import { Failed } from '../parts/Failed.tsx';
import { useAddress } from '../parts/useAddress.ts';
import { useWidth } from '../parts/useWidth.ts';
import { attempts } from '../reach/attempts.ts';
import { ask, asRefusal, recordApi } from '../reach/client.ts';
import type { RegisterItem } from '../reach/shapes.ts';
import { useTime } from '../time/ShopTime.tsx';
import { useKept } from '../typed/useKept.ts';
import { useWords } from '../words/useWords.ts';
import type { GridSearch } from './address.ts';
import { rereadRecords } from './queries.ts';

type Props = { register: RegisterItem; open: boolean; onClose: () => void };

export function NewRecord({ register, open, onClose }: Props): ReactNode {
  const { t, language } = useWords();
  const phone = useWidth() === 'phone';
  return (
    <Drawer
      open={open}
      onClose={onClose}
      mask={false}
      size={phone ? '100%' : 504}
      title={t('reg.new', { name: wordsIn(register.name, language) })}
      destroyOnHidden
    >
      <Filling register={register} onClose={onClose} />
    </Drawer>
  );
}

function Filling({ register, onClose }: { register: RegisterItem; onClose: () => void }): ReactNode {
  const { t } = useWords();
  const { clockExactly } = useTime();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [, go] = useAddress<GridSearch>();
  const kept = useKept(`record:${register.key}`);
  const uploads = useUploads();
  const [errors, setErrors] = useState<FieldError[]>([]);
  const [send] = useState(attempts);
  const form = useMemo<Form>(
    () => ({
      key: register.key,
      title: register.name,
      fields: register.fields.filter((field) => register.may[`change.${field.id}`]),
    }),
    [register],
  );
  const make = useMutation({
    mutationFn: (values: Record<string, unknown>) =>
      send({ values: values as never }, (sent) =>
        ask(recordApi.registers[':register'].records.$post({ param: { register: register.key }, ...sent })),
      ),
    onSuccess: (record) => {
      kept.forget();
      void message.success(t('reg.made', { name: record.title }));
      rereadRecords(queries, register.key);
      go({ record: record.key });
      onClose();
    },
    onError: (error) => setErrors(asRefusal(error).errors),
  });
  const submit = (): void => {
    if (uploads.sending + uploads.failed > 0) {
      void message.warning(
        t(uploads.sending ? 'form.waitUploads' : 'form.failedUploads', { count: uploads.sending || uploads.failed }),
      );
      return;
    }
    const { errors: found, values } = validate(form, kept.values, clockExactly());
    setErrors(found);
    if (found.length === 0) make.mutate(values);
  };
  const refusal = make.isError ? asRefusal(make.error) : undefined;
  // A fault of a field that this person does not fill in has no place beneath a field.
  const elsewhere = errors.some(({ path }) => !form.fields.some(({ id }) => id === path.split('.')[0]));
  return (
    <form
      className="new-record"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <UploadsReport.Provider value={uploads.report}>
        <FormView
          form={form}
          values={kept.values}
          errors={errors}
          onChange={(id, value) => {
            kept.set(id, value);
            setErrors((before) => before.filter(({ path }) => path !== id));
          }}
        />
      </UploadsReport.Provider>
      {refusal && (refusal.code !== 'recordInvalid' || elsewhere) && (
        <Failed error={make.error} title={t('reg.notMade')} kept={t('task.kept')} />
      )}
      <div className="new-record-verbs">
        <Button type="primary" htmlType="submit" loading={make.isPending}>
          {t('reg.make')}
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
