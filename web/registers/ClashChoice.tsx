// Two people changed the same field: both values, and whose stands. Nothing of either is lost before that.
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { labelIn } from '../forms/label.ts';
import { ask, recordPastApi } from '../reach/client.ts';
import type { RegisterItem } from '../reach/shapes.ts';
import { useWords } from '../words/useWords.ts';
import { RecordCell } from './RecordCell.tsx';
import type { Clash } from './useWrite.ts';

type Props = {
  register: RegisterItem;
  clash: Clash;
  saving: boolean;
  onMine: () => void;
  onTheirs: () => void;
};

export function ClashChoice({ register, clash, saving, onMine, onTheirs }: Props): ReactNode {
  const { t, language } = useWords();
  const { theirs, fields, write } = clash;
  const who = useQuery({
    queryKey: ['recordHistory', register.key, theirs.key, 'last', theirs.rev],
    queryFn: () =>
      ask(
        recordPastApi.registers[':register'].records[':key'].history.$get({
          param: { register: register.key, key: theirs.key },
          query: { limit: 1 },
        }),
      ),
  }).data?.items[0]?.by?.name;
  return (
    <div className="clash" role="alert">
      <p>
        <CircleAlert size={16} strokeWidth={1.75} aria-hidden="true" />
        <strong>{t('reg.clash', { who: who ?? t('design.somebody') })}</strong>
      </p>
      <table>
        <thead>
          <tr>
            <td />
            <th scope="col">{t('reg.was')}</th>
            <th scope="col">{t('reg.theirs')}</th>
            <th scope="col">{t('reg.mine')}</th>
          </tr>
        </thead>
        <tbody>
          {fields.map((id) => {
            const field = register.fields.find((one) => one.id === id);
            if (!field) return null;
            return (
              <tr key={id}>
                <th scope="row">{labelIn(field, language)}</th>
                {[write.record.values[id], theirs.values[id], write.values[id]].map((value, place) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: three places that never move
                  <td key={place}>
                    <RecordCell field={field} value={value} />
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
      <div className="clash-verbs">
        <Button type="primary" size="small" loading={saving} onClick={onMine}>
          {t('reg.keepMine')}
        </Button>
        <Button size="small" disabled={saving} onClick={onTheirs}>
          {t('reg.takeTheirs')}
        </Button>
      </div>
    </div>
  );
}
