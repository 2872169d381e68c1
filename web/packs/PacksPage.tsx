// 方案包: those that this release ships and those that the shop has, where each stands, and what the shop has made of it.
import { useQuery } from '@tanstack/react-query';
import { Drawer } from 'antd';
import { Package } from 'lucide-react';
import type { ReactNode } from 'react';
import { ContentTabs } from '../content/ContentTabs.tsx';
import { wordsIn } from '../forms/label.ts';
import { Empty } from '../parts/Empty.tsx';
import { Find } from '../parts/Find.tsx';
import { List } from '../parts/List.tsx';
import { ListPage } from '../parts/ListPage.tsx';
import { Tag } from '../parts/Tag.tsx';
import { useAddress } from '../parts/useAddress.ts';
import { useWidth } from '../parts/useWidth.ts';
import { useTime } from '../time/ShopTime.tsx';
import { useWords } from '../words/useWords.ts';
import { PackPanel } from './PackPanel.tsx';
import { packsQuery } from './queries.ts';
import { stateOf, TONES } from './state.ts';
import './packs.css';

type Search = { q?: string | undefined; pack?: string | undefined };

export function PacksPage(): ReactNode {
  const { t, language } = useWords();
  const { momentOfReal } = useTime();
  const phone = useWidth() === 'phone';
  const [{ q = '', pack }, go] = useAddress<Search>();
  const query = useQuery(packsQuery);
  const wanted = q.toLowerCase();
  const items = query.data?.items.filter(({ key, name, about }) =>
    [key, name.zh, name.en, about?.zh, about?.en].join(' ').toLowerCase().includes(wanted),
  );
  const chosen = query.data?.items.find(({ key }) => key === pack);
  return (
    <ListPage
      title={t('packs.title')}
      above={<ContentTabs />}
      tools={<Find value={q} label={t('packs.find')} onFind={(next) => go({ q: next })} />}
    >
      <List
        rows={{ ...query, data: items }}
        idOf={({ key }) => key}
        opens
        keys
        isAt={({ key }) => key === pack}
        empty={<Empty icon={Package} title={t(q ? 'inbox.nothingFound' : 'packs.none')} hint={t('packs.noneHint')} />}
        columns={[
          {
            id: 'name',
            head: t('packs.title'),
            className: 'pack-name',
            cell: ({ key, name, about }) => (
              <>
                <button type="button" onClick={() => go({ pack: key })}>
                  {wordsIn(name, language)}
                </button>
                {about && <small className="cut">{wordsIn(about, language)}</small>}
              </>
            ),
          },
          {
            id: 'state',
            head: t('cases.state'),
            cell: (row) => <Tag tone={TONES[stateOf(row)]}>{t(`packs.state.${stateOf(row)}`)}</Tag>,
          },
          {
            id: 'installed',
            head: t('packs.installed'),
            className: 'is-number',
            cell: ({ installed, changedAt }) =>
              installed ? (
                <span title={changedAt ? momentOfReal(changedAt) : ''}>{installed}</span>
              ) : (
                <span className="quiet">{t('packs.notInstalled')}</span>
              ),
          },
          {
            id: 'shipped',
            head: t('packs.shipped'),
            className: 'is-number',
            gives: 1,
            cell: ({ shipped }) => shipped ?? <span className="quiet">{t('packs.notShipped')}</span>,
          },
          {
            id: 'requires',
            head: t('packs.requires'),
            gives: 2,
            className: 'quiet',
            cell: ({ requires }) =>
              requires.map(({ name }) => wordsIn(name, language)).join(' · ') || t('packs.nothing'),
          },
          {
            id: 'made',
            head: t('packs.made'),
            gives: 1,
            cell: ({ installed, made }) =>
              installed &&
              (made.length > 0 ? (
                t('packs.madeCount', { count: made.length })
              ) : (
                <span className="quiet">{t('packs.untouched')}</span>
              )),
          },
        ]}
      />
      <Drawer
        open={chosen !== undefined}
        onClose={() => go({ pack: undefined })}
        mask={false}
        size={phone ? '100%' : 504}
        title={chosen && wordsIn(chosen.name, language)}
        destroyOnHidden
      >
        {chosen && <PackPanel key={chosen.key} pack={chosen.key} onPack={(key) => go({ pack: key })} />}
      </Drawer>
    </ListPage>
  );
}
