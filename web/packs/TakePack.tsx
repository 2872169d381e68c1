// Installing and upgrading: first what it would do, then what the pack asks, then the verb; afterwards what was done.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { type FieldError, validate } from '../../forms/validate.ts';
import { clauses } from '../../words/say.ts';
import { calledWords } from '../content/words-of.ts';
import { FieldInput } from '../forms/FieldInput.tsx';
import { wordsIn } from '../forms/label.ts';
import { Failed } from '../parts/Failed.tsx';
import { Tag, type Tone } from '../parts/Tag.tsx';
import { attempts } from '../reach/attempts.ts';
import { ask, packApi } from '../reach/client.ts';
import type { PackDetail } from '../reach/shapes.ts';
import { useMe } from '../session/useMe.ts';
import { useTime } from '../time/ShopTime.tsx';
import { useKept } from '../typed/useKept.ts';
import { useWords } from '../words/useWords.ts';
import { Thing } from './Thing.tsx';

type Step = PackDetail['would'][number];
type Said = Record<string, string | number | boolean>;
const TONES: Record<Step['taken'][number]['what'], Tone> = {
  new: 'green',
  upgraded: 'accent',
  merged: 'amber',
  waits: 'red',
};
/** They have no drafts: what both have changed is merged at once. */
const AT_ONCE: string[] = ['role', 'department', 'calendar'];

export function TakePack({ detail }: { detail: PackDetail }): ReactNode {
  const { t, language } = useWords();
  const { clockExactly } = useTime();
  const { message } = App.useApp();
  const isAdmin = useMe().level === 'admin';
  const queries = useQueryClient();
  const [send] = useState(attempts);
  const { key, name, installed, shipped, asks, would } = detail;
  const version = shipped ?? '';
  const kept = useKept(`pack:${key}`);
  const [errors, setErrors] = useState<FieldError[]>([]);
  const fields = asks.map(({ key: id, parameter }) => ({
    ...parameter.field,
    id,
    label: parameter.label,
    required: true,
    ...(parameter.unit && { help: parameter.unit }),
  }));
  const answers = {
    ...Object.fromEntries(asks.map(({ key: id, parameter }) => [id, parameter.value])),
    ...kept.values,
  };
  const take = useMutation({
    mutationFn: (parameters: Said) =>
      send({ version, parameters }, (sent) => ask(packApi.packs[':key'].install.$post({ param: { key }, ...sent }))),
    onSuccess: () => {
      kept.forget();
      void message.success(t('packs.done', { name: wordsIn(name, language), version }));
    },
    // Whatever there is may have come anew: processes, registers, roles, records.
    onSettled: () => queries.invalidateQueries(),
  });
  const submit = (): void => {
    const { values, errors: found } = validate({ key, title: name, fields }, answers, clockExactly());
    setErrors(found);
    if (found.length === 0) take.mutate(values as Said);
  };
  const done = take.data?.steps;
  const isBehind = installed !== version;
  const changes = isBehind || would.some(({ taken }) => taken.some(({ what }) => what !== 'waits'));
  const waits = would.some(({ taken }) => taken.some(({ what }) => what === 'waits'));
  return (
    <>
      {done && (
        <section aria-live="polite">
          <h3>{t('packs.didNow')}</h3>
          <Steps steps={done} done />
          {done.some(({ taken }) => taken.some(({ kind, what }) => kind === 'role' && what === 'new')) && (
            <p>{t('packs.peopleHint')}</p>
          )}
        </section>
      )}
      <section>
        <h3>{t(installed === null ? 'packs.wouldInstall' : 'packs.wouldUpgrade')}</h3>
        {changes || waits ? <Steps steps={would} /> : <p className="quiet">{t('packs.wouldNothing')}</p>}
        {waits && <p className="quiet">{t('packs.waitsHint')}</p>}
      </section>
      {changes && !isAdmin && <p className="quiet">{t('packs.onlyAdmins')}</p>}
      {changes && isAdmin && (
        <form
          className="pack-take"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          {fields.length > 0 && <h3>{t('packs.asks')}</h3>}
          {fields.map((field) => (
            <FieldInput
              key={field.id}
              field={field}
              value={answers[field.id]}
              errors={errors.filter(({ path }) => path === field.id)}
              disabled={take.isPending}
              language={language}
              onChange={kept.set}
            />
          ))}
          {take.isError && <Failed error={take.error} />}
          <Button type="primary" htmlType="submit" loading={take.isPending}>
            {installed === null
              ? t(would.length > 1 ? 'packs.installWith' : 'packs.install')
              : isBehind
                ? t('packs.upgrade', { version })
                : t('packs.catchUp')}
          </Button>
        </form>
      )}
    </>
  );
}

function Steps({ steps, done = false }: { steps: Step[]; done?: boolean }): ReactNode {
  const { t, language } = useWords();
  return steps.map(({ key, name, version, from, taken }) => {
    const fresh = from === null ? taken.filter(({ what }) => what === 'new').length : 0;
    const told = from === null ? taken.filter(({ what }) => what !== 'new') : taken;
    const called = wordsIn(name, language);
    return (
      <div key={key} className="pack-step">
        <h4>
          {from === null || from === version
            ? t('packs.step', { name: called, version })
            : t('packs.stepFrom', { name: called, from, version })}
        </h4>
        {fresh > 0 && <p>{t('packs.allNew', { count: fresh })}</p>}
        {taken.length === 0 && <p className="quiet">{t('packs.stepNothing')}</p>}
        {told.length > 0 && (
          <ul className="pack-things">
            {told.map((one) => (
              <li key={`${one.kind} ${one.key}`}>
                <Thing thing={one} named opens={one.what === 'merged' || one.what === 'waits'} />
                <Tag tone={TONES[one.what]}>
                  {t(
                    one.what === 'merged' && AT_ONCE.includes(one.kind)
                      ? 'packs.what.mergedNow'
                      : `packs.what.${one.what}`,
                  )}
                </Tag>
                {done && one.kind === 'register' && one.what === 'upgraded' && (
                  <Link
                    className="link"
                    to="/registers/$register/structure"
                    params={{ register: one.key }}
                    search={{ part: 'misfits' }}
                  >
                    {t('packs.misfits')}
                  </Link>
                )}
                {one.conflicts.length > 0 && (
                  <small className="pack-conflicts">
                    {t('packs.conflicts', {
                      places: clauses(
                        one.conflicts.map((path, at) => calledWords(path, one.places[at] ?? [], t, language)),
                        language,
                      ),
                    })}
                  </small>
                )}
              </li>
            ))}
          </ul>
        )}
      </div>
    );
  });
}
