// Views as tabs, each with how many it holds; at the right the way to what the register consists of.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { SlidersHorizontal } from 'lucide-react';
import type { ReactNode } from 'react';
import type { View } from '../../records/register.ts';
import { wordsIn } from '../forms/label.ts';
import { useAddress } from '../parts/useAddress.ts';
import type { RegisterItem, SavedView } from '../reach/shapes.ts';
import { isManager, useMe } from '../session/useMe.ts';
import { useWords } from '../words/useWords.ts';
import type { GridSearch } from './address.ts';
import { countQuery } from './queries.ts';

type Props = { register: RegisterItem; views: View[]; saved: SavedView[]; at: string };

export function ViewTabs({ register, views, saved, at }: Props): ReactNode {
  const { t, language } = useWords();
  const me = useMe();
  const [, go] = useAddress<GridSearch>();
  const choose = (tab: string | undefined): void =>
    go({ tab, where: undefined, sort: undefined, columns: undefined, archived: undefined });
  const tabs = [...views.map((view) => ({ id: view.key, view })), ...saved.map(({ id, view }) => ({ id, view }))];
  return (
    <div className="register-tabs">
      <nav className="tabs" aria-label={t('reg.views')}>
        {tabs.map(({ id, view }, place) => (
          <button
            key={id}
            type="button"
            className={id === at ? 'is-here' : ''}
            aria-current={id === at ? 'page' : undefined}
            onClick={() => choose(place === 0 ? undefined : id)}
          >
            {wordsIn(view.title, language)} <Many register={register.key} view={view} />
          </button>
        ))}
      </nav>
      {isManager(me) && (
        <Link to="/registers/$register/structure" params={{ register: register.key }} className="register-structure">
          <SlidersHorizontal size={14} strokeWidth={1.75} aria-hidden="true" />
          <span>{t('reg.structure')}</span>
        </Link>
      )}
    </div>
  );
}

function Many({ register, view }: { register: string; view: View }): ReactNode {
  const count = useQuery(countQuery(register, { where: view.where })).data;
  return <small>{count ? `${count.n.toLocaleString('en-US')}${count.more ? '+' : ''}` : ''}</small>;
}
