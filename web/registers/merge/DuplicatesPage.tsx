// Records that may be one thing, by a field that the manager chooses; two of a group beside each other, to be made one.
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Checkbox, Select } from 'antd';
import { Combine } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { labelIn } from '../../forms/label.ts';
import { Empty } from '../../parts/Empty.tsx';
import { Shown } from '../../parts/Shown.tsx';
import { Skeleton } from '../../parts/Skeleton.tsx';
import { useAddress } from '../../parts/useAddress.ts';
import { ask, mergeApi } from '../../reach/client.ts';
import type { RegisterDetail, Twins } from '../../reach/shapes.ts';
import { useWords } from '../../words/useWords.ts';
import { registerQuery } from '../queries.ts';
import { RegisterCrumbs } from '../RegisterCrumbs.tsx';
import { MergeTwo } from './MergeTwo.tsx';
import '../registers.css';
import './merge.css';

export type DuplicatesSearch = { by?: string | undefined };

export function DuplicatesPage(): ReactNode {
  const { t } = useWords();
  const { register: key } = useParams({ from: '/in/registers/$register/duplicates' });
  const register = useQuery(registerQuery(key));
  return (
    <div className="page merge-page">
      <RegisterCrumbs register={key} title={t('reg.merge.title')} />
      <Shown query={register}>{(shown) => <Groups register={shown} />}</Shown>
    </div>
  );
}

const TITLE = 'title';
export const twinsKey = (register: string) => ['duplicates', register];
function Groups({ register }: { register: RegisterDetail }): ReactNode {
  const { t, language } = useWords();
  const [{ by = TITLE }, go] = useAddress<DuplicatesSearch>();
  const query = useQuery({
    queryKey: [...twinsKey(register.key), by],
    queryFn: () =>
      ask(mergeApi.registers[':register'].duplicates.$get({ param: { register: register.key }, query: { field: by } })),
  });
  return (
    <>
      <div className="merge-by">
        <span>{t('reg.merge.by')}</span>
        <Select
          value={by}
          aria-label={t('reg.merge.by')}
          popupMatchSelectWidth={false}
          onChange={(field: string) => go({ by: field === TITLE ? undefined : field })}
          options={[
            { value: TITLE, label: t('reg.name') },
            ...(query.data?.fields ?? []).flatMap((id) => {
              const field = register.fields.find((one) => one.id === id);
              return field ? [{ value: id, label: labelIn(field, language) }] : [];
            }),
          ]}
        />
      </div>
      <p className="quiet">{t('reg.merge.hint')}</p>
      <Shown query={query} skeleton={<Skeleton rows={4} lines={[40, 60]} height={64} />}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon={Combine} title={t('reg.merge.none')} hint={t('reg.merge.noneHint')} />
          ) : (
            <ul className="merge-groups">
              {items.map((twins) => (
                <Group
                  key={twins.records.map(({ key, store }) => `${store} ${key}`).join()}
                  register={register}
                  twins={twins}
                />
              ))}
            </ul>
          )
        }
      </Shown>
    </>
  );
}

function Group({ register, twins }: { register: RegisterDetail; twins: Twins }): ReactNode {
  const { t } = useWords();
  const [chosen, setChosen] = useState<string[]>(twins.records.slice(0, 2).map(({ key }) => key));
  const [open, setOpen] = useState(false);
  const few = twins.records.length === 2;
  const [left, right] = chosen;
  return (
    <li className="merge-group">
      <p>
        <strong>
          <bdi>{twins.value}</bdi>
        </strong>{' '}
        <span className="quiet">{t('reg.merge.count', { count: String(twins.count) })}</span>
      </p>
      <ul>
        {twins.records.map(({ key, title, store }) => (
          <li key={key}>
            {!few && (
              <Checkbox
                checked={chosen.includes(key)}
                aria-label={key}
                onChange={({ target }) =>
                  setChosen(target.checked ? [...chosen, key].slice(-2) : chosen.filter((one) => one !== key))
                }
              />
            )}
            <Link
              className="link"
              to="/registers/$register/records/$key"
              params={{ register: register.key, key }}
              search={{ store: store || undefined }}
            >
              <bdi>{key}</bdi>
            </Link>{' '}
            <bdi className="cut">{title}</bdi>
          </li>
        ))}
      </ul>
      {left && right && !open && (
        <button type="button" className="link" onClick={() => setOpen(true)}>
          {t('reg.merge.compare')}
        </button>
      )}
      {left && right && open && (
        <MergeTwo
          key={`${left} ${right}`}
          register={register}
          store={twins.records[0]?.store ?? ''}
          pair={[left, right]}
        />
      )}
    </li>
  );
}
