// The fields of a record: read as lines, each with why it cannot be typed; written as one form of those that can, saved together.

import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { App, Button, Dropdown, Input } from 'antd';
import { Ellipsis, Lock, Pencil } from 'lucide-react';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { namedAgain } from '../../forms/rows.ts';
import { type FieldError, validate } from '../../forms/validate.ts';
import type { RegisterField } from '../../records/register.ts';
import { viewOf } from '../fields/views.ts';
import { FormView } from '../forms/FormView.tsx';
import { labelIn } from '../forms/label.ts';
import { UploadsReport, useUploads } from '../forms/uploads.ts';
import { Failed } from '../parts/Failed.tsx';
import { asRefusal } from '../reach/client.ts';
import type { RecordItem, RegisterDetail } from '../reach/shapes.ts';
import { isManager, useMe } from '../session/useMe.ts';
import { useTime } from '../time/ShopTime.tsx';
import { useKept, useKeptText } from '../typed/useKept.ts';
import { named, useWords } from '../words/useWords.ts';
import { ClashChoice } from './ClashChoice.tsx';
import { whyLocked } from './fields.ts';
import { rereadRecords } from './queries.ts';
import { RecordFact } from './RecordCell.tsx';
import { useBelow } from './RecordWay.tsx';
import { useWrite } from './useWrite.ts';

type Props = { register: RegisterDetail; record: RecordItem };

export function RecordFields({ register, record }: Props): ReactNode {
  const { t, language } = useWords();
  const me = useMe();
  const queries = useQueryClient();
  const kept = useKept(`record:${register.key}/${record.id}`);
  const begun = Object.keys(kept.values).length > 0;
  const [editing, setEditing] = useState(false);
  const write = useWrite(register.key);
  const typed = register.fields.filter((field) => whyLocked(register, field) === undefined);
  const shown = register.fields.filter(({ by }) => by.who !== 'ledger');
  const plain = shown.filter((field) => !viewOf(field).large);
  const large = shown.filter((field) => viewOf(field).large);
  const archive = (): void =>
    write.mutate(
      { record, values: {}, archived: !record.archived },
      { onSuccess: () => rereadRecords(queries, register.key) },
    );
  return (
    <section className="record-section record-fields">
      <h3>
        {t('reg.fields')}
        <span className="spacer" />
        {typed.length > 0 && !editing && !record.archived && (
          <button type="button" className="link" onClick={() => setEditing(true)}>
            <Pencil size={13} strokeWidth={1.75} aria-hidden="true" /> {t(begun ? 'reg.goOn' : 'reg.edit')}
          </button>
        )}
        {isManager(me) && (
          <Dropdown
            trigger={['click']}
            menu={{
              items: [{ key: 'archive', label: t(record.archived ? 'reg.restore' : 'reg.archive'), onClick: archive }],
            }}
          >
            <button type="button" className="act" aria-label={t('more')}>
              <Ellipsis size={16} strokeWidth={1.75} />
            </button>
          </Dropdown>
        )}
      </h3>
      {write.isError && !editing && <Failed error={write.error} />}
      {editing ? (
        <Editing register={register} record={record} fields={typed} kept={kept} onDone={() => setEditing(false)} />
      ) : (
        <>
          <dl className="record-lines">
            {plain.map((field) => (
              <div key={field.id}>
                <dt className="cut">{labelIn(field, language)}</dt>
                <dd>
                  <RecordFact field={field} value={record.values[field.id]} />
                </dd>
                <dd className="record-why-of">
                  <WhyLocked register={register} record={record} field={field} />
                </dd>
              </div>
            ))}
          </dl>
          {large.map((field) => (
            <div key={field.id} className="record-large">
              <span className="field-label">{labelIn(field, language)}</span>
              <RecordFact field={field} value={record.values[field.id]} />
            </div>
          ))}
        </>
      )}
    </section>
  );
}

/** A lock with its reason; what belongs to a process leads to that process, with this record filled in. */
function WhyLocked({ register, record, field }: Props & { field: RegisterField }): ReactNode {
  const { t, language } = useWords();
  const why = whyLocked(register, field);
  if (why === undefined) return null;
  const lock = <Lock size={11} strokeWidth={1.75} aria-hidden="true" />;
  const writer = why === 'process' ? register.writers[field.id]?.[0] : undefined;
  if (writer)
    return (
      <Link
        className="record-why link"
        to="/start"
        search={{ process: writer.key, record: `${register.key}/${record.key}` }}
        title={t('reg.why.process')}
      >
        {named(writer, language)}
      </Link>
    );
  return (
    <span className="record-why" title={t(`reg.why.${why}`)}>
      {lock} {t(`reg.why.${why}`)}
    </span>
  );
}

