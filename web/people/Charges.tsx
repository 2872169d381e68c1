// What somebody who leaves has charge of beside open work: one successor a kind; and the steps that name him, which are for their editor.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { listed } from '../../words/say.ts';
import { Tag } from '../parts/Tag.tsx';
import type { Owned } from '../reach/shapes.ts';
import { named, useWords } from '../words/useWords.ts';
import { PersonSelect } from './PersonSelect.tsx';

export type Charge = Exclude<Owned['kind'], 'named'>;
const CHARGES: Charge[] = ['head', 'process', 'proxy', 'records'];
/** The kinds that need somebody. */
export const chargesIn = (items: Owned[]): Charge[] => CHARGES.filter((kind) => items.some((one) => one.kind === kind));

type Props = {
  items: Owned[];
  not: string;
  to: Partial<Record<Charge, string>>;
  onChange: (to: Partial<Record<Charge, string>>) => void;
};

export function Charges({ items, not, to, onChange }: Props): ReactNode {
  const { t, language } = useWords();
  const called = (one: Owned): string => {
    const name = named({ name: one.name, texts: one.texts ?? {} }, language);
    if (one.kind === 'records') return t('handOver.records', { name, count: one.count });
    return one.kind === 'proxy' ? t('handOver.proxyOf', { name }) : name;
  };
  const steps = items.filter(({ kind }) => kind === 'named');
  return (
    <>
      {chargesIn(items).length > 0 && (
        <>
          <h4>{t('handOver.charges')}</h4>
          <ul className="hand-over">
            {chargesIn(items).map((kind) => (
              <li key={kind}>
                <span className="cut">
                  <strong>{t(`handOver.charge.${kind}`)}</strong>{' '}
                  <small>{listed(items.filter((one) => one.kind === kind).map(called), language)}</small>
                </span>
                <PersonSelect
                  label={t('handOver.chargeTo', { kind: t(`handOver.charge.${kind}`) })}
                  value={to[kind]}
                  not={not}
                  onChange={(chosen) => {
                    const { [kind]: _before, ...rest } = to;
                    onChange(chosen === undefined ? rest : { ...rest, [kind]: chosen });
                  }}
                />
              </li>
            ))}
          </ul>
        </>
      )}
      {steps.length > 0 && (
        <>
          <h4>{t('handOver.named')}</h4>
          <p className="quiet">{t('handOver.namedHint')}</p>
          <ul className="hand-over">
            {steps.map((one) => (
              <li key={`${one.id} ${one.step} ${one.draft}`}>
                <Link to="/processes/$key" params={{ key: one.id }} className="cut">
                  {called(one)} · {one.step}
                </Link>
                {one.draft && <Tag tone="line">{t('handOver.draft')}</Tag>}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
