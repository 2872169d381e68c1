// One row of the grid: what is typed into it, what is wrong with it, and how it is submitted. It is a task like any other.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { errorsAfter } from '../../forms/after-change.ts';
import { askedNow } from '../../forms/asked.ts';
import type { Form } from '../../forms/form.ts';
import { type FieldError, validate } from '../../forms/validate.ts';
import { useUploads } from '../forms/uploads.ts';
import { useSubmission } from '../inbox/useSubmission.ts';
import { ask, asRefusal, lasting, type Refusal, taskVerbApi, taskWorkApi } from '../reach/client.ts';
import type { GridRow } from '../reach/shapes.ts';
import { useTime } from '../time/ShopTime.tsx';
import type { ServerDraft, Values } from '../typed/typed.ts';
import { useTyped } from '../typed/useTyped.ts';

/** What the grid does with a row from outside. */
export type Handle = {
  values: Values;
  /** Filled in, nothing wrong with it, and not on its way. */
  ready: boolean;
  set: (field: string, value: unknown) => void;
  /** For so many milliseconds it may be undone; undefined: it was not taken, and the row says why. */
  submit: () => Promise<number | undefined>;
};
type About = { case: string; name: string; object: string };

/** @param readAt when the row was read: what is still there then is not done */
export function useRow(row: GridRow, form: Form, about: About, readAt: number) {
  const { id } = row;
  const { clockExactly } = useTime();
  const put = useCallback(
    (values: Values, revision: number) =>
      ask(taskWorkApi.tasks[':id'].draft.$put({ param: { id }, json: { values, revision } }, lasting(values))),
    [id],
  );
  const typed = useTyped(`task:${id}`, put, row.draft as ServerDraft);
  const uploads = useUploads();
  const [errors, setErrors] = useState<FieldError[]>([]);
  const [refusal, setRefusal] = useState<Refusal>();
  const own = useMemo(
    () => ({ ...form, fields: form.fields.filter((field) => row.fields.includes(field.id)) }),
    [form, row.fields],
  );
  const begin = row.values as Values;
  const given = { ...begin, ...typed.values };
  const known = { ...(row.variables as Values), ...begin };
  const { asked, filled } = askedNow(own.fields, given, clockExactly(), known);
  const found = validate(own, given, clockExactly(), row.variables as never).errors;
  const refuse = (refused: Refusal): void => {
    if (refused.code === 'formInvalid') setErrors(refused.errors);
    else if (refused.code !== 'offline') setRefusal(refused);
  };
  const submission = useSubmission({
    id,
    about,
    shown: row.shown,
    typed: typed.values,
    flush: typed.flush,
    onDone: typed.forget,
    onError: (error) => refuse(asRefusal(error)),
  });
  const { submit: sent, told, waits, clear } = submission;
  useEffect(() => {
    if (told?.code === 'formInvalid') setErrors(told.errors);
  }, [told]);
  const { reset, isSuccess } = sent;
  // biome-ignore lint/correctness/useExhaustiveDependencies: read anew, and still there: it was undone
  useEffect(() => {
    if (isSuccess) reset();
  }, [readAt]);
  const busy = sent.isPending || sent.isSuccess || waits !== undefined;
  const handle: Handle = {
    values: filled,
    ready:
      !busy && found.length === 0 && uploads.sending + uploads.failed === 0 && Object.keys(typed.values).length > 0,
    set: (field, value) => {
      if (busy && waits === undefined) return;
      typed.set(field, value);
      setErrors((before) => errorsAfter(before, form, field));
      setRefusal(undefined);
    },
    async submit() {
      if (sent.isPending) return undefined;
      clear();
      setRefusal(undefined);
      setErrors(found);
      if (found.length > 0) return undefined;
      try {
        return (await sent.mutateAsync({ typed: typed.values, verdict: undefined })).undoMs ?? 0;
      } catch {
        return undefined;
      }
    },
  };
  const touched = useRef(false);
  /** Whoever comes to it looks at it: once. */
  const touch = useCallback((): void => {
    if (touched.current) return;
    touched.current = true;
    void taskVerbApi.tasks[':id'].touch.$post({ param: { id } }).catch(() => undefined);
  }, [id]);
  return {
    handle,
    asked,
    filled,
    errors,
    refusal: told && told.code !== 'formInvalid' ? told : refusal,
    waits,
    sending: sent.isPending,
    done: sent.isSuccess,
    uploads,
    touch,
  };
}
