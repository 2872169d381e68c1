// 请假: when I am away and who stands in for me; for managers, of all.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { ArrowRight, CalendarOff, Plus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Avatar } from '../parts/Avatar.tsx';
import { Empty } from '../parts/Empty.tsx';
import { Failed } from '../parts/Failed.tsx';
import { List } from '../parts/List.tsx';
import { ListPage } from '../parts/ListPage.tsx';
import { Tag } from '../parts/Tag.tsx';
import { usePages } from '../parts/usePages.ts';
import { absenceApi, ask } from '../reach/client.ts';
import { useTime } from '../time/ShopTime.tsx';
import { useWords } from '../words/useWords.ts';
import { AbsenceForm } from './AbsenceForm.tsx';
import { lastOf } from './last-of.ts';
import './people.css';

export function AbsencesPage(): ReactNode {
  const { t } = useWords();
  const { moment, momentWithin } = useTime();
  const queries = useQueryClient();
  const [entering, setEntering] = useState(false);
  const rows = usePages(['absences', 'list'], (from) =>
    ask(absenceApi.absences.$get({ query: { limit: 50, ...from } })),
  );
  const end = useMutation({
    mutationFn: (id: string) => ask(absenceApi.absences[':id'].end.$post({ param: { id } })),
    onSettled: () => queries.invalidateQueries(),
  });
  return (
    <ListPage
      title={t('absence.title')}
      tools={
        <>
          <span className="quiet">{t('absence.hint')}</span>
          <span className="spacer" />
          <Button type="primary" onClick={() => setEntering(true)}>
            <Plus size={16} strokeWidth={1.75} /> {t('absence.enter')}
          </Button>
        </>
      }
    >
      {end.isError && <Failed error={end.error} />}
      <List
        rows={rows}
        idOf={({ id }) => id}
        empty={<Empty icon={CalendarOff} title={t('absence.none')} hint={t('absence.noneHint')} />}
        columns={[
          {
            id: 'person',
            head: t('people.name'),
            cell: ({ person, proxy }) => (
              <span className="owner">
                <Avatar name={person.name} size={24} /> {person.name}
                <ArrowRight size={14} strokeWidth={1.75} aria-label={t('absence.proxy')} />
                <Avatar name={proxy.name} size={24} /> {proxy.name}
              </span>
            ),
          },
          {
            id: 'when',
            head: t('absence.when'),
            cell: ({ from, to }) => t('absence.span', { from: moment(from), to: momentWithin(lastOf(to)) }),
          },
          { id: 'reason', head: t('absence.reason'), gives: 1, className: 'quiet', cell: ({ reason }) => reason },
          {
            id: 'state',
            head: t('absence.state'),
            gives: 2,
            cell: ({ running }) => (
              <Tag tone={running ? 'amber' : 'line'}>{t(running ? 'absence.now' : 'absence.ahead')}</Tag>
            ),
          },
          {
            id: 'end',
            head: '',
            className: 'is-end',
            cell: ({ id, running, can }) =>
              can.end && (
                <Button type="text" loading={end.isPending && end.variables === id} onClick={() => end.mutate(id)}>
                  {t(running ? 'absence.back' : 'absence.callOff')}
                </Button>
              ),
          },
        ]}
      />
      {entering && <AbsenceForm onClose={() => setEntering(false)} />}
    </ListPage>
  );
}
