// Where a field of a form names a record: what is worth knowing of it, a click away, as its register says and its reader may see.
import { useQuery } from '@tanstack/react-query';
import { Modal, Popover } from 'antd';
import { BookSearch } from 'lucide-react';
import { createContext, type KeyboardEvent, lazy, type ReactNode, Suspense, useContext, useState } from 'react';
import type { Field } from '../../forms/form.ts';
import { namedRecord } from '../../forms/named-record.ts';
import { wordsIn } from '../forms/label.ts';
import { useWidth } from '../parts/useWidth.ts';
import { useWords } from '../words/useWords.ts';
import { registersQuery } from './queries.ts';
import './beside.css';

const What = lazy(() => import('./BesideRecord.tsx').then(({ BesideRecord }) => ({ default: BesideRecord })));

/** Whoever fills in the form has a place in the shop: one outside looks nothing up. */
export const LooksUp = createContext(false);

/** @param children its label, which stands alone where nothing is beside it */
export function Beside({ field, value, children }: { field: Field; value: unknown; children?: ReactNode }): ReactNode {
  const named = namedRecord(field, value);
  if (!useContext(LooksUp) || !named) return children;
  return (
    <Look register={named.register} key_={named.key}>
      {children}
    </Look>
  );
}

function Look({ register, key_, children }: { register: string; key_: string; children: ReactNode }): ReactNode {
  const { t, language } = useWords();
  const [open, setOpen] = useState(false);
  const phone = useWidth() === 'phone';
  const of = useQuery(registersQuery).data?.items.find(({ key }) => key === register);
  if (!of?.beside) return children;
  const name = t('beside.look', { register: wordsIn(of.name, language), key: key_ });
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !open) return;
    event.stopPropagation();
    setOpen(false);
  };
  const button = (
    <button
      type="button"
      className="act"
      aria-label={name}
      aria-expanded={open}
      onKeyDown={onKeyDown}
      {...(phone && { onClick: () => setOpen(true) })}
    >
      <BookSearch size={16} strokeWidth={1.75} />
    </button>
  );
  const what = (
    <Suspense fallback={null}>
      <What register={register} key_={key_} />
    </Suspense>
  );
  return (
    <span className="beside">
      {children}
      {phone ? (
        <>
          {button}
          <Modal open={open} title={name} footer={null} onCancel={() => setOpen(false)} destroyOnHidden>
            <div className="beside-what">{what}</div>
          </Modal>
        </>
      ) : (
        <Popover
          open={open}
          onOpenChange={setOpen}
          trigger="click"
          placement="bottomLeft"
          arrow={false}
          destroyOnHidden
          content={
            <div className="beside-what" role="dialog" aria-label={name} onKeyDown={onKeyDown}>
              {what}
            </div>
          }
        >
          {button}
        </Popover>
      )}
    </span>
  );
}
