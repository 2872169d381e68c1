// 人员: people, roles, departments, for administrators.
import { Segmented } from 'antd';
import type { ReactNode } from 'react';
import { useAddress } from '../parts/useAddress.ts';
import { Where } from '../shell/Where.tsx';
import { useWords } from '../words/useWords.ts';
import { Departments } from './Departments.tsx';
import { People } from './People.tsx';
import { PEOPLE_TABS, type PeopleSearch } from './people-search.ts';
import { Roles } from './Roles.tsx';
import './people.css';

const PAGES = { people: People, roles: Roles, departments: Departments };

export function PeoplePage(): ReactNode {
  const { t } = useWords();
  const [{ tab = 'people' }, go] = useAddress<PeopleSearch>();
  const Page = PAGES[tab];
  return (
    <div className="page is-flush">
      <Where>
        <h1 className="top-title">{t('rail.people')}</h1>
      </Where>
      <Page
        tabs={
          <Segmented
            value={tab}
            aria-label={t('rail.people')}
            options={PEOPLE_TABS.map((value) => ({ value, label: t(`people.${value}`) }))}
            onChange={(next) => go({ tab: next === 'people' ? undefined : next, q: undefined })}
          />
        }
      />
    </div>
  );
}