type EditingProps = {
  register: RegisterDetail;
  record: RecordItem;
  fields: RegisterField[];
  kept: ReturnType<typeof useKept>;
  onDone: () => void;
};

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

function Editing({ register, record, fields, kept, onDone }: EditingProps): ReactNode {
  const { t } = useWords();
  const { clockExactly } = useTime();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const write = useWrite(register.key);
  const uploads = useUploads();
  const [seen] = useState(record);
  const [reason, setReason, forget] = useKeptText(`record:${register.key}/${record.id}:reason`);
  const [errors, setErrors] = useState<FieldError[]>([]);
  const form = useMemo(() => ({ key: register.key, title: register.name, fields }), [register, fields]);
  const values = { ...seen.values, ...kept.values };
  const below = useBelow(register, record);
  const moves = register.parentField !== undefined && register.parentField in kept.values;
  const done = (): void => {
    kept.forget();
    forget();
    onDone();
  };
  useEffect(() => {
    document.querySelector<HTMLElement>('.record-form input, .record-form textarea')?.focus();
  }, []);
  const submit = (): void => {
    if (uploads.sending + uploads.failed > 0) {
      void message.warning(
        t(uploads.sending ? 'form.waitUploads' : 'form.failedUploads', { count: uploads.sending || uploads.failed }),
      );
      return;
    }
    const checked = validate(form, values, clockExactly());
    // What stood there before, and nobody touched, is not this person's fault.
    const found = checked.errors.filter(({ path }) => (path.split('.')[0] as string) in kept.values);
    setErrors(found);
    if (found.length > 0) return;
    const changed = Object.fromEntries(
      Object.keys(kept.values)
        .map((id) => [id, namedAgain(checked.values[id] ?? null, values[id])] as const)
        .filter(([id, value]) => !same(value, seen.values[id])),
    );
    if (Object.keys(changed).length === 0) {
      done();
      return;
    }
    write.mutate(
      { record: seen, values: changed, reason },
      {
        onSuccess: () => {
          // All below it stand elsewhere, too.
          if (moves) rereadRecords(queries, register.key);
          void message.success(t('saved'));
          done();
        },
        onError: (error) => setErrors(asRefusal(error).errors),
      },
    );
  };
  const { clash } = write;
  return (
    <form
      className="record-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onKeyDown={(event) => event.key === 'Escape' && onDone()}
    >
      <UploadsReport.Provider value={uploads.report}>
        <FormView
          form={form}
          values={values}
          known={seen.values}
          errors={errors}
          disabled={write.isPending}
          onChange={(id, value) => {
            kept.set(id, value);
            setErrors((before) => before.filter(({ path }) => path !== id));
          }}
        />
      </UploadsReport.Provider>
      {moves && below.count > 0 && (
        <p className="quiet" role="status">
          {t('reg.tree.moves', { count: `${below.count}${below.more ? '+' : ''}` })}
        </p>
      )}
      <Input
        value={reason}
        maxLength={200}
        placeholder={t('reg.reason')}
        aria-label={t('reg.reason')}
        onChange={({ target }) => setReason(target.value)}
      />
      {clash && (
        <ClashChoice
          register={register}
          clash={clash}
          saving={write.isPending}
          onMine={() => write.mutate({ ...clash.write, record: clash.theirs }, { onSuccess: done })}
          onTheirs={() => {
            write.giveIn(clash);
            done();
          }}
        />
      )}
      {write.isError && !clash && asRefusal(write.error).code !== 'recordInvalid' && (
        <Failed error={write.error} kept={t('task.kept')} />
      )}
      {!clash && (
        <div className="record-form-verbs">
          <Button type="primary" htmlType="submit" loading={write.isPending}>
            {t('save')}
          </Button>
          <Button onClick={onDone}>{t('cancel')}</Button>
          {Object.keys(kept.values).length > 0 && (
            <Button type="text" onClick={done}>
              {t('start.discard')}
            </Button>
          )}
        </div>
      )}
    </form>
  );
}
