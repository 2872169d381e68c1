// 台账: what the shop has, by the pack it came with.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { Boxes, ChevronRight, ListTree, NotebookText, Plus, ScrollText } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { NewContent } from '../content/NewContent.tsx';
import { wordsIn } from '../forms/label.ts';
import { Empty } from '../parts/Empty.tsx';
import { Shown } from '../parts/Shown.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { Tag } from '../parts/Tag.tsx';
import type { RegisterItem } from '../reach/shapes.ts';
import { isManager, useMe } from '../session/useMe.ts';
import { Where } from '../shell/Where.tsx';
import { useWords } from '../words/useWords.ts';
import { countQuery, registersQuery } from './queries.ts';
import './registers.css';

const ICONS = { list: NotebookText, tree: ListTree, ledger: ScrollText };

export function RegistersPage(): ReactNode {
  const { t, language } = useWords();
  const me = useMe();
  const query = useQuery(registersQuery);
  const [making, setMaking] = useState(false);
  const make = isManager(me) && (
    <Button onClick={() => setMaking(true)}>
      <Plus size={16} strokeWidth={1.75} /> {t('reg.newRegister')}
    </Button>
  );
  return (
    <div className="page">
      <Where>
        <h1 className="top-title">{t('rail.registers')}</h1>
      </Where>
      {isManager(me) && <NewContent kind="register" open={making} onClose={() => setMaking(false)} />}
      <Shown query={query} skeleton={<Skeleton rows={3} lines={[40, 70]} height={84} />}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty
              icon={Boxes}
              title={t('reg.noRegisters')}
              hint={t(isManager(me) ? 'reg.noRegistersHint' : 'reg.noRegistersStaff')}
            >
              {make}
            </Empty>
          ) : (
            <>
              <div className="registers-verbs">{make}</div>
              {packsOf(items).map(([pack, registers]) => (
                <section key={pack} className="registers-pack">
                  {pack && (
                    <h2>
                      {t('reg.pack', {
                        name: registers[0]?.packName ? wordsIn(registers[0].packName, language) : pack,
                      })}
                    </h2>
                  )}
                  <ul className="cards">
                    {registers.map((register) => (
                      <RegisterCard key={register.key} register={register} all={items} />
                    ))}
                  </ul>
                </section>
              ))}
            </>
          )
        }
      </Shown>
    </div>
  );
}

/** The shop's own come first. */
function packsOf(items: RegisterItem[]): [string, RegisterItem[]][] {
  const packs = [...new Set(items.map(({ pack }) => pack ?? ''))].sort();
  return packs.map((pack) => [pack, items.filter((item) => (item.pack ?? '') === pack)]);
}

function RegisterCard({ register, all }: { register: RegisterItem; all: RegisterItem[] }): ReactNode {
  const { t, language } = useWords();
  const Icon = ICONS[register.kind];
  const name = wordsIn(register.name, language);
  const account = all.find(({ key }) => key === register.ledger?.account);
  const lead = (
    <>
      <span className="process-icon">
        <Icon size={18} strokeWidth={1.75} aria-hidden="true" />
      </span>
      <span className="cut">
        <strong className="cut">{name}</strong>
        <small className="cut">
          {register.kind === 'ledger'
            ? t('reg.accountsOf', {
                name: account ? wordsIn(account.name, language) : (register.ledger?.account ?? ''),
              })
            : t('reg.fieldsOf', { count: register.fields.length, views: register.views.length })}
        </small>
      </span>
      {register.kind === 'ledger' ? <Tag>{t('reg.ledger')}</Tag> : <RecordCount register={register.key} />}
      <ChevronRight size={16} strokeWidth={1.75} aria-hidden="true" />
    </>
  );
  return (
    <li>
      <Link to="/registers/$register" params={{ register: register.key }}>
        {lead}
      </Link>
    </li>
  );
}

function RecordCount({ register }: { register: string }): ReactNode {
  const { t } = useWords();
  const count = useQuery(countQuery(register, { where: [] })).data;
  return count ? (
    <span className="card-count">
      {t('reg.many', { n: `${count.n.toLocaleString('en-US')}${count.more ? '+' : ''}` })}
    </span>
  ) : null;
}
