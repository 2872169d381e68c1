// All that was ever said of a parameter, the latest first; what has not begun can be taken back.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Drawer } from 'antd';
import type { ReactNode } from 'react';
import { wordsIn } from '../forms/label.ts';
import { Avatar } from '../parts/Avatar.tsx';
import { Shown } from '../parts/Shown.tsx';
import { Tag } from '../parts/Tag.tsx';
import { useWidth } from '../parts/useWidth.ts';
import type { ParameterRow, SaidValue } from '../reach/shapes.ts';
import { useTime } from '../time/ShopTime.tsx';
import { useWords } from '../words/useWords.ts';
import { useTakeBack } from './ParametersPage.tsx';
import { saidValuesQuery } from './queries.ts';
import { saidWords } from './value.ts';

type Props = { row: ParameterRow | undefined; now: number; onClose: () => void };

export function SaidValues({ row, now, onClose }: Props): ReactNode {
  const { t, language } = useWords();
  const phone = useWidth() === 'phone';
  return (
    <Drawer
      open={row !== undefined}
      onClose={onClose}
      mask={false}
      size={phone ? '100%' : 400}
      title={row && t('param.history', { name: wordsIn(row.parameter.label, language) })}
      destroyOnHidden
      styles={{ body: { padding: 0 } }}
    >
      {row && <Said row={row} now={now} />}
    </Drawer>
  );
}

function Said({ row, now }: { row: ParameterRow; now: number }): ReactNode {
  const query = useQuery(saidValuesQuery(row.parameter.key));
  return (
    <Shown query={query}>
      {({ items }) => (
        <ul className="said-values">
          {items.map((one) => (
            <One key={one.n} row={row} one={one} now={now} />
          ))}
        </ul>
      )}
    </Shown>
  );
}

function One({ row, one, now }: { row: ParameterRow; one: SaidValue; now: number }): ReactNode {
  const { t, language } = useWords();
  const { stamp, zone } = useTime();
  const takeBack = useTakeBack(row.parameter.key);
  const coming = one.from > now;
  const isNow = one.n === row.now?.n;
  return (
    <li className={isNow || coming ? '' : 'is-over'}>
      <p>
        <strong className="is-number">{saidWords(one.value, row.parameter, { language, zone })}</strong>
        <Tag tone={isNow ? 'accent' : coming ? 'amber' : 'line'}>
          {t(`param.state.${isNow ? 'now' : coming ? 'coming' : 'over'}`)}
        </Tag>
        {one.scope && <Tag tone="line">{t('param.scope', { scope: one.scope })}</Tag>}
        <span className="spacer" />
        {coming && row.may && (
          <button type="button" className="link" disabled={takeBack.isPending} onClick={() => takeBack.mutate(one.n)}>
            {t('param.takeBack')}
          </button>
        )}
      </p>
      <p className="quiet">
        {one.from > 0 && stamp(one.from)} {one.to !== null && t('param.until', { when: stamp(one.to) })}
        {one.by && (
          <span className="owner">
            <Avatar name={one.by.name} size={18} /> {one.by.name}
          </span>
        )}
      </p>
      <p>{one.reason}</p>
      {one.case && (
        <Link to="/cases/$id" params={{ id: one.case }} className="link">
          {t('task.case')}
        </Link>
      )}
    </li>
  );
}
