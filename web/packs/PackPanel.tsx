// One pack: what it brings, what the shop has made of it, and what taking it in would do.
import { useQuery } from '@tanstack/react-query';
import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { wordsIn } from '../forms/label.ts';
import { Shown } from '../parts/Shown.tsx';
import { Tag } from '../parts/Tag.tsx';
import type { PackDetail } from '../reach/shapes.ts';
import { useWords } from '../words/useWords.ts';
import { packQuery } from './queries.ts';
import { stateOf, TONES } from './state.ts';
import { TakePack } from './TakePack.tsx';
import { Thing } from './Thing.tsx';

type Kind = PackDetail['brings'][number]['kind'];
/** In this order. */
const KINDS = Object.keys({
  process: true,
  register: true,
  decision: true,
  parameter: true,
  page: true,
  role: true,
  department: true,
  calendar: true,
  record: true,
} satisfies Record<Kind, true>) as Kind[];

export function PackPanel({ pack, onPack }: { pack: string; onPack: (key: string) => void }): ReactNode {
  const query = useQuery(packQuery(pack));
  return <Shown query={query}>{(detail) => <Panel detail={detail} onPack={onPack} />}</Shown>;
}

function Panel({ detail, onPack }: { detail: PackDetail; onPack: (key: string) => void }): ReactNode {
  const { t, language } = useWords();
  const { about, installed, shipped, requires, refused, made, brings } = detail;
  const state = stateOf(detail);
  const no =
    refused === 'format'
      ? t('packs.refused.format')
      : refused === 'older'
        ? t('packs.refused.older', { has: installed ?? '', version: shipped ?? '' })
        : state === 'own'
          ? t('packs.refused.own')
          : undefined;
  return (
    <div className="pack">
      {about && <p>{wordsIn(about, language)}</p>}
      <dl className="pack-facts">
        <dt>{t('cases.state')}</dt>
        <dd>
          <Tag tone={TONES[state]}>{t(`packs.state.${state}`)}</Tag>
        </dd>
        <dt>{t('packs.installed')}</dt>
        <dd>{installed ?? t('packs.notInstalled')}</dd>
        <dt>{t('packs.shipped')}</dt>
        <dd>{shipped ?? t('packs.notShipped')}</dd>
        <dt>{t('packs.requires')}</dt>
        <dd>
          {requires.length === 0 && t('packs.nothing')}
          {requires.map(({ key, name }) => (
            <button key={key} type="button" className="link" onClick={() => onPack(key)}>
              {wordsIn(name, language)}
            </button>
          ))}
        </dd>
      </dl>
      {no !== undefined && (
        <p className="pack-refused" role="note">
          <CircleAlert size={16} strokeWidth={1.75} aria-hidden="true" /> {no}
        </p>
      )}
      {no === undefined && <TakePack detail={detail} />}
      {installed !== null && (
        <section>
          <h3>
            {t('packs.made')} <small>{made.length}</small>
          </h3>
          {made.length === 0 ? (
            <p className="quiet">{t('packs.untouched')}</p>
          ) : (
            <>
              <p className="quiet">{t('packs.madeHint')}</p>
              <ul className="pack-things">
                {made.map((one) => (
                  <li key={`${one.kind} ${one.key}`}>
                    <Thing thing={one} named opens={one.what !== 'removed'} />
                    <Tag tone={one.what === 'draft' ? 'amber' : 'grey'}>{t(`packs.did.${one.what}`)}</Tag>
                  </li>
                ))}
              </ul>
            </>
          )}
        </section>
      )}
      {brings.length > 0 && (
        <section>
          <h3>{t('packs.brings')}</h3>
          <dl className="pack-brings">
            {KINDS.filter((kind) => brings.some((one) => one.kind === kind)).map((kind) => {
              const all = brings.filter((one) => one.kind === kind);
              return (
                <div key={kind}>
                  <dt>
                    {t(`packs.kind.${kind}`)} <small>{all.length}</small>
                  </dt>
                  <dd>
                    {all.map((one) => (
                      <Thing key={one.key} thing={one} opens={false} />
                    ))}
                  </dd>
                </div>
              );
            })}
          </dl>
        </section>
      )}
    </div>
  );
}
