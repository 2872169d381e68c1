// 人员: people, roles, departments, for administrators.
import { Segmented } from 'antd';
import { type ReactNode, useState } from 'react';
import { Where } from '../shell/Where.tsx';
import { useWords } from '../words/useWords.ts';
import { Departments } from './Departments.tsx';
import { People } from './People.tsx';
import { Roles } from './Roles.tsx';
import './people.css';

const TABS = ['people', 'roles', 'departments'] as const;

export function PeoplePage(): ReactNode {
  const { t } = useWords();
  const [tab, setTab] = useState<(typeof TABS)[number]>('people');
  return (
    <div className="page is-flush">
      <Where>
        <h1 className="top-title">{t('rail.people')}</h1>
      </Where>
      <div className="page-tools">
        <Segmented
          value={tab}
          aria-label={t('rail.people')}
          options={TABS.map((value) => ({ value, label: t(`people.${value}`) }))}
          onChange={setTab}
        />
      </div>
      {tab === 'people' ? <People /> : tab === 'roles' ? <Roles /> : <Departments />}
    </div>
  );
}
